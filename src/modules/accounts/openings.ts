import type { Clock } from '../../platform/clock/index.ts'
import { isSameSecret, type KeyedHash } from '../../platform/crypto/index.ts'
import type { Db, Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { newId } from '../../platform/ids/index.ts'
import { findSchoolById, type School } from '../schools/index.ts'
import { accountById, accountByName } from './accounts.store.ts'
import { channelsOf } from './channels.store.ts'
import {
  countOpenings,
  deleteOpeningsBefore,
  insertOpening,
  lockOpeningIfAny,
  type Opening,
  setOpeningProved,
} from './openings.store.ts'
import { schoolIdsOf } from './roles.store.ts'
import { isProved, type Proved } from './rules/is-proved.ts'
import { readPrintedCode } from './rules/printed-code.ts'
import { readSignInName } from './rules/sign-in-name.ts'
import { placeOfRecoveryCode } from './second-factors.ts'
import { isSentCode, schoolToWriteFrom, sendCode } from './telling.ts'
import { hashToken, newToken } from './tokens.ts'
import { chargeTry, keyOfTries } from './tries.ts'

const lifeMinutes = 60
/** So many starts of a recovery within an hour send codes; later ones only look the same. */
const mostAnHour = 3

type Opened = { token: string; hash: KeyedHash; clock: Clock }

/** Who just registered, or comes from a signed link, sets a way to sign in (S-12: each adult their own). */
export async function openForAdult(
  db: Db,
  opening: {
    kind: 'registered' | 'own link'
    school: School
    adultId: string
    name: string
    email: string | null
    mobile: string | null
    /** The account that this replaces, where the rules of recovery allow it. */
    accountId: string | null
    language: string
    hash: KeyedHash
    clock: Clock
  },
): Promise<string> {
  const { kind, school, clock, email, mobile } = opening
  const at = clock.now()
  const token = newToken()
  const isDone = kind === 'registered'
  const row: Opening = {
    ...emptyOpening(token, at),
    kind,
    accountId: opening.accountId,
    schoolId: school.id,
    adultId: opening.adultId,
    name: opening.name,
    email,
    mobile,
    emailProvedAt: isDone && email ? at : null,
    mobileProvedAt: isDone && mobile ? at : null,
  }
  await db.inSchool(school.id, async (trx) => {
    await deleteOpeningsBefore(trx, new Date(at.getTime() - 86_400_000))
    await insertOpening(trx, row)
    if (!isDone) await sendCodes(trx, { ...opening, opening: row })
  })
  return token
}

/**
 * S-16: begins to recover an account: codes go to its email and its mobile. An unknown name, staff (whom an administrator invites
 * anew), and who asked several times within the hour get the same answer, and nothing is sent. The caller gives every answer the
 * same time.
 */
export async function openRecovery(
  db: Db,
  recovering: { name: string; language: string; hash: KeyedHash; clock: Clock },
): Promise<string> {
  const { clock } = recovering
  const at = clock.now()
  const token = newToken()
  const opening = await db.inInstance(async (trx) => {
    const account = await accountByName(trx, readSignInName(recovering.name))
    const isStaff = account ? (await schoolIdsOf(trx, account.id)).length > 0 : false
    const channels = account ? await channelsOf(trx, account.id) : []
    const newest = (kind: 'email' | 'mobile') => channels.find((channel) => channel.kind === kind)?.value ?? null
    const known = account && !isStaff ? account : null
    const row: Opening = {
      ...emptyOpening(token, at),
      kind: 'recovery',
      accountId: known?.id ?? null,
      name: known?.name ?? '',
      email: known && newest('email'),
      mobile: known && newest('mobile'),
    }
    const since = new Date(at.getTime() - 3_600_000)
    const isTooMany = known !== null && (await countOpenings(trx, { accountId: known.id, since })) >= mostAnHour
    await deleteOpeningsBefore(trx, new Date(at.getTime() - 86_400_000))
    await insertOpening(trx, row)
    return isTooMany ? null : row
  })
  const school = opening?.accountId ? await schoolToWriteFrom(db, opening.accountId) : null
  if (opening && school) await db.inSchool(school.id, (trx) => sendCodes(trx, { ...recovering, school, opening }))
  return token
}

function emptyOpening(token: string, at: Date): Opening {
  return {
    id: newId(),
    tokenHash: hashToken(token),
    kind: 'recovery',
    accountId: null,
    schoolId: null,
    adultId: null,
    name: '',
    email: null,
    mobile: null,
    emailProvedAt: null,
    mobileProvedAt: null,
    savedCodeAt: null,
    createdAt: at,
    expiresAt: new Date(at.getTime() + lifeMinutes * 60_000),
    doneAt: null,
  }
}

async function sendCodes(
  trx: Trx,
  sending: { school: School; opening: Opening; language: string; hash: KeyedHash; clock: Clock },
): Promise<void> {
  const { id, email, mobile, emailProvedAt, mobileProvedAt } = sending.opening
  const places = [
    ...(email && !emailProvedAt ? [{ channel: 'email' as const, address: email }] : []),
    ...(mobile && !mobileProvedAt ? [{ channel: 'sms' as const, address: mobile }] : []),
  ]
  for (const to of places) await sendCode(trx, { ...sending, aboutId: id, to })
}

/** The opening of this browser, as its pages show it. Refuses where there is none, it is used, or it is too old. */
export function findOpening(db: Db, opened: Omit<Opened, 'hash'>): Promise<Opening> {
  return db.inInstance((trx) => lockOpening(trx, opened))
}

export async function lockOpening(trx: Trx, { token, clock }: Omit<Opened, 'hash'>): Promise<Opening> {
  const opening = await lockOpeningIfAny(trx, hashToken(token))
  if (!opening || opening.doneAt !== null || opening.expiresAt <= clock.now()) throw new OpeningOver()
  return opening
}

/** Fresh codes to what is not proved; the earlier ones work no more. Says the same whether anything is sent. */
export async function sendOpeningCodes(db: Db, opened: Opened & { language: string }): Promise<void> {
  const opening = await findOpening(db, opened)
  const school = opening.schoolId
    ? await findSchoolById(db, opening.schoolId)
    : opening.accountId && (await schoolToWriteFrom(db, opening.accountId))
  if (school) await db.inSchool(school.id, (trx) => sendCodes(trx, { ...opened, school, opening }))
}

export type TypedProofs = { emailCode: string; mobileCode: string; savedCode: string }
export type ProofOutcome =
  | { outcome: 'proved' }
  | { outcome: 'wrong'; proved: Proved }
  | { outcome: 'wait'; seconds: number }

/**
 * S-16: a saved recovery code, or the codes that went to two proved channels. Wrong tries are slowed down like those at sign-in
 * (SEC-3).
 */
export async function proveOpening(db: Db, opened: Opened & { typed: TypedProofs }): Promise<ProofOutcome> {
  const { clock, typed } = opened
  const { id } = await findOpening(db, opened)
  const seconds = await chargeTry(db, { key: keyOfTries(['opening', id, null]), clock })
  if (seconds > 0) return { outcome: 'wait', seconds }
  return db.inInstance(async (trx) => {
    const before = await lockOpening(trx, opened)
    const at = clock.now()
    for (const [channel, code, what] of [
      ['email', typed.emailCode, 'email_proved_at'],
      ['sms', typed.mobileCode, 'mobile_proved_at'],
    ] as const) {
      if (await isSentCode(trx, { ...opened, aboutId: id, channel, code }))
        await setOpeningProved(trx, { id, what, at })
    }
    if (await isSavedCode(trx, { ...opened, opening: before }))
      await setOpeningProved(trx, { id, what: 'saved_code_at', at })
    const proved = await lockOpening(trx, opened)
    return isProved(proved) ? { outcome: 'proved' } : { outcome: 'wrong', proved }
  })
}

async function isSavedCode(
  trx: Trx,
  { opening: { kind, accountId }, typed, hash }: { opening: Opening; typed: TypedProofs; hash: KeyedHash },
): Promise<boolean> {
  const code = readPrintedCode(typed.savedCode)
  const account = kind === 'recovery' && accountId ? await accountById(trx, accountId) : null
  if (code === null || !account?.recoveryHash) return false
  return isSameSecret(hash(code, placeOfRecoveryCode(account.id)), account.recoveryHash)
}

class OpeningOver extends Refusal {
  constructor() {
    super('opening.over', 'This was open for too long, or is done already. Please start again.')
  }
}
