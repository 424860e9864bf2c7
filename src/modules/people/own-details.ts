import type { Clock } from '../../platform/clock/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { newId } from '../../platform/ids/index.ts'
import { type Actor, holdJournal, recordAct } from '../audit/index.ts'
import { deleteOptOuts, insertOptOut, insertPoints } from './adults.store.ts'
import { settleIssuesOfPupil } from './issues.ts'
import { insertLink, setEndOfLink } from './links.store.ts'
import { findAdult } from './opt-outs.ts'
import { endPointsOfChannel, otherOwnersOfValue } from './own-details.store.ts'
import { loadChildren } from './people.ts'
import type { Adult, ContactPoint, Link } from './people.types.ts'
import { giveAdultToPerson, giveLinkToPerson, giveProvedPointsToPerson, markPointsProved } from './registering.store.ts'
import { channelOfPoint } from './rules/channel-of-point.ts'
import { optOutsAfterComingBack } from './rules/come-back.ts'
import { foldName } from './rules/fold-name.ts'
import { readEmails } from './rules/read-emails.ts'
import { readPhones } from './rules/read-phones.ts'

/** The person themself, acting on what is held of them at one school. */
export type OwnAct = { schoolId: string; adultId: string; actor: Actor; clock: Clock }

/** Why a link ended that its own adult removed; such a one may come back with a letter. */
export const removedByThePerson = 'removed by the person'

/** LNK-5, IMP-5: from now on the name is the person's own; no import changes it. */
export async function takeOwnName(trx: Trx, own: OwnAct & { forename: string; surname: string }): Promise<void> {
  const { schoolId, adultId, forename, surname, clock } = own
  await holdJournal(trx, schoolId)
  const before = await findAdult(trx, schoolId, adultId)
  if (before.forename === forename && before.surname === surname && before.origin === 'web') return
  const at = clock.now()
  await giveAdultToPerson(trx, { schoolId, adultId, forename, surname, nameKey: foldName(forename, surname), at })
  const detail = { before: `${before.forename} ${before.surname}`, after: `${forename} ${surname}` }
  await journal(trx, own, 'adult.changed-name', detail)
}

/**
 * LNK-5, DAT-2: a proved email or mobile (normal form) takes the place of what was held of its kind, everywhere in the school, at
 * once, origin `web`. It comes with the wish to be written to there, so an opt-out of that channel is lifted by the person (OPT-4).
 * Returns what it took the place of.
 */
export async function takeOwnChannel(
  trx: Trx,
  own: OwnAct & { channel: 'email' | 'sms'; value: string },
): Promise<{ before: ContactPoint[]; cameBack: boolean }> {
  const { schoolId, adultId, channel, value, clock } = own
  await holdJournal(trx, schoolId)
  const at = clock.now()
  const adult = await findAdult(trx, schoolId, adultId)
  const cameBack = await comeBack(trx, own, adult)
  const before = adult.contactPoints.filter((point) => channelOfPoint(point) === channel && point.value !== value)
  const held = await giveProvedPointsToPerson(trx, { schoolId, adultId, values: [value], at })
  if (held.length === 0) {
    const points = channel === 'email' ? readEmails(value) : readPhones(value)
    const typed = points.map((point, position) => ({ ...point, id: newId(), position }))
    await insertPoints(trx, { schoolId, adultId, origin: 'web', at }, typed)
    await markPointsProved(trx, { schoolId, adultId, values: [value], at })
  }
  await endPointsOfChannel(trx, { schoolId, adultId, channel, except: value, at })
  // The journal says that it changed and how, never to what: an opt-out must be able to erase it whole (OPT-2).
  await journal(trx, own, 'adult.changed-channel', { channel, proved: true, replaced: before.length })
  for (const { pupilId } of await loadChildren(trx, { schoolId, adultId }))
    await settleIssuesOfPupil(trx, { schoolId, clock }, pupilId)
  return { before, cameBack }
}

async function comeBack(trx: Trx, own: OwnAct & { channel: 'email' | 'sms' }, adult: Adult): Promise<boolean> {
  const { schoolId, adultId, channel, actor, clock } = own
  if (!adult.optOuts.some((optOut) => optOut === 'all' || optOut === channel)) return false
  await deleteOptOuts(trx, { schoolId, adultId, channel: null })
  for (const stays of optOutsAfterComingBack(adult.optOuts, channel)) {
    const reason = 'stays after the person came back to the other channel'
    await insertOptOut(trx, { schoolId, adultId, channel: stays, reason, setBy: actor.name, at: clock.now() })
  }
  await journal(trx, own, 'adult.opted-in', {
    channels: [channel],
    reason: 'lifted by the person, who proved the channel',
  })
  return true
}

/** VIS-6: whether somebody else of the school, adult or member, is reached there too. */
export async function isSharedChannel(
  trx: Trx,
  of: { schoolId: string; adultId: string; value: string },
): Promise<boolean> {
  return (await otherOwnersOfValue(trx, of)) > 0
}

/** LNK-6: the person removes their own link; at once, by date. Only a link that they registered is theirs to end. */
export async function removeOwnLink(trx: Trx, own: OwnAct & { link: Link }): Promise<void> {
  const { schoolId, adultId, link, clock } = own
  await holdJournal(trx, schoolId)
  if (link.adultId !== adultId || link.origin !== 'web')
    throw new Refusal(
      'own-link.not-yours',
      'The school keeps this link. Ask the school to end it. Nothing was changed.',
    )
  const end = { schoolId, linkId: link.id, endedOn: clock.today(), reason: removedByThePerson, at: clock.now() }
  await setEndOfLink(trx, end)
  const subject = { kind: 'link', id: link.id }
  const detail = { adultId, reason: removedByThePerson }
  const act = { schoolId, actor: own.actor, act: 'link.ended', subject, pupilId: link.pupilId, detail }
  await recordAct(trx, act, clock.now())
  await settleIssuesOfPupil(trx, { schoolId, clock }, link.pupilId)
}

/** LET-12: an adult on record is linked to one more child; their details and choices stay as they are. `linkId` claims a link. */
export async function linkOwnChild(
  trx: Trx,
  own: OwnAct & { pupilId: string; relationship: string; prime: boolean; linkId: string | null },
): Promise<string> {
  const { schoolId, adultId, pupilId, relationship, prime, clock } = own
  const at = clock.now()
  const id = own.linkId ?? newId()
  if (own.linkId) await giveLinkToPerson(trx, { schoolId, linkId: own.linkId, relationship, prime, at })
  else {
    const unknown = { parentalResponsibility: 'unknown', livesWith: 'unknown' } as const
    const start = { origin: 'web' as const, priority: null, reason: null, startedOn: clock.today(), ...unknown }
    await insertLink(trx, { schoolId, id, pupilId, adultId, relationship, prime, ...start, at })
  }
  const detail = { adultId, how: own.linkId ? 'claim' : 'second child', prime }
  const act = { schoolId, actor: own.actor, act: 'adult.registered', subject: { kind: 'link', id }, pupilId, detail }
  await recordAct(trx, act, at)
  await settleIssuesOfPupil(trx, { schoolId, clock }, pupilId)
  return id
}

async function journal(trx: Trx, own: OwnAct, act: string, detail: Record<string, unknown>): Promise<void> {
  const { schoolId, adultId, actor, clock } = own
  await recordAct(trx, { schoolId, actor, act, subject: { kind: 'adult', id: adultId }, detail }, clock.now())
}
