import { sql } from 'kysely'
import type { ContactRow, ImportScene } from '../../src/modules/importing/testing.ts'
import { Refusal } from '../../src/platform/errors/index.ts'
import type { LinkNow } from './facts.ts'
import type { Model } from './model.ts'

export const pupils = ['Amira Hassan', 'Idris Hassan', 'Kit Other']
export const names = ['Ann Hassan', 'Bob Hassan', 'Cleo Other', 'Dev Other']
/** How many adults a letter lets register here (LET-1). */
export const places = 2

/** Somebody acts on the school as it is now; what they own is told to the model. */
export type Act = (walking: Walking) => Promise<void>

export type Walking = {
  scene: ImportScene
  model: Model
  choose(below: number): number
  /** What the MIS said last. */
  mis: (ContactRow | string)[]
  /** A code with which somebody registered. */
  spent: { reference: string; code: string } | null
}

/** As the owner of the tables, past every policy: nothing is hidden from the proof. */
export function look<Row>(scene: ImportScene, query: ReturnType<typeof sql>): Promise<Row[]> {
  return scene.db.asOwner(async (trx) => (await query.execute(trx)).rows as Row[])
}

export const oneOf = <Item>({ choose }: Pick<Walking, 'choose'>, items: readonly Item[]): Item | undefined =>
  items[choose(Math.max(1, items.length))]

export async function anyPupil({ scene, choose }: Walking): Promise<string> {
  const name = oneOf({ choose }, pupils) ?? ''
  return pupilNamed(scene, name)
}

export async function pupilNamed(scene: ImportScene, name: string): Promise<string> {
  const [row] = await look<{ id: string }>(
    scene,
    sql`
      select id from members where school_id = ${scene.school.id} and role = 'pupil' and forename || ' ' || surname = ${name}`,
  )
  // The import that brought the pupils may have been undone.
  if (!row) throw new Refusal('no-such-pupil', `${name} is not there`)
  return row.id
}

export type StandingLink = LinkNow & { prime: boolean; name: string; held: boolean }

/** The links that stand, with their adults, oldest first, so that a seed finds the same one again. */
export function standingLinks(scene: ImportScene): Promise<StandingLink[]> {
  return look<StandingLink>(
    scene,
    sql`
      select l.id, l.adult_id as "adultId", l.pupil_id as "pupilId", l.origin, l.relationship, l.prime,
        a.forename || ' ' || a.surname as name, (
          exists (select from court_order_flags f where f.school_id = l.school_id and f.pupil_id = l.pupil_id and f.adult_id = l.adult_id and f.flag = 'yes')
          or exists (select from court_order_decisions d where d.school_id = l.school_id and d.pupil_id = l.pupil_id and d.adult_id = l.adult_id)) as held
      from links l join adults a on a.school_id = l.school_id and a.id = l.adult_id
      join members m on m.school_id = l.school_id and m.id = l.pupil_id
      where l.school_id = ${scene.school.id} and l.ended_on is null
      order by l.created_at, m.forename, a.forename, a.surname, l.id`,
  )
}
