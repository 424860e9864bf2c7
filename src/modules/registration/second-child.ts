import type { Db, Trx } from '../../platform/db/index.ts'
import { joinAdultToAccount } from '../accounts/index.ts'
import {
  type Adult,
  channelOfPoint,
  type FlaggedContactOf,
  type ForgetContactPoints,
  findAdult,
  hasOptedOut,
} from '../people/index.ts'
import type { School } from '../schools/index.ts'
import { finish } from './finishing.ts'
import type { OwnAdult, OwnDetails } from './own-details.ts'
import { type Holding, type OpenRegistration, RegistrationOver, withRegistration } from './registering.ts'
import { setDescription } from './registrations.store.ts'
import { nameIfAny } from './rules/read-description.ts'
import { registersForOneself } from './whose-letter.ts'

/** Whose account adds a child: which adult they are at each school, and what is held of them where a link is current. */
export type Adding = Holding & { accountId: string; adults: readonly OwnAdult[]; own: readonly OwnDetails[] }

/** The name and the two proved channels that somebody brings along to a school where they are nobody yet. */
export type BroughtAlong = { forename: string; surname: string; email: string; mobile: string }

export type ChildToAdd = {
  school: School
  pupil: OpenRegistration['pupil']
  state: OpenRegistration['registration']['state']
  /** True when the school knows this person already: nothing but the link is new. */
  known: boolean
  /** What another school is given; null when nothing is, or when not everything needed was proved. */
  brings: BroughtAlong | null
  /** What this person is to another child of theirs, to begin with. */
  relationship: string
}

/** LET-12: the child of the letter whose code this browser typed. Refuses where there is none, or it was left for too long. */
export function findChildToAdd(db: Db, adding: Adding): Promise<ChildToAdd> {
  return withRegistration(db, adding, async (trx, { school, pupil, registration }) => {
    const known = await knownAdultIfAny(trx, school, adding)
    const brings = known ? null : broughtAlong(adding.own)
    const relationship = adding.own.flatMap(({ children }) => children)[0]?.link.relationship ?? ''
    return { school, pupil, state: registration.state, known: known !== null, brings, relationship }
  })
}

/**
 * LET-12, LA-4: links the signed-in person to the child of the letter. At a school that knows them nothing else changes; another school
 * gets what they proved elsewhere, from them, and is not told where. The same discreet refusals as for everybody (LET-2, LET-13).
 * `with the office` where a person of the school decides.
 */
export function addChild(
  db: Db,
  adding: Adding & {
    relationship: string
    mainContact: boolean
    forget: ForgetContactPoints
    flaggedContactOf: FlaggedContactOf
    siteAddress: string
  },
): Promise<'linked' | 'with the office' | 'no relationship'> {
  const { accountId, mainContact, clock } = adding
  return withRegistration(db, adding, async (trx, { school, pupil, registration }) => {
    // A letter of staff is no letter of a child: it is used on the pages for registering.
    if (registersForOneself(pupil)) throw new RegistrationOver()
    if (registration.state === 'registered') return 'linked'
    if (registration.state === 'with the office') return 'with the office'
    const relationship = nameIfAny(adding.relationship)
    if (relationship === null) return 'no relationship'
    const known = await knownAdultIfAny(trx, school, adding)
    const person = known ? detailsOf(known) : broughtAlong(adding.own)
    if (!person) throw new RegistrationOver()
    const of = { schoolId: school.id, id: registration.id }
    await setDescription(trx, { ...of, ...person, relationship, mainContact })
    const described = { ...registration, ...person, relationship, mainContact }
    const { hash, forget, flaggedContactOf, siteAddress } = adding
    const finishing = {
      school,
      registration: described,
      known,
      wish: 'both' as const,
      hash,
      forget,
      flaggedContactOf,
      siteAddress,
      clock,
    }
    const adultId = await finish(trx, finishing)
    if (adultId === null) return 'with the office'
    if (!known) await joinAdultToAccount(trx, { schoolId: school.id, adultId, accountId, clock })
    return 'linked'
  })
}

async function knownAdultIfAny(trx: Trx, school: School, { adults }: Adding): Promise<Adult | null> {
  const here = adults.find(({ schoolId }) => schoolId === school.id)
  return here ? findAdult(trx, school.id, here.adultId) : null
}

/** From the first school that has a proved email and a proved mobile of theirs. */
function broughtAlong(own: readonly OwnDetails[]): BroughtAlong | null {
  for (const { adult } of own) {
    const details = detailsOf(adult)
    if (details.email !== '' && details.mobile !== '') return details
  }
  return null
}

function detailsOf({ forename, surname, contactPoints, optOuts }: Adult): BroughtAlong {
  const proved = (channel: 'email' | 'sms') =>
    contactPoints.find((point) => {
      const isProved = channelOfPoint(point) === channel && point.usable && point.provedAt !== null
      return isProved && !hasOptedOut(optOuts, channel)
    })?.value ?? ''
  return { forename, surname, email: proved('email'), mobile: proved('sms') }
}
