import type { Clock } from '../../platform/clock/index.ts'
import type { KeyedHash } from '../../platform/crypto/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { familyActor, holdJournal } from '../audit/index.ts'
import {
  type Adult,
  type Family,
  type FlaggedContactOf,
  type ForgetContactPoints,
  findAdultsWithDetails,
  findFamily,
  foldName,
  holdWhoIsFlagged,
  isPrimeNow,
  linkOwnChild,
  loadChildren,
  type Registrant,
  raiseIssue,
  registerAdult,
  registerMember,
  removedByThePerson,
} from '../people/index.ts'
import type { School } from '../schools/index.ts'
import { lockLetterIfAny } from './letters.store.ts'
import { lockMember, type RegistrationRow, setFinished, setWithTheOffice, useCode } from './registrations.store.ts'
import type { CodeVerdict } from './rules/check-code.ts'
import { sayVerdict } from './rules/say-verdict.ts'
import type { FirstChoices, Wish } from './rules/what-to-receive.ts'
import { placesLeft } from './rules/which-letters.ts'
import { becomesPrime, type ElsewhereFacts, type RegistrantVerdict, whoRegisters } from './rules/who-registers.ts'
import { welcome } from './welcoming.ts'
import { findWhoseLetter, registersForOneself } from './whose-letter.ts'

type Finishing = {
  school: School
  registration: RegistrationRow
  /** LET-12: the adult of whoever is signed in, who has registered with this school already. */
  known?: Adult | null
  clock: Clock
  wish: Wish
  choices?: FirstChoices
  forget: ForgetContactPoints
  flaggedContactOf: FlaggedContactOf
  hash: KeyedHash
  siteAddress: string
}

/**
 * LET-2, LET-9 to LET-13: both channels are proved and the notice is agreed to. One transaction: the place is taken or nothing is.
 * Returns the adult who is linked; null where the office decides, and for an adult member.
 */
export async function finish(trx: Trx, finishing: Finishing): Promise<string | null> {
  const { school, registration, clock } = finishing
  const schoolId = school.id
  // An import that is being applied decides on these links too: one after the other.
  await holdJournal(trx, schoolId)
  await lockMember(trx, { schoolId, memberId: registration.memberId })
  const family = await findWhoseLetter(trx, schoolId, registration.memberId)
  if (registersForOneself(family.pupil)) return finishForOneself(trx, finishing, family)
  const registrant = knownOrRegistrant(finishing)
  const values = [registrant.email, registrant.mobile]
  const known = finishing.known ? [finishing.known] : await findAdultsWithDetails(trx, { schoolId, values })
  const verdict = whoRegisters({
    registrant: { nameKey: foldName(registrant.forename, registrant.surname), ...registrant },
    known: finishing.known?.id ?? null,
    // What somebody ended themself they may take up again; what the school ended, the office decides on.
    links: family.links
      .filter(({ endReason, restricted }) => restricted || endReason !== removedByThePerson)
      // Where one may be restricted and another held, who restricts decides (LET-13).
      .toSorted((one, other) => Number(other.restricted) - Number(one.restricted))
      .map(({ id, adult, origin, state, restricted }) => ({
        ...factsOf(adult),
        linkId: id,
        origin,
        state: !restricted && (state === 'ended' || state === 'current') ? state : 'held',
      })),
    elsewhere: await elsewhereOf(trx, schoolId, { known, family }),
  })
  const takesPlace = verdict.act !== 'again' && verdict.act !== 'ask office'
  await refuseWithoutPlace(trx, finishing, { family, takesPlace })
  const done = { schoolId, id: registration.id, at: clock.now() }
  if (verdict.act === 'ask office') {
    const { adultId: claimedAdultId, why } = verdict
    await takeCode(trx, finishing, null)
    await raiseToDecide(trx, finishing, { family, adultId: claimedAdultId })
    await setWithTheOffice(trx, {
      ...done,
      claimedAdultId,
      why,
      wish: finishing.wish,
      choices: finishing.choices ?? null,
    })
    return null
  }
  const { adultId, linkId } = finishing.known
    ? await linkKnown(trx, finishing, { family, verdict, adult: finishing.known })
    : await registerSomebody(trx, finishing, { family, verdict, registrant })
  await takeCode(trx, finishing, adultId)
  for (const alike of verdict.alike) await raiseAlike(trx, finishing, { family, adultId, alike })
  await setFinished(trx, { ...done, adultId, linkId })
  return adultId
}

type Verdict = Exclude<RegistrantVerdict, { act: 'ask office' }>

async function registerSomebody(
  trx: Trx,
  finishing: Finishing,
  { family, verdict, registrant }: { family: Family; verdict: Verdict; registrant: Registrant },
): Promise<{ adultId: string; linkId: string }> {
  const { school, registration, clock } = finishing
  const registered = await registerAdult(trx, {
    schoolId: school.id,
    pupilId: family.pupil.id,
    registrant,
    as: verdict.act === 'again' ? { ...verdict, act: 'claim' } : verdict,
    prime: isPrime(family, { ...registration, linkId: linkOf(verdict) }),
    clock,
  })
  const quietly = !(await openUnlessFlagged(trx, { ...finishing, pupilId: family.pupil.id, linkId: registered.linkId }))
  await welcome(trx, { ...finishing, registrant, adultId: registered.adultId, quietly })
  return registered
}

/** Whether a link that was made now is open: the MIS may flag a court order of somebody who never came in (IMP-14). */
export async function openUnlessFlagged(
  trx: Trx,
  of: {
    school: School
    pupilId: string
    linkId: string
    /** Of whom a person decided that they are somebody else. */
    notSame?: string[]
    flaggedContactOf: FlaggedContactOf
    clock: Clock
  },
): Promise<boolean> {
  const schoolId = of.school.id
  await holdWhoIsFlagged(trx, { ...of, schoolId })
  const { links } = await findFamily(trx, schoolId, of.pupilId)
  return links.some(({ id, state }) => id === of.linkId && state === 'current')
}

/** LET-12: details, choices and opt-outs stay as they are. */
async function linkKnown(
  trx: Trx,
  { school, registration, flaggedContactOf, clock }: Finishing,
  { family, verdict, adult }: { family: Family; verdict: Verdict; adult: Adult },
): Promise<{ adultId: string; linkId: string }> {
  const actor = familyActor(adult)
  const linkId = await linkOwnChild(trx, {
    schoolId: school.id,
    adultId: adult.id,
    pupilId: family.pupil.id,
    relationship: registration.relationship ?? '',
    prime: isPrime(family, { ...registration, linkId: linkOf(verdict) }),
    linkId: linkOf(verdict),
    actor,
    clock,
  })
  await holdWhoIsFlagged(trx, { schoolId: school.id, pupilId: family.pupil.id, linkId, flaggedContactOf, clock })
  return { adultId: adult.id, linkId }
}

/** LET-1: an adult member registered their own email and mobile; nobody is linked. */
async function finishForOneself(trx: Trx, finishing: Finishing, family: Family): Promise<null> {
  const { school, registration, clock } = finishing
  const { relationship: _, ...person } = registrantOf(registration)
  await refuseWithoutPlace(trx, finishing, { family, takesPlace: false })
  await takeCode(trx, finishing, null)
  const { id: memberId } = family.pupil
  await registerMember(trx, { schoolId: school.id, memberId, ...person, clock })
  const done = { schoolId: school.id, id: registration.id, at: clock.now() }
  await setFinished(trx, { ...done, adultId: null, linkId: null })
  return null
}

type Typed = Pick<RegistrationRow, 'forename' | 'surname' | 'relationship' | 'email' | 'mobile'>

export function registrantOf({ forename, surname, relationship, email, mobile }: Typed): Registrant {
  if (!forename || !surname || !relationship || !email || !mobile) throw new Error('a proved registration is described')
  return { forename, surname, relationship, email, mobile }
}

/** Of somebody who is known nothing is taken but the relationship: a channel they opted out of is not on record. */
function knownOrRegistrant({ registration, known }: Finishing): Registrant {
  if (!known) return registrantOf(registration)
  const { forename, surname } = known
  const { relationship, email, mobile } = registration
  return { forename, surname, relationship: relationship ?? '', email: email ?? '', mobile: mobile ?? '' }
}

const factsOf = (adult: Adult) => ({
  adultId: adult.id,
  nameKey: foldName(adult.forename, adult.surname),
  values: adult.contactPoints.map(({ value }) => value),
})

/** Adults with one of the channels who stand at other pupils only; held for one pupil is held here too. */
const isShut = ({ state, restricted }: { state: string; restricted: boolean }) => restricted || state.startsWith('held')

async function elsewhereOf(
  trx: Trx,
  schoolId: string,
  { known, family }: { known: Adult[]; family: Family },
): Promise<ElsewhereFacts[]> {
  const here = new Set(family.links.filter(({ endedOn }) => endedOn === null).map(({ adultId }) => adultId))
  const facts: ElsewhereFacts[] = []
  for (const adult of known.filter(({ id }) => !here.has(id))) {
    const children = await loadChildren(trx, { schoolId, adultId: adult.id })
    facts.push({ ...factsOf(adult), held: children.some(isShut) })
  }
  return facts
}

/** What may have changed since the code was typed: another adult took the last place, the letter ended, the pupil left. */
async function refuseWithoutPlace(
  trx: Trx,
  { school, registration, clock }: Finishing,
  { family, takesPlace }: { family: Family; takesPlace: boolean },
): Promise<void> {
  const letter = await lockLetterIfAny(trx, { schoolId: school.id, letterId: registration.letterId })
  const refuse = (why: Exclude<CodeVerdict, 'right' | 'wrong'>) => {
    throw new Refusal(`registration.${why}`, `${sayVerdict(why, school.settings.helpContact)} Nothing was saved.`)
  }
  if (family.pupil.status === 'leaver') refuse('left')
  if (!letter || letter.state === 'killed' || letter.expiresAt <= clock.now()) refuse('expired')
  const registered = family.links.filter(({ origin, endedOn }) => origin === 'web' && endedOn === null).length
  if (takesPlace && placesLeft({ limit: school.settings.letterPlaces, registered }) === 0) refuse('full')
}

async function takeCode(trx: Trx, { school, registration, clock }: Finishing, adultId: string | null): Promise<void> {
  const { letterId, place } = registration
  if (await useCode(trx, { schoolId: school.id, letterId, place, adultId, at: clock.now() })) return
  throw new Refusal('registration.used', `${sayVerdict('used', school.settings.helpContact)} Nothing was saved.`)
}

function linkOf(verdict: RegistrantVerdict): string | null {
  return 'linkId' in verdict ? verdict.linkId : null
}

/** LET-10; whoever is prime stays it, and one who is restricted closes nobody else out (VIS-3). `linkId` is the link that is claimed. */
export function isPrime({ links }: Family, of: { linkId: string | null; mainContact: boolean }): boolean {
  const standing = links.filter(({ endedOn }) => endedOn === null)
  const isPrimeAlready = standing.some(({ id, prime }) => prime && id === of.linkId)
  const hasPrime = standing.some(isPrimeNow)
  return isPrimeAlready || becomesPrime({ hasPrime, saysMainContact: of.mainContact })
}

/** LET-13: a person decides; what was typed and what is held stand side by side on the page of the claim. */
async function raiseToDecide(
  trx: Trx,
  { school, registration, clock }: Finishing,
  { family, adultId }: { family: Family; adultId: string },
): Promise<void> {
  await raiseIssue(trx, {
    schoolId: school.id,
    key: keyOfClaim(registration.id),
    kind: 'registration to decide',
    pupilId: family.pupil.id,
    adultId,
    detail: `Somebody registered for ${family.pupil.forename} with a letter, and waits for the office to decide.`,
    clock,
  })
}

export const keyOfClaim = (registrationId: string): string => `registration|${registrationId}`

async function raiseAlike(
  trx: Trx,
  { school, clock }: Finishing,
  { family, adultId, alike }: { family: Family; adultId: string; alike: string },
): Promise<void> {
  const other = family.links.find((link) => link.adultId === alike)?.adult
  if (!other) return
  await raiseIssue(trx, {
    schoolId: school.id,
    key: keyOfAlike({ registered: adultId, held: alike }),
    kind: 'registered beside somebody alike',
    pupilId: family.pupil.id,
    adultId,
    detail: `${other.forename} ${other.surname} was linked already, and shares the name or a detail.`,
    clock,
  })
}

const keyOfAlike = (of: { registered: string; held: string }): string => `alike|${of.registered}|${of.held}`
