import type { Clock } from '../../platform/clock/index.ts'
import type { KeyedHash, SecretBox } from '../../platform/crypto/index.ts'
import type { Db, Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { findSchoolById, type School } from '../schools/index.ts'
import { joinAdultToAccount } from './account-adults.ts'
import {
  accountById,
  insertAccount,
  isNameTaken,
  noSecrets,
  setCodesBy,
  setPassword,
  setTotp,
} from './accounts.store.ts'
import { forgetWays } from './administering.ts'
import { replaceCard } from './card-codes.store.ts'
import { journalAtEachSchool, pauseRecord } from './changing.ts'
import { insertChannel } from './channels.store.ts'
import { type Opening, setOpeningDone } from './openings.store.ts'
import { lockOpening } from './openings.ts'
import { insertPasskey } from './passkeys.store.ts'
import { type NewPasskey, readNewPasskey, type Site } from './passkeys.ts'
import { hashPassword } from './password.ts'
import { isProved } from './rules/is-proved.ts'
import { type PasswordProblem, problemOfPassword } from './rules/password-rule.ts'
import { codesOnCard, drawCardCode } from './rules/printed-code.ts'
import type { Proof } from './rules/session-life.ts'
import { chooseSignInName, type SignInName } from './rules/sign-in-name.ts'
import { matchTotpStepIfAny } from './rules/totp.ts'
import { appSecretOf, sealTotpSecret } from './sealed-totp.ts'
import { placeOfCardCode } from './second-factors.ts'
import { startSession } from './sessions.ts'
import { schoolToWriteFrom, tellOfChange } from './telling.ts'

/** What stands beside the password. */
export const secondSteps = ['app', 'email', 'text', 'card', 'none'] as const
export type SecondStep = (typeof secondSteps)[number]

export type NewWay =
  /** `appCode`: the six digits that the app shows for the secret of the page; only where the app is chosen. */
  | { way: 'password'; password: string; second: SecondStep; appCode: string }
  | { way: 'passkey'; response: string; passkeyName: string; site: Site }

export type SettingOutcome =
  /** `card`: the codes of the new card, this one time; empty where none was chosen. */
  | { outcome: 'done'; token: string; accountId: string; card: string[] }
  /** What needs another look; nothing was changed. */
  | { outcome: 'wrong'; password: PasswordProblem | null; appCode: boolean }

type Setting = {
  token: string
  browser: string
  language: string
  secretBox: SecretBox
  hash: KeyedHash
  clock: Clock
}

/**
 * SEC-1, S-10, S-16: sets the way to sign in that was opened and proved, and signs the person in. A new account signs in by the email,
 * or by the mobile where the mailbox is another person's name (S-12). An account that is recovered loses every earlier way and session,
 * is told on every proved channel, and its record stays shut for a day.
 */
export async function setSignIn(db: Db, setting: Setting & { way: NewWay }): Promise<SettingOutcome> {
  const { way, clock } = setting
  const seen = await db.inInstance((trx) => lockOpening(trx, setting))
  const { wrong, step } = look(setting, seen)
  if (wrong) return wrong
  const secrets =
    way.way === 'password'
      ? { passwordHash: await hashPassword(way.password), passkey: null }
      : { passwordHash: null, passkey: await readNewPasskey(db, { ...way, name: way.passkeyName, clock }) }
  const school = await schoolOf(db, seen)
  const done = await db.inSchool(school.id, async (trx) => {
    const opening = await lockOpening(trx, setting)
    if (!isProved(opening)) throw new Refusal('opening.unproved', 'Please type the codes first. Nothing was changed.')
    const accountId = opening.accountId ?? (await makeAccount(trx, { opening, school, clock }))
    if (opening.accountId) await forgetWays(trx, accountId)
    await keepChannels(trx, { opening, accountId })
    await keepWay(trx, { ...setting, accountId, step, ...secrets })
    const card = way.way === 'password' && way.second === 'card' ? await keepCard(trx, { ...setting, accountId }) : []
    if (opening.accountId) {
      await pauseRecord(trx, { accountId, clock })
      await tellOfChange(trx, { ...setting, school, accountId, change: 'recovered' })
    }
    await setOpeningDone(trx, { id: opening.id, at: clock.now() })
    const token = await startSession(trx, { ...setting, accountId, stage: 'signed in', proof: proofOf(way) })
    return { accountId, token, card }
  })
  await journal(db, { accountId: done.accountId, isNew: seen.accountId === null, clock })
  return { outcome: 'done', ...done }
}

/** What is wrong with a chosen password, or with the code of a chosen app; `step` is the one of a right code. */
function look({ way, token, clock }: Setting & { way: NewWay }, { name, email }: Opening) {
  if (way.way === 'passkey') return { wrong: null, step: null }
  const password = problemOfPassword(way.password, { email, name, alone: way.second === 'none' })
  const needsApp = way.second === 'app'
  const step = needsApp ? matchTotpStepIfAny(appSecretOf(token), way.appCode, { now: clock.now(), lastStep: 0 }) : null
  const appCode = needsApp && step === null
  return { wrong: password || appCode ? { outcome: 'wrong' as const, password, appCode } : null, step }
}

async function schoolOf(db: Db, { schoolId, accountId }: Opening): Promise<School> {
  const school = schoolId ? await findSchoolById(db, schoolId) : accountId && (await schoolToWriteFrom(db, accountId))
  if (school) return school
  throw new Refusal('opening.over', 'This cannot be used any more. Please ask the school office for a new letter.')
}

async function makeAccount(
  trx: Trx,
  { opening, school, clock }: { opening: Opening; school: School; clock: Clock },
): Promise<string> {
  const { adultId, name } = opening
  const signInName = await freeName(trx, opening)
  if (!adultId || !signInName) {
    throw new Refusal(
      'account.names-taken',
      'Your email and your mobile number both belong to sign-ins of other people. Nothing was changed. Please ask the school office.',
    )
  }
  const { id } = opening
  const names = { email: null, mobile: null, [signInName.kind]: signInName.value }
  await insertAccount(trx, { ...noSecrets, ...names, id, name, createdAt: clock.now() })
  await joinAdultToAccount(trx, { schoolId: school.id, adultId, accountId: id, clock })
  return id
}

/**
 * The name by which the person will sign in: the account's own, or the one that a new account gets; null where both are names of
 * others.
 */
export function findNameToBe(db: Db, opening: Opening): Promise<string | null> {
  return db.inInstance(async (trx) => {
    const account = opening.accountId ? await accountById(trx, opening.accountId) : null
    return account ? (account.email ?? account.mobile) : ((await freeName(trx, opening))?.value ?? null)
  })
}

/** The name that a new account would get; null where both channels are names of others. */
async function freeName(
  trx: Trx,
  { email, mobile }: { email: string | null; mobile: string | null },
): Promise<SignInName | null> {
  const isTaken = async (kind: 'email' | 'mobile', value: string | null) =>
    value !== null && (await isNameTaken(trx, { kind, value }, { butFor: null }))
  return chooseSignInName(
    { email, mobile },
    { email: await isTaken('email', email), mobile: await isTaken('mobile', mobile) },
  )
}

async function keepChannels(trx: Trx, { opening, accountId }: { opening: Opening; accountId: string }): Promise<void> {
  const { email, emailProvedAt, mobile, mobileProvedAt } = opening
  if (email && emailProvedAt)
    await insertChannel(trx, { accountId, kind: 'email', value: email, provedAt: emailProvedAt })
  if (mobile && mobileProvedAt)
    await insertChannel(trx, { accountId, kind: 'mobile', value: mobile, provedAt: mobileProvedAt })
}

async function keepWay(
  trx: Trx,
  kept: Setting & {
    accountId: string
    way: NewWay
    step: number | null
    passwordHash: string | null
    passkey: NewPasskey | null
  },
): Promise<void> {
  const { accountId, way, passkey, step } = kept
  await setPassword(trx, { id: accountId, passwordHash: kept.passwordHash })
  if (passkey) await insertPasskey(trx, { ...passkey, accountId })
  if (way.way === 'password')
    await setCodesBy(trx, { id: accountId, emailedCodes: way.second === 'email', textedCodes: way.second === 'text' })
  if (step !== null) {
    const totpSecret = sealTotpSecret(kept.secretBox, { accountId, secret: appSecretOf(kept.token) })
    await setTotp(trx, { id: accountId, totpSecret, totpLastStep: step })
  }
}

/** S-11: ten codes that work once each; the one time that they are seen. */
export async function keepCard(
  trx: Trx,
  { accountId, hash }: { accountId: string; hash: KeyedHash },
): Promise<string[]> {
  const codes = Array.from({ length: codesOnCard }, drawCardCode)
  await replaceCard(trx, { accountId, codeHashes: codes.map((code) => hash(code, placeOfCardCode(accountId))) })
  return codes
}

/** The channel to which codes go was proved a minute ago, so it counts beside the new password. */
function proofOf(way: NewWay): Proof {
  if (way.way === 'passkey' || way.second === 'app') return 'device'
  return way.second === 'email' || way.second === 'text' ? 'two factors' : 'one factor'
}

async function journal(
  db: Db,
  { accountId, isNew, clock }: { accountId: string; isNew: boolean; clock: Clock },
): Promise<void> {
  const account = await db.inInstance((trx) => accountById(trx, accountId))
  if (account)
    await journalAtEachSchool(db, { accountId, account, act: isNew ? 'account.made' : 'account.recovered', clock })
}
