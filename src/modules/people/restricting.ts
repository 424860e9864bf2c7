import { sql } from 'kysely'
import type { Clock } from '../../platform/clock/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { newId } from '../../platform/ids/index.ts'
import { type Actor, holdJournal } from '../audit/index.ts'
import { linksWhere } from './families.store.ts'
import { journalLink, requireReason } from './links.ts'
import type { Link } from './people.types.ts'
import { insertRestriction, setLifted } from './restrictions.store.ts'

type By = { schoolId: string; actor: Actor; clock: Clock }
export type RestrictedPair = By & { pupilId: string; adultId: string }

/** What else a restriction closes in the same transaction (VIS-3); modules above do it, pages and commands connect them. */
export type CloseToRestricted = (trx: Trx, pair: RestrictedPair) => Promise<void>

/** VIS-2: what somebody saw that restricts, who saw it and on which day, and when it is to be looked at again. Days as 2026-11-22. */
export type Evidence = { evidence: string; seenBy: string; seenOn: string; reviewOn: string }

/**
 * VIS-2, VIS-3: one act shuts an adult out from a pupil, whose link they have or had. The pair is restricted until somebody lifts it, whatever link
 * comes; `close` shuts what is open now, `dryRun` only checks. Refuses without evidence, who saw it, a day that has been, and a day to come to look again.
 */
export async function placeRestriction(
  trx: Trx,
  wanted: By & { linkId: string; close: CloseToRestricted[]; dryRun?: boolean } & Evidence,
): Promise<void> {
  const { schoolId, actor, clock } = wanted
  // An import that is being applied decides on these links too: one after the other.
  await holdJournal(trx, schoolId)
  const seen = readEvidence(wanted, clock.today())
  const { id: linkId, pupilId, adultId, restricted } = await findLink(trx, wanted)
  if (restricted)
    throw new Refusal('restricted-already', 'This adult is restricted for this child already. Nothing was changed.')
  if (wanted.dryRun) return
  await insertRestriction(trx, {
    ...seen,
    schoolId,
    id: newId(),
    pupilId,
    adultId,
    kind: 'no access',
    placedBy: actor.name,
    placedByAccountId: actor.accountId,
    at: clock.now(),
  })
  for (const close of wanted.close) await close(trx, { schoolId, actor, clock, pupilId, adultId })
  await journalLink(trx, wanted, { act: 'restriction.placed', linkId, pupilId, detail: { adultId } })
}

/** The link is worth again what it was, and nothing that was closed opens by itself. `dryRun` only checks. Refuses without a reason, and where nothing stands. */
export async function liftRestriction(
  trx: Trx,
  wanted: By & { linkId: string; reason: string; dryRun?: boolean },
): Promise<void> {
  const { schoolId, actor, clock, reason } = wanted
  await holdJournal(trx, schoolId)
  requireReason(reason, 'Say what the decision rests on.')
  const { id: linkId, pupilId, adultId, restricted } = await findLink(trx, wanted)
  if (!restricted)
    throw new Refusal('not-restricted', 'No restriction stands for this adult and child. Nothing was changed.')
  if (wanted.dryRun) return
  const by = { by: actor.name, byAccountId: actor.accountId, reason: reason.trim(), at: clock.now() }
  await setLifted(trx, { schoolId, pupilId, adultId, ...by })
  await journalLink(trx, wanted, { act: 'restriction.lifted', linkId, pupilId, detail: { adultId } })
}

async function findLink(trx: Trx, { schoolId, linkId }: { schoolId: string; linkId: string }): Promise<Link> {
  const [link] = await linksWhere(trx, sql`l.school_id = ${schoolId} and l.id = ${linkId}`)
  if (!link) throw new Refusal('no-such-link', 'There is no such link at this school.')
  return link
}

function readEvidence({ evidence, seenBy, seenOn, reviewOn }: Evidence, today: string): Evidence {
  requireReason(evidence, 'Say which order or paper was seen: a restriction rests on it.')
  if (seenBy.trim() === '') throw new Refusal('seen-by-missing', 'Say who saw it. Nothing was changed.')
  if (!isDay(seenOn) || seenOn > today)
    throw new Refusal('seen-on-wrong', 'Say on which day it was seen: today or before. Nothing was changed.')
  if (!isDay(reviewOn) || reviewOn <= today)
    throw new Refusal(
      'review-on-wrong',
      'Say on which day it is to be looked at again: a day to come. Nothing was changed.',
    )
  return { evidence: evidence.trim(), seenBy: seenBy.trim(), seenOn, reviewOn }
}

/** `2026-02-30` is none. */
function isDay(text: string): boolean {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}
