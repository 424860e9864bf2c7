import type { Clock } from '../../platform/clock/index.ts'
import type { Db, Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { type Actor, familyActor } from '../audit/index.ts'
import {
  type Adult,
  type ForgetContactPoints,
  findAdult,
  type Link,
  loadChildren,
  type Member,
  optOutAdult,
} from '../people/index.ts'
import { findSchoolById, type School } from '../schools/index.ts'
import { optOutOfWish, type Wish } from './rules/what-to-receive.ts'

/** Who somebody is at one school. */
export type OwnAdult = { schoolId: string; adultId: string }

/** A child of somebody, as this adult may see it: nothing of any other adult (VIS-5). */
export type OwnChild = { link: Link; pupil: Member }

/** What one adult may see of what one school holds: their own details and children, and nobody else (VIS-5). */
export type OwnDetails = { school: School; adult: Adult; children: OwnChild[] }

/** The person acting at one school; `accountId` is null for who came by a signed link. */
export type Acting = OwnAdult & { accountId: string | null; clock: Clock }

/** The same for a link that is over as for one whose adult has no current link any more (VIS-4). */
export class OwnLinkOver extends Refusal {
  constructor() {
    super(
      'own-link.over',
      'This link cannot be used any more. If you have a question about your details, ask the school office.',
    )
  }
}

/** What is held of somebody at each school where a link of theirs is current. Elsewhere nothing is said, whatever the reason (VIS-4). */
export async function listOwnDetails(db: Db, { adults }: { adults: readonly OwnAdult[] }): Promise<OwnDetails[]> {
  const found: OwnDetails[] = []
  for (const adult of adults) {
    const school = await findSchoolById(db, adult.schoolId)
    const own = await db.inSchool(school.id, (trx) => ownDetailsIfAny(trx, { school, adultId: adult.adultId }))
    if (own) found.push(own)
  }
  return found
}

async function ownDetailsIfAny(trx: Trx, of: { school: School; adultId: string }): Promise<OwnDetails | null> {
  const { school, adultId } = of
  const links = await loadChildren(trx, { schoolId: school.id, adultId })
  const current = links.filter(({ state, pupil }) => state === 'current' && pupil.status !== 'leaver')
  if (current.length === 0) return null
  const adult = await findAdult(trx, school.id, adultId)
  return { school, adult, children: current.map(({ pupil, ...link }) => ({ pupil, link })) }
}

/** One transaction of the person's own at a school. Refuses once no link of theirs is current there. */
export async function withOwn<T>(
  db: Db,
  { schoolId, adultId }: OwnAdult,
  work: (trx: Trx, own: OwnDetails) => Promise<T>,
): Promise<T> {
  const school = await findSchoolById(db, schoolId)
  return db.inSchool(schoolId, async (trx) => {
    const own = await ownDetailsIfAny(trx, { school, adultId })
    if (!own) throw new OwnLinkOver()
    return work(trx, own)
  })
}

export function actorOf({ adult }: OwnDetails, { accountId }: Acting): Actor {
  return familyActor(adult, accountId)
}

/** OPT-2, OPT-3: what the person does not want is erased at once, without staff. */
export function chooseWhatToGet(db: Db, choosing: Acting & { wish: Wish; forget: ForgetContactPoints }): Promise<void> {
  const { wish, forget, clock } = choosing
  return withOwn(db, choosing, async (trx, own) => {
    const channel = optOutOfWish(wish)
    const { school, adult } = own
    if (channel === null || adult.optOuts.includes(channel)) return
    const reason = 'chosen on the page of their own details'
    const actor = actorOf(own, choosing)
    await optOutAdult(trx, { schoolId: school.id, adultId: adult.id, channel, reason, actor, clock, forget })
  })
}
