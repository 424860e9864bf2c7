import { lastRun, planImport, undoRun } from '../../src/modules/importing/index.ts'
import { type ContactRow, office, report } from '../../src/modules/importing/testing.ts'
import { type Act, look, names, oneOf, pupils, type Walking } from './walked-school.ts'

// What the model knows nothing of: an import and its undoing change nothing that people own.

export const importReport: Act = async (walking) => {
  const { scene } = walking
  walking.mis = sayAnew(walking)
  const files = [scene.write(report(walking.mis))]
  const { db, school, clock } = scene
  const plan = await planImport(db, { school, files, actor: office, clock })
  const { appliedAt } = await scene.apply(plan, { confirmHeld: true })
  if (appliedAt) await refuseMadeAgain(walking, appliedAt)
}

/** IMP-22: a second import does not split those whom somebody made one. */
async function refuseMadeAgain({ scene, model }: Walking, at: Date): Promise<void> {
  if (model.facts.misKeys.size === 0) return
  const made = await look<{ name: string }>(scene)`
      select forename || ' ' || surname as name from adults where school_id = ${scene.school.id} and origin = 'mis' and created_at = ${at}`
  const again = made.find(({ name }) => model.facts.misKeys.has(`id:${misIdOf(name)}`))
  if (again) throw new Error(`IMP-22: ${again.name} was made one with somebody, and came in again`)
}

const misIdOf = (name: string): string => String(51 + names.indexOf(name))

export const undoLastImport: Act = async (walking) => {
  const { db, school } = walking.scene
  const run = await db.inSchool(school.id, (trx) => lastRun(trx, school.id))
  if (run) await undo(walking, run.id)
}

export const undoAnyImport: Act = async (walking) => {
  const runs = await look<{ id: string }>(walking.scene)`
      select id from import_plans where school_id = ${walking.scene.school.id} and state = 'applied' order by applied_at, id`
  const run = oneOf(walking, runs)
  if (run) await undo(walking, run.id)
}

async function undo({ scene: { db, school, clock } }: Walking, runId: string): Promise<void> {
  await undoRun(db, { school, runId, actor: office, clock })
}

/** A new day: half the time one family has changed, else whatever comes. */
export function sayAnew({ choose, mis }: Pick<Walking, 'choose' | 'mis'>): (ContactRow | string)[] {
  const ofPupil = choose(2) === 0 ? oneOf({ choose }, pupils) : undefined
  const isOf = (row: ContactRow | string) => (typeof row === 'string' ? row : row.pupil) === ofPupil
  return [
    ...mis.filter((row) => ofPupil && !isOf(row)),
    ...pupils.filter(ofPupil ? isOf : () => true).flatMap((pupil) => anyRows(choose, pupil)),
  ]
}

/** What a MIS might say of a pupil's contacts on any day: none at all, mobiles and numbers that change, court orders that come and go or are not told. */
function anyRows(choose: (below: number) => number, pupil: string): (ContactRow | string)[] {
  const renumbered = choose(10) === 0 ? { adno: String(200 + pupils.indexOf(pupil)) } : {}
  const rows = names
    .filter(() => choose(2) === 0)
    .map((name) => ({
      pupil,
      ...renumbered,
      name,
      id: misIdOf(name),
      priority: 1 + choose(3),
      relationship: ['Mother', 'Father', 'Carer'][choose(3)] ?? 'Carer',
      mobile: choose(4) === 0 ? '' : `07700 90010${choose(10)}`,
      email: choose(3) === 0 ? `${name.split(' ')[0]?.toLowerCase()}${choose(3)}@example.com` : '',
      courtOrder: (['T', '', '', 'F', 'F', 'F'] as const)[choose(6)] ?? 'F',
      optedOut: choose(12) === 0 ? ('T' as const) : ('F' as const),
    }))
  return rows.length > 0 ? rows : [pupil]
}
