import type { Clock } from '../../platform/clock/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { newId } from '../../platform/ids/index.ts'
import { insertCourtOrderFlag } from './adults.store.ts'
import { insertIssue } from './issues.store.ts'
import { findFamily } from './links.ts'

type Named = { title: string | null; forename: string; surname: string; relationship: string | null }

/**
 * The key of the contact of this pupil whom the MIS flags and who is such an adult, whether or not that contact came in; or null. One who is
 * known to be one of `others` is not meant. A module above answers it, `main.ts` connects it.
 */
export type FlaggedContactOf = (
  trx: Trx,
  asked: { schoolId: string; pupilId: string; adult: Named; others: string[] },
) => Promise<string | null>

/**
 * IMP-14: the court order that the MIS flags of somebody who did not come in holds their link also where they came by a letter or the
 * school linked them by hand. To be done with the link, before anybody is written to. Says whether it did. Whom a person told apart from
 * them (`notSame`), or released, holds nobody else of that name.
 */
export async function holdWhoIsFlagged(
  trx: Trx,
  of: {
    schoolId: string
    pupilId: string
    linkId: string
    notSame?: string[]
    flaggedContactOf: FlaggedContactOf
    clock: Clock
  },
): Promise<boolean> {
  const { schoolId, pupilId, clock } = of
  const { links } = await findFamily(trx, schoolId, pupilId)
  const link = links.find(({ id }) => id === of.linkId)
  if (!link || link.courtOrder.flag === 'yes') return false
  const { adult, adultId, relationship } = link
  const released = links.filter(({ state, courtOrder }) => state === 'current' && courtOrder.flag === 'yes')
  const others = [...(of.notSame ?? []), ...released.map((other) => other.adultId)]
  const contactKey = await of.flaggedContactOf(trx, { schoolId, pupilId, adult: { ...adult, relationship }, others })
  if (contactKey === null) return false
  await insertCourtOrderFlag(trx, { schoolId, pupilId, adultId, flag: 'yes', at: clock.now() })
  await insertIssue(trx, {
    schoolId,
    id: newId(),
    // As an import raises it, so that the next one does not ask twice, and takes it away once the MIS flags nothing more.
    key: `held|${contactKey}|${pupilId}`,
    kind: 'held: court order flagged',
    pupilId,
    adultId,
    detail: `The MIS flags a court order for ${adult.forename} ${adult.surname}. No message and no access until a person decides.`,
    at: clock.now(),
  })
  return true
}
