import { randomBytes } from 'node:crypto'
import type { Clock } from '../../platform/clock/index.ts'
import { isSameSecret, type KeyedHash } from '../../platform/crypto/index.ts'
import type { Db, Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { isId, newId } from '../../platform/ids/index.ts'
import {
  type FlaggedContactOf,
  type ForgetContactPoints,
  issuesAmong,
  loadChildren,
  type Member,
} from '../people/index.ts'
import type { ChosenLanguage } from '../preferences/index.ts'
import { findSchoolById, type School } from '../schools/index.ts'
import type { OpenedLetter } from './checking.ts'
import { finish } from './finishing.ts'
import { ownSendingsAmong } from './own.store.ts'
import { proveOne, sendCodes } from './proofs.ts'
import {
  forgetUnfinished,
  insertRegistration,
  lockRegistrationIfAny,
  proofsAmong,
  type RegistrationRow,
  setApart,
  setDescription,
  setLanguage,
} from './registrations.store.ts'
import { type DescriptionErrors, readDescription, type TypedDescription } from './rules/read-description.ts'
import type { FirstChoices, Wish } from './rules/what-to-receive.ts'
import { asksWhoItIs } from './who-signs-in.ts'
import { findWhoseLetter, registersForOneself } from './whose-letter.ts'

const lifeSeconds = 3600

/** A registration on its way, as its pages show it. */
export type OpenRegistration = {
  school: School
  pupil: Member
  registration: RegistrationRow
  /** LET-11: first they say whether they are who signs in by this email or mobile. */
  asksWho: boolean
}

/** `language` is the one in which the way is walked now: what is sent is in it. */
export type Holding = { token: string; hash: KeyedHash; clock: Clock; language?: ChosenLanguage }

/** The code was right: from now on this browser goes on, for an hour. Returns the token for its cookie. */
export async function beginRegistration(
  db: Db,
  begin: { letter: OpenedLetter; hash: KeyedHash; clock: Clock },
): Promise<string> {
  const { letter, hash, clock } = begin
  const { schoolId, letterId, place, memberId } = letter
  const id = newId()
  const secret = randomBytes(24).toString('base64url')
  const at = clock.now()
  const begun = { schoolId, letterId, place, memberId, at, expiresAt: new Date(at.getTime() + lifeSeconds * 1000) }
  const tokenHash = hash(secret, `registration ${id}`)
  await db.inSchool(schoolId, async (trx) => {
    await forgetUnfinished(trx, { schoolId, now: at })
    await insertRegistration(trx, { ...begun, id, tokenHash })
  })
  return `${schoolId}.${id}.${secret}`
}

/** The registration of this browser. Refuses where there is none, or it was left for too long. */
export function findRegistration(db: Db, holding: Holding): Promise<OpenRegistration> {
  return withRegistration(db, holding, async (_trx, open) => open)
}

export type Describing = TypedDescription & { mainContact: boolean }

/** LET-9: who this is. Sends a code to each channel that is not proved. Answers what cannot be used, by field, or null. */
export function describeYourself(
  db: Db,
  describing: Holding & { typed: Describing },
): Promise<DescriptionErrors | null> {
  const { typed, hash, clock } = describing
  return withRegistration(db, describing, async (trx, { school, pupil, registration }) => {
    refuseFinished(registration)
    const isOwn = registersForOneself(pupil)
    const { description, errors } = readDescription(isOwn ? { ...typed, ...namedAs(pupil) } : typed)
    if (errors) return errors
    const mainContact = typed.mainContact && !isOwn
    const of = { schoolId: school.id, id: registration.id }
    await setDescription(trx, { ...of, ...description, mainContact })
    const described = await lockRegistrationIfAny(trx, of)
    if (described) await sendCodes(trx, { school, hash, clock, registration: described })
    return null
  })
}

/** The school knows who its staff are: they say only how to reach them. */
function namedAs({ forename, surname, role }: Member) {
  return { forename, surname, relationship: role }
}

/** Fresh codes to what is not proved; the earlier ones work no more. */
export function sendCodesAgain(db: Db, holding: Holding): Promise<void> {
  return withRegistration(db, holding, async (trx, { school, registration }) => {
    refuseFinished(registration)
    if (registration.state === 'begun') throw new RegistrationOver()
    await sendCodes(trx, { school, hash: holding.hash, clock: holding.clock, registration })
  })
}

/** LET-11: "I am somebody else who shares this mailbox or phone": the registration goes on by itself, and nothing is merged. */
export function goOnApart(db: Db, holding: Holding): Promise<void> {
  return withRegistration(db, holding, (trx, { school, registration }) =>
    setApart(trx, { schoolId: school.id, id: registration.id }),
  )
}

/** LET-9: both channels are proved by the codes that went there. Answers which are. */
export function proveChannels(
  db: Db,
  proving: Holding & { emailCode: string; mobileCode: string },
): Promise<{ email: boolean; mobile: boolean }> {
  const { hash, clock } = proving
  return withRegistration(db, proving, async (trx, { school, registration }) => {
    refuseFinished(registration)
    const by = { school, hash, clock, registration }
    return {
      email: await proveOne(trx, { ...by, channel: 'email', code: proving.emailCode }),
      mobile: await proveOne(trx, { ...by, channel: 'sms', code: proving.mobileCode }),
    }
  })
}

/**
 * LET-9 to LET-13: the last step; `forget` erases what the person does not want from what the MIS said too; `flaggedContactOf` knows of whom it
 * flags a court order. Safe to repeat: what is done
 * stays done. Refuses where the place has gone meanwhile.
 */
export function agreeAndFinish(
  db: Db,
  holding: Holding & {
    wish: Wish
    choices?: FirstChoices
    forget: ForgetContactPoints
    flaggedContactOf: FlaggedContactOf
    siteAddress: string
  },
): Promise<void> {
  const { token: _, ...rest } = holding
  return withRegistration(db, holding, async (trx, { school, registration, asksWho }) => {
    if (isFinished(registration)) return
    if (registration.state !== 'proved' || asksWho) throw new RegistrationOver()
    await finish(trx, { ...rest, school, registration })
  })
}

/**
 * DLV-2: codes of registrations, and of people about their own details, among these rows: those that must not go any more, and which
 * rows are ours at all.
 */
export async function proofsThatMustNotGo(
  db: Db,
  question: { schoolId: string; rows: readonly { id: string; messageId: string }[]; clock: Clock },
): Promise<{ ours: Set<string>; refused: Map<string, { reason: string }> }> {
  const { schoolId, rows, clock } = question
  const ids = [...new Set(rows.map(({ messageId }) => messageId))]
  const proofs = await db.inSchool(schoolId, async (trx) => {
    const asked = { schoolId, ids, now: clock.now() }
    const alerts = await issuesAmong(trx, { schoolId, ids, kind: 'guessing at letters' })
    const sendings = [...(await proofsAmong(trx, asked)), ...(await ownSendingsAmong(trx, asked))]
    const linked = await linkedNow(trx, { schoolId, adultIds: sendings.flatMap(({ adultId }) => adultId ?? []) })
    const mayGo = sendings.map(
      ({ id, open, adultId }) => [id, open && (adultId === null || linked.has(adultId))] as const,
    )
    return new Map([...mayGo, ...alerts])
  })
  const ours = rows.filter(({ messageId }) => proofs.has(messageId))
  const over = ours.filter(({ messageId }) => !proofs.get(messageId))
  return {
    ours: new Set(ours.map(({ id }) => id)),
    refused: new Map(over.map(({ id }) => [id, { reason: 'nobody waits for this code any more' }])),
  }
}

/** Those of these adults of whom a link is worth something: none that is held or restricted (IMP-14, VIS-3). */
async function linkedNow(trx: Trx, of: { schoolId: string; adultIds: string[] }): Promise<Set<string>> {
  const linked = new Set<string>()
  for (const adultId of new Set(of.adultIds))
    if ((await loadChildren(trx, { schoolId: of.schoolId, adultId })).some(({ state }) => state === 'current'))
      linked.add(adultId)
  return linked
}

export class RegistrationOver extends Refusal {
  constructor() {
    super(
      'registration.over',
      'This registration was open for too long. Nothing was saved. Type the reference and the code of your letter again.',
    )
  }
}

export async function withRegistration<T>(
  db: Db,
  { token, hash, clock, language }: Holding,
  work: (trx: Trx, open: OpenRegistration) => Promise<T>,
): Promise<T> {
  const [schoolId = '', id = '', secret = ''] = token.split('.')
  if (![schoolId, id].every(isId)) throw new RegistrationOver()
  const school = await findSchoolById(db, schoolId)
  return db.inSchool(schoolId, async (trx) => {
    const registration = await lockRegistrationIfAny(trx, { schoolId, id })
    const isHeld = registration && isSameSecret(hash(secret, `registration ${id}`), registration.tokenHash)
    if (!isHeld || registration.expiresAt <= clock.now()) throw new RegistrationOver()
    if (language && language !== registration.language && !isFinished(registration)) {
      await setLanguage(trx, { schoolId, id, language })
      registration.language = language
    }
    const { pupil } = await findWhoseLetter(trx, schoolId, registration.memberId)
    // Staff register for themselves and have no account with families in it to be taken for.
    const asksWho = !registersForOneself(pupil) && (await asksWhoItIs(trx, registration))
    return work(trx, { school, pupil, registration, asksWho })
  })
}

function isFinished({ state }: RegistrationRow): boolean {
  return state === 'registered' || state === 'with the office' || state === 'refused'
}

function refuseFinished(registration: RegistrationRow): void {
  if (isFinished(registration))
    throw new Refusal('registration.finished', 'You have registered already. Nothing was changed.')
}
