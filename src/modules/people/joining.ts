import type { Clock } from '../../platform/clock/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { newId } from '../../platform/ids/index.ts'
import type { Actor } from '../audit/index.ts'
import { makeOne, refuseTwoAccounts } from './merging.ts'
import { type ForgetContactPoints, findAdult } from './opt-outs.ts'
import { loadChildren } from './people.ts'
import type { Adult } from './people.types.ts'
import { registerAdult } from './registering.ts'
import type { CloseToRestricted } from './restricting.ts'

/**
 * LET-13: a person decided that somebody who registered (`registered`) is an adult who was linked already (`held`). The one held
 * stays and takes the name, details and links of the one who registered; the other record is merged into it and can be parted from it
 * again (`undoMerge`). `moveChoices` brings over what belongs to other modules and counts before what the one held chose. Refuses where
 * one of them is not linked to the pupil any more, each has an account, or a link of the one who registered is held.
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
    forget: ForgetContactPoints
    close: CloseToRestricted[]
    moveChoices: () => Promise<void>
  },
): Promise<void> {
  const { schoolId, pupilId, clock, registered, held } = joining
  const person = await findAdult(trx, schoolId, registered)
  const theirs = await currentLinks(trx, { schoolId, adultId: registered })
  const own = theirs.find((link) => link.pupilId === pupilId)
  const claimed = (await currentLinks(trx, { schoolId, adultId: held })).find((link) => link.pupilId === pupilId)
  if (!claimed || !own)
    throw new Refusal('adult.not-linked', 'One of the two is not linked to this child any more. Nothing was changed.')
  // Whether a hold meant this person is decided before the two are one (IMP-14).
  if (theirs.some(({ state }) => state !== 'current')) {
    throw new Refusal(
      'adult.held',
      'A link of the one who registered is held. Decide about that first. Nothing was changed.',
    )
  }
  await refuseTwoAccounts(trx, schoolId, [registered, held])
  const takeWhatWasRegistered = async () => {
    const as = { act: 'claim', linkId: claimed.id, adultId: held } as const
    const prime = claimed.prime || own.prime
    const registrant = registrantOf(person, own.relationship)
    await registerAdult(trx, { schoolId, pupilId, registrant, as, prime, clock })
    await joining.moveChoices()
  }
  await makeOne(trx, {
    ...joining,
    mergeId: newId(),
    keptId: held,
    goneId: registered,
    first: takeWhatWasRegistered,
  })
}

async function currentLinks(trx: Trx, of: { schoolId: string; adultId: string }) {
  return (await loadChildren(trx, of)).filter(({ endedOn }) => endedOn === null)
}

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
