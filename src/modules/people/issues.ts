import type { Clock } from '../../platform/clock/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { newId } from '../../platform/ids/index.ts'
import { type Actor, recordAct } from '../audit/index.ts'
import { familiesOf } from './families.store.ts'
import {
  insertIssue,
  issueById,
  openIssues,
  openIssuesOfPupil,
  openIssuesWithKey,
  setDismissed,
  settleIssues,
} from './issues.store.ts'
import { isHeldBeside } from './rules/link-state.ts'
import { standingIssues } from './rules/standing-issues.ts'

/** What asks for a person's eye. `key` is raised once (IMP-7): dismissed, it is not raised again while it stays true. */
export type DataIssue = {
  id: string
  key: string
  kind: string
  pupilId: string | null
  adultId: string | null
  detail: string
  raisedAt: Date
  pupilName: string | null
  pupilClass: string | null
  admissionNumber: string | null
  adultName: string | null
}

/** Open issues, the worst first: children whom nobody can reach, then no prime adult, then the rest (DAT-5). */
export async function listIssues(
  trx: Trx,
  schoolId: string,
  filter: { kind?: string | undefined; pupilId?: string | undefined; limit?: number } = {},
): Promise<DataIssue[]> {
  return openIssues(trx, schoolId, filter)
}

/** An open issue. Throws a Refusal where it is settled or set aside already. */
export async function findIssue(trx: Trx, schoolId: string, id: string): Promise<DataIssue> {
  const [issue] = await openIssues(trx, schoolId, { id, limit: 1 })
  if (!issue) throw new Refusal('no-such-issue', 'This data issue is settled already.')
  return issue
}

/** A person has looked and nothing is to be done. The same disagreement is not raised again. */
export async function dismissIssue(
  trx: Trx,
  wanted: { schoolId: string; issueId: string; reason: string; actor: Actor; clock: Clock },
): Promise<void> {
  const issue = await issueById(trx, wanted.schoolId, wanted.issueId)
  if (!issue) throw new Refusal('no-such-issue', 'This data issue is settled already.')
  if (wanted.reason.trim() === '')
    throw new Refusal('reason-missing', 'Say why nothing is to be done. Nothing was changed.')
  await setDismissed(trx, {
    schoolId: wanted.schoolId,
    id: wanted.issueId,
    at: wanted.clock.now(),
    how: wanted.reason.trim(),
  })
  await recordAct(
    trx,
    {
      schoolId: wanted.schoolId,
      actor: wanted.actor,
      act: 'issue.dismissed',
      subject: { kind: 'issue', id: wanted.issueId },
      pupilId: issue.pupilId,
      detail: { kind: issue.kind, reason: wanted.reason },
    },
    wanted.clock.now(),
  )
}

/**
 * Puts something before a person's eye; no import takes it away. A key that is open or was set aside is not raised again: then the
 * answer is null, else the id of the issue.
 */
export async function raiseIssue(
  trx: Trx,
  raised: {
    schoolId: string
    key: string
    kind: string
    pupilId: string | null
    adultId: string | null
    detail: string
    clock: Clock
  },
): Promise<string | null> {
  const { clock, ...issue } = raised
  const id = newId()
  return (await insertIssue(trx, { ...issue, id, origin: 'manual', at: clock.now() })) ? id : null
}

/** IMP-14: somebody decided to keep the link held, so it asks for no eye any more. An import does not raise it again. */
export async function setHeldIssuesAside(
  trx: Trx,
  about: { schoolId: string; pupilId: string; adultId: string; at: Date },
): Promise<void> {
  const open = await openIssuesOfPupil(trx, about.schoolId, about.pupilId)
  for (const { id, kind, adultId } of open) {
    if (!kind.startsWith('held') || adultId !== about.adultId) continue
    await setDismissed(trx, { schoolId: about.schoolId, id, at: about.at, how: 'decided: stays held' })
  }
}

/** After a change by hand: settles what is mended, raises what is now wrong with this pupil's links. */
export async function settleIssuesOfPupil(
  trx: Trx,
  by: { schoolId: string; clock: Clock },
  pupilId: string,
): Promise<void> {
  const [family] = await familiesOf(trx, by.schoolId, [pupilId])
  if (!family) return
  const standing = standingIssues(family)
  const open = await openIssuesOfPupil(trx, by.schoolId, pupilId)
  const at = by.clock.now()
  const hasPrime = !standing.includes('no prime adult')
  const stillHeld = new Set(family.links.filter(isHeldBeside).map(({ adultId }) => adultId))
  const mended = open.filter(
    ({ kind, adultId }) =>
      (kind.startsWith('no prime adult') && hasPrime) ||
      (kind.startsWith('held') && adultId !== null && !stillHeld.has(adultId)),
  )
  await settleIssues(trx, { schoolId: by.schoolId, ids: mended.map((issue) => issue.id), at, how: 'mended by hand' })
  if (hasPrime || open.some((issue) => issue.kind.startsWith('no prime adult'))) return
  const detail = 'No adult gets the ordinary messages for this child.'
  await insertIssue(trx, {
    schoolId: by.schoolId,
    id: newId(),
    key: `no prime adult|${pupilId}`,
    kind: 'no prime adult',
    pupilId,
    adultId: null,
    detail,
    at,
  })
}

/** What was raised under this key is done with: settled, so that it may be raised again if it comes back. */
export async function settleIssue(
  trx: Trx,
  settled: { schoolId: string; key: string; how: string; clock: Clock },
): Promise<void> {
  const ids = await openIssuesWithKey(trx, settled)
  await settleIssues(trx, { schoolId: settled.schoolId, ids, at: settled.clock.now(), how: settled.how })
}
