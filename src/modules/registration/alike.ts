import type { Clock } from '../../platform/clock/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { type Actor, holdJournal } from '../audit/index.ts'
import {
  type CloseToRestricted,
  type DataIssue,
  dismissIssue,
  endLink,
  type Family,
  type ForgetContactPoints,
  findFamily,
  findIssue,
  joinRegisteredAdult,
  settleIssue,
} from '../people/index.ts'
import { movePreferences } from '../preferences/index.ts'

/** LET-13: somebody who registered, beside an adult who was linked already and shares a name or a detail. */
export type Alike = {
  issue: DataIssue
  family: Family
  registered: Family['links'][number]
  held: Family['links'][number]
}

/** Refuses where it is decided already, or one of the two is not linked any more. */
export async function findAlike(trx: Trx, of: { schoolId: string; issueId: string }): Promise<Alike> {
  const issue = await findIssue(trx, of.schoolId, of.issueId)
  const [kind, registeredId, heldId] = issue.key.split('|')
  const family = kind === 'alike' && issue.pupilId ? await findFamily(trx, of.schoolId, issue.pupilId) : null
  const linkOf = (adultId = '') =>
    family?.links.find((link) => link.adultId === adultId && link.endedOn === null) ?? null
  const [registered, held] = [linkOf(registeredId), linkOf(heldId)]
  if (family && registered && held) return { issue, family, registered, held }
  throw new Refusal(
    'alike.over',
    'One of the two is not linked to this child any more, so there is nothing to decide. Nothing was changed.',
  )
}

/**
 * LET-13: a person decides. `same person`: the adult held takes the name, details, links and sign-in of who registered, and can be parted
 * from them again. `somebody else`: both stay, and it is not asked again. `refused`: the link of who registered ends. Refuses without a
 * reason.
 */
export async function decideAlike(
  trx: Trx,
  deciding: {
    schoolId: string
    issueId: string
    decision: 'same person' | 'somebody else' | 'refused'
    reason: string
    actor: Actor
    clock: Clock
    forget: ForgetContactPoints
    close: CloseToRestricted[]
  },
): Promise<void> {
  const { schoolId, issueId, decision, actor, clock } = deciding
  const reason = deciding.reason.trim()
  if (reason === '') throw new Refusal('reason-missing', 'Say what the decision rests on. Nothing was changed.')
  await holdJournal(trx, schoolId)
  const { issue, family, registered, held } = await findAlike(trx, { schoolId, issueId })
  if (decision === 'somebody else') return dismissIssue(trx, { schoolId, issueId, reason, actor, clock })
  // Before the two become one: what changes after that stands in the way of parting them again.
  await settleIssue(trx, { schoolId, key: issue.key, how: `decided: ${decision}`, clock })
  if (decision === 'refused') await endLink(trx, { schoolId, linkId: registered.id, reason, actor, clock })
  else {
    const two = { registered: registered.adultId, held: held.adultId }
    const moveChoices = () => movePreferences(trx, { schoolId, from: two.registered, to: two.held })
    await joinRegisteredAdult(trx, { ...deciding, ...two, pupilId: family.pupil.id, reason, moveChoices })
  }
}
