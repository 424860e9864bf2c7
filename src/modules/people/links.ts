import { sql } from 'kysely'
import type { Clock } from '../../platform/clock/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { newId } from '../../platform/ids/index.ts'
import { type Actor, recordAct } from '../audit/index.ts'
import { familiesOf, linksWhere } from './families.store.ts'
import { setHeldIssuesAside, settleIssuesOfPupil } from './issues.ts'
import { giveLinkToMis, insertDecision, setEndOfLink, setPrimeOfLink } from './links.store.ts'
import type { Family, Link } from './people.types.ts'
import { isHeldBeside } from './rules/link-state.ts'

type By = { schoolId: string; actor: Actor; clock: Clock }

/** LNK-1. A link of origin `mis` passes into the school's care (`picked`), so that no import turns it back. */
export async function setPrime(
  trx: Trx,
  wanted: By & { linkId: string; prime: boolean; reason?: string | undefined },
): Promise<void> {
  const link = await findCurrentLink(trx, wanted.schoolId, wanted.linkId)
  if (link.prime === wanted.prime) return
  await setPrimeOfLink(trx, { schoolId: wanted.schoolId, linkId: link.id, prime: wanted.prime, at: wanted.clock.now() })
  const act = wanted.prime ? 'link.made-prime' : 'link.made-non-prime'
  await journalLink(trx, wanted, {
    act,
    linkId: link.id,
    pupilId: link.pupilId,
    detail: { adultId: link.adultId, reason: wanted.reason ?? null },
  })
}

/** LNK-6: ends by date, deletes nothing. A later import does not bring back what the school ended (IMP-24). */
export async function endLink(trx: Trx, wanted: By & { linkId: string; reason: string }): Promise<void> {
  requireReason(wanted.reason, 'Say why this link ends.')
  const link = await findCurrentLink(trx, wanted.schoolId, wanted.linkId)
  await setEndOfLink(trx, {
    schoolId: wanted.schoolId,
    linkId: link.id,
    endedOn: wanted.clock.today(),
    reason: wanted.reason,
    at: wanted.clock.now(),
  })
  await journalLink(trx, wanted, {
    act: 'link.ended',
    linkId: link.id,
    pupilId: link.pupilId,
    detail: { adultId: link.adultId, reason: wanted.reason },
  })
}

/** LNK-3: from now on the MIS maintains these links. Refuses links that a person registered. */
export async function convertLinksToMis(
  trx: Trx,
  wanted: By & { linkIds: string[]; reason?: string | undefined },
): Promise<void> {
  for (const linkId of wanted.linkIds) {
    const link = await findCurrentLink(trx, wanted.schoolId, linkId)
    if (link.origin === 'mis') continue
    if (link.origin === 'web') {
      throw new Refusal(
        'registered-by-the-person',
        'This adult registered, so only they change their link. Nothing was changed.',
      )
    }
    await giveLinkToMis(trx, { schoolId: wanted.schoolId, linkId, adultId: link.adultId, at: wanted.clock.now() })
    const detail = { adultId: link.adultId, before: link.origin, reason: wanted.reason ?? null }
    await journalLink(trx, wanted, { act: 'link.given-to-mis', linkId, pupilId: link.pupilId, detail })
  }
}

/** IMP-14: a person decides about a link the MIS flagged; who, when and on what evidence is kept. */
export async function decideCourtOrder(
  trx: Trx,
  wanted: By & { linkId: string; decision: 'released' | 'kept'; evidence: string },
): Promise<void> {
  requireReason(wanted.evidence, 'Say what you saw or were told, and when: the decision rests on it.')
  const link = await findCurrentLink(trx, wanted.schoolId, wanted.linkId)
  if (link.courtOrder.flag !== 'yes' && !isHeldBeside(link)) {
    throw new Refusal(
      'no-court-order-flag',
      'The MIS flags no court order on this link, so there is nothing to decide.',
    )
  }
  await insertDecision(trx, {
    schoolId: wanted.schoolId,
    id: newId(),
    pupilId: link.pupilId,
    adultId: link.adultId,
    decision: wanted.decision,
    evidence: wanted.evidence.trim(),
    decidedBy: wanted.actor.name,
    decidedByAccountId: wanted.actor.accountId,
    at: wanted.clock.now(),
  })
  if (wanted.decision === 'kept') await setHeldIssuesAside(trx, { ...wanted, ...link, at: wanted.clock.now() })
  await journalLink(trx, wanted, {
    act: `court-order.${wanted.decision}`,
    linkId: link.id,
    pupilId: link.pupilId,
    detail: { adultId: link.adultId },
  })
}

/** Throws a Refusal where the pupil is not of this school. */
export async function findFamily(trx: Trx, schoolId: string, pupilId: string): Promise<Family> {
  const [family] = await familiesOf(trx, schoolId, [pupilId])
  if (family?.pupil.role !== 'pupil') throw new Refusal('no-such-pupil', 'There is no such pupil at this school.')
  return family
}

async function findCurrentLink(trx: Trx, schoolId: string, linkId: string): Promise<Link> {
  const [link] = await linksWhere(trx, sql`l.school_id = ${schoolId} and l.id = ${linkId}`)
  if (!link) throw new Refusal('no-such-link', 'There is no such link at this school.')
  if (link.state === 'ended') throw new Refusal('link-ended', 'This link has ended. Link the adult again instead.')
  return link
}

export function requireReason(reason: string, words: string): void {
  if (reason.trim() === '') throw new Refusal('reason-missing', `${words} Nothing was changed.`)
}

/** What was done about a link; with it, the issues of the pupil that stand no more are settled. */
export async function journalLink(
  trx: Trx,
  by: By,
  act: { act: string; linkId: string; pupilId: string; detail: Record<string, unknown> },
): Promise<void> {
  await recordAct(
    trx,
    {
      schoolId: by.schoolId,
      actor: by.actor,
      act: act.act,
      subject: { kind: 'link', id: act.linkId },
      pupilId: act.pupilId,
      detail: act.detail,
    },
    by.clock.now(),
  )
  await settleIssuesOfPupil(trx, by, act.pupilId)
}
