import type { Db, Trx } from '../../platform/db/index.ts'
import { findAccountOfAdultIfAny, hasProved, isCleared, openForAdult } from '../accounts/index.ts'
import { type Adult, findAdult } from '../people/index.ts'
import type { School } from '../schools/index.ts'
import { letterByIdIfAny } from './letters.store.ts'
import { listOwnDetails, OwnLinkOver } from './own-details.ts'
import { readOwnLink } from './own-link.ts'
import { type Holding, withRegistration } from './registering.ts'
import type { RegistrationRow } from './registrations.store.ts'

export type KeepingOutcome =
  /** The token of the opening: for the cookie of this browser. */
  | { outcome: 'opened'; token: string }
  | { outcome: 'has a sign-in' }
  /** They chose to be written to nowhere, so there is nothing to sign in by. */
  | { outcome: 'nothing to sign in by' }

type Who = { school: School; adult: Adult; mayReplace: boolean }

/**
 * LET-9, S-16: who has just registered may set a way to sign in, because email and mobile were proved a minute ago. Where the adult has
 * one already, it is replaced only if both are proved channels of it, the letter was printed for this adult alone, or an administrator
 * took every way into it away: the office's way back in for who lost theirs.
 */
export async function openSignInAfterRegistering(db: Db, holding: Holding): Promise<KeepingOutcome> {
  const who = await withRegistration(db, holding, async (trx, { school, registration }) => {
    if (registration.state !== 'registered' || !registration.adultId) return null
    const adult = await findAdult(trx, school.id, registration.adultId)
    return { school, adult, mayReplace: await mayReplace(trx, { school, adult, registration }) }
  })
  return who ? open(db, { ...holding, ...who, kind: 'registered' }) : { outcome: 'nothing to sign in by' }
}

/** The same from the signed link to one's own details: both channels are proved anew first. Never replaces a sign-in. */
export async function openSignInFromOwnLink(db: Db, holding: Holding): Promise<KeepingOutcome> {
  const [own] = await listOwnDetails(db, { adults: [readOwnLink(holding)] })
  if (!own) throw new OwnLinkOver()
  const { school, adult } = own
  const { email, mobile } = channelsOf(adult)
  if (!email || !mobile) return { outcome: 'nothing to sign in by' }
  return open(db, { ...holding, school, adult, mayReplace: false, kind: 'own link' })
}

async function open(db: Db, opening: Holding & Who & { kind: 'registered' | 'own link' }): Promise<KeepingOutcome> {
  const { school, adult, language = 'en' } = opening
  const { email, mobile } = channelsOf(adult)
  if (!email && !mobile) return { outcome: 'nothing to sign in by' }
  const of = { schoolId: school.id, adultId: adult.id }
  const accountId = await db.inSchool(school.id, (trx) => findAccountOfAdultIfAny(trx, of))
  if (accountId && !opening.mayReplace) return { outcome: 'has a sign-in' }
  const name = `${adult.forename} ${adult.surname}`
  const token = await openForAdult(db, { ...opening, adultId: adult.id, name, email, mobile, accountId, language })
  return { outcome: 'opened', token }
}

async function mayReplace(
  trx: Trx,
  { school, adult, registration }: { school: School; adult: Adult; registration: RegistrationRow },
): Promise<boolean> {
  const letter = await letterByIdIfAny(trx, school.id, registration.letterId)
  if (letter?.kind === 'single-adult' && letter.addresseeAdultId === adult.id) return true
  const accountId = await findAccountOfAdultIfAny(trx, { schoolId: school.id, adultId: adult.id })
  if (accountId !== null && (await isCleared(trx, accountId))) return true
  const { email, mobile } = channelsOf(adult)
  return (
    accountId !== null && email !== null && mobile !== null && hasProved(trx, { accountId, values: [email, mobile] })
  )
}

/** What the person proved and still wants to be written to. */
function channelsOf({ contactPoints }: Adult): { email: string | null; mobile: string | null } {
  const proved = contactPoints.filter(({ provedAt, usable }) => provedAt !== null && usable)
  return {
    email: proved.find(({ kind }) => kind === 'email')?.value ?? null,
    mobile: proved.find(({ smsCapable }) => smsCapable)?.value ?? null,
  }
}
