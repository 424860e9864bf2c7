import type { Clock } from '../../platform/clock/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { type Actor, recordAct } from '../audit/index.ts'
import { setEndOfLink } from './links.store.ts'
import { findAdult } from './opt-outs.ts'
import { loadChildren } from './people.ts'
import type { Adult } from './people.types.ts'
import { moveProvedChannels } from './proved-channels.store.ts'
import { endPointsOfAdult, giveLinkToPerson, moveLinkToAdult } from './registering.store.ts'
import { registerAdult } from './registering.ts'

/**
 * LET-13: a person decided that somebody who registered (`registered`) is an adult who was linked already (`held`). The one held
 * stays, with the name, details and links of the one who registered; the other record keeps its ended links and nothing else.
 * Only pupils of one of the two stay linked. Journalled with the reason. Refuses where one of them is not
 * linked to the pupil any more, or a link of the one who registered is held.
 */
export async function joinRegisteredAdult(
  trx: Trx,
  joining: {
    schoolId: string
    pupilId: string
    registered: string
    held: string
    reason: string
    actor: Actor
    clock: Clock
  },
): Promise<void> {
  const { schoolId, pupilId, clock } = joining
  const at = clock.now()
  const person = await findAdult(trx, schoolId, joining.registered)
  const theirs = (await loadChildren(trx, { schoolId, adultId: joining.registered })).filter(isCurrent)
  const held = (await loadChildren(trx, { schoolId, adultId: joining.held })).filter(isCurrent)
  const claimed = held.find((link) => link.pupilId === pupilId)
  const own = theirs.find((link) => link.pupilId === pupilId)
  if (!claimed || !own)
    throw new Refusal('adult.not-linked', 'One of the two is not linked to this child any more. Nothing was changed.')
  // A hold hangs on the pair of child and adult: moved to another record it would be lost (IMP-14).
  if (theirs.some(({ state }) => state !== 'current')) {
    throw new Refusal(
      'adult.held',
      'A link of the one who registered is held. Decide about that first. Nothing was changed.',
    )
  }
  await registerAdult(trx, {
    schoolId,
    pupilId,
    registrant: registrantOf(person, own.relationship),
    as: { act: 'claim', linkId: claimed.id, adultId: joining.held },
    prime: claimed.prime || own.prime,
    clock,
  })
  for (const link of theirs) {
    const twin = held.find((other) => other.pupilId === link.pupilId)
    if (!twin) {
      await moveLinkToAdult(trx, { schoolId, linkId: link.id, adultId: joining.held, at })
      continue
    }
    const relationship = link.relationship ?? twin.relationship ?? ''
    await giveLinkToPerson(trx, { schoolId, linkId: twin.id, relationship, prime: twin.prime || link.prime, at })
    const ended = { schoolId, linkId: link.id, endedOn: clock.today(), reason: 'one person with two records', at }
    await setEndOfLink(trx, ended)
  }
  await endPointsOfAdult(trx, { schoolId, adultId: joining.registered, at })
  await moveProvedChannels(trx, { schoolId, from: joining.registered, to: joining.held })
  const act = { act: 'adult.joined', subject: { kind: 'adult', id: joining.held }, pupilId }
  const detail = { with: joining.registered, reason: joining.reason, links: theirs.length }
  await recordAct(trx, { schoolId, actor: joining.actor, ...act, detail }, at)
}

const isCurrent = ({ endedOn }: { endedOn: string | null }) => endedOn === null

/** What they opted out of is not kept, so it is not there to be carried over. */
function registrantOf({ forename, surname, contactPoints }: Adult, relationship: string | null) {
  const value = (fits: (point: Adult['contactPoints'][number]) => boolean) => contactPoints.find(fits)?.value ?? ''
  return {
    forename,
    surname,
    relationship: relationship ?? '',
    email: value(({ kind }) => kind === 'email'),
    mobile: value(({ smsCapable }) => smsCapable),
  }
}
