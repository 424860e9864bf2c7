import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../../platform/clock/index.ts'
import type { KeyedHash, SecretBox } from '../../platform/crypto/index.ts'
import type { Db } from '../../platform/db/index.ts'
import { adultsOfAccount } from './account-adults.store.ts'
import { type AccountSecrets, accountById, accountByName } from './accounts.store.ts'
import { isPassword } from './password.ts'
import { readSignInName } from './rules/sign-in-name.ts'
import { forgetAfterSeconds } from './rules/wait-after-wrong-tries.ts'
import { addressFor, hasSecondFactor, proofOfCode, type SecondFactors, secondFactorsOf } from './second-factors.ts'
import { deleteSession } from './sessions.store.ts'
import { aliveSessionIfAny, startSession } from './sessions.ts'
import { schoolToWriteFrom, sendCode } from './telling.ts'
import { deleteTries, deleteTriesBefore } from './tries.store.ts'
import { chargeTry, keyOfTries } from './tries.ts'

export type SignInOutcome =
  /** `due`: the token is good for the second step only. */
  | { outcome: 'right'; token: string; accountId: string; due: 'second factor' | null }
  | { outcome: 'wrong' }
  /** Too many wrong tries: nothing was looked at. */
  | { outcome: 'wait'; seconds: number }

/**
 * The first step. A parent who has a password alone is in, at the notices tier; everybody else goes on to the second factor (SEC-1).
 * Known and unknown names are answered alike and in the same time, and both are slowed down (SEC-3). `knownBrowser` is a mark this
 * browser got when the person signed in on it before: such a browser has a count of its own, so that a stranger's wrong tries do not
 * keep the person out.
 */
export async function signInWithPassword(
  db: Db,
  given: { name: string; password: string; browser: string; knownBrowser: string | null; clock: Clock },
): Promise<SignInOutcome> {
  const { browser, clock } = given
  const name = readSignInName(given.name)
  const account = await db.inInstance((trx) => accountByName(trx, name))
  const key = keyOfTries(['password', name.value, isMarkOf(account, given.knownBrowser) ? given.knownBrowser : null])
  const wait = await chargeTry(db, { key, clock })
  if (wait > 0) return { outcome: 'wait', seconds: wait }
  const right = await isPassword(given.password, account?.passwordHash ?? null)
  if (!right || !account) return { outcome: 'wrong' }
  return db.inInstance(async (trx) => {
    await deleteTries(trx, [key])
    await deleteTriesBefore(trx, new Date(clock.now().getTime() - forgetAfterSeconds * 1000))
    const isFamily = (await adultsOfAccount(trx, account.id)).length > 0
    const isEnough = isFamily && !hasSecondFactor(await secondFactorsOf(trx, account))
    const stage = isEnough ? ('signed in' as const) : ('second factor due' as const)
    const token = await startSession(trx, { accountId: account.id, stage, proof: 'one factor', browser, clock })
    return { outcome: 'right', token, accountId: account.id, due: isEnough ? null : 'second factor' }
  })
}

/** What the person of a first step may go on with; null where there is no first step, or it is too long ago. */
export async function findSecondFactorsIfAny(
  db: Db,
  { token, clock }: { token: string; clock: Clock },
): Promise<SecondFactors | null> {
  return db.inInstance(async (trx) => {
    const found = await aliveSessionIfAny(trx, { token, stage: 'second factor due', clock })
    const account = found ? await accountById(trx, found.account.id) : null
    return account ? secondFactorsOf(trx, account) : null
  })
}

/** Sends the code of the second step to the person's own email or mobile. False where that is not chosen, or four went already. */
export async function sendSecondFactor(
  db: Db,
  sending: { token: string; channel: 'email' | 'sms'; language: string; hash: KeyedHash; clock: Clock },
): Promise<boolean> {
  const { token, channel, clock } = sending
  const found = await db.inInstance((trx) => aliveSessionIfAny(trx, { token, stage: 'second factor due', clock }))
  const school = found ? await schoolToWriteFrom(db, found.account.id) : null
  if (!found || !school) return false
  return db.inSchool(school.id, async (trx) => {
    const account = await accountById(trx, found.account.id)
    const to = account ? addressFor(await secondFactorsOf(trx, account), channel) : null
    return to !== null && sendCode(trx, { ...sending, school, aboutId: found.account.id, to })
  })
}

/** The second step: takes the token of the first and a code of any kind the person has; the token is exchanged. */
export async function proveSecondFactor(
  db: Db,
  given: { token: string; code: string; browser: string; secretBox: SecretBox; hash: KeyedHash; clock: Clock },
): Promise<SignInOutcome | { outcome: 'start again' }> {
  const { clock, browser } = given
  const found = await db.inInstance((trx) =>
    aliveSessionIfAny(trx, { token: given.token, stage: 'second factor due', clock }),
  )
  if (!found) return { outcome: 'start again' }
  const key = keyOfTries(['code', found.account.id, null])
  const wait = await chargeTry(db, { key, clock })
  if (wait > 0) return { outcome: 'wait', seconds: wait }
  return db.inInstance(async (trx) => {
    const account = await accountById(trx, found.account.id)
    const proof = account ? await proofOfCode(trx, { ...given, account }) : null
    if (!account || !proof) return { outcome: 'wrong' }
    await deleteTries(trx, [key])
    await deleteSession(trx, found.session.tokenHash)
    const token = await startSession(trx, { accountId: account.id, stage: 'signed in', proof, browser, clock })
    return { outcome: 'right', token, accountId: account.id, due: null }
  })
}

/** A new mark for a browser on which this person has just signed in. It opens nothing, and ends with the password. */
export async function markBrowser(db: Db, { accountId }: { accountId: string }): Promise<string | null> {
  const account = await db.inInstance((trx) => accountById(trx, accountId))
  return account?.passwordHash ? markFrom(account.passwordHash, randomBytes(16).toString('base64url')) : null
}

function isMarkOf(account: AccountSecrets | null, mark: string | null): boolean {
  if (!mark || !account?.passwordHash) return false
  const expected = Buffer.from(markFrom(account.passwordHash, mark.split('.')[0] ?? ''))
  return expected.length === Buffer.byteLength(mark) && timingSafeEqual(expected, Buffer.from(mark))
}

function markFrom(passwordHash: string, random: string): string {
  return `${random}.${createHmac('sha256', passwordHash).update(`browser ${random}`).digest('base64url')}`
}

export function normaliseEmail(email: string): string {
  return email.normalize('NFKC').trim().toLowerCase()
}
