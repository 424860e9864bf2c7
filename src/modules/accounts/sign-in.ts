import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../../platform/clock/index.ts'
import type { SecretBox } from '../../platform/crypto/index.ts'
import type { Db } from '../../platform/db/index.ts'
import { type AccountSecrets, accountById, accountByName, setTotpLastStep } from './accounts.store.ts'
import { isPassword } from './password.ts'
import { readSignInName } from './rules/sign-in-name.ts'
import { matchTotpStepIfAny } from './rules/totp.ts'
import { forgetAfterSeconds, waitAfterWrongTries } from './rules/wait-after-wrong-tries.ts'
import { openTotpSecret } from './sealed-totp.ts'
import { deleteSession } from './sessions.store.ts'
import { aliveSessionIfAny, startSession } from './sessions.ts'
import { deleteTries, deleteTriesBefore, lockTries, setTries } from './tries.store.ts'

export type SignInOutcome =
  | { outcome: 'right'; token: string; accountId: string }
  | { outcome: 'wrong' }
  /** Too many wrong tries: nothing was looked at. */
  | { outcome: 'wait'; seconds: number }

/**
 * The first step: `token` is good for the second step only. Known and unknown addresses are answered alike and in the
 * same time, and both are slowed down (SEC-3). `knownBrowser` is a mark this browser got when the person signed in on it
 * before: such a browser has a count of its own, so that a stranger's wrong tries do not keep the person out.
 */
export async function signInWithPassword(
  db: Db,
  given: { email: string; password: string; browser: string; knownBrowser: string | null; clock: Clock },
): Promise<SignInOutcome> {
  const name = readSignInName(given.email)
  const account = await db.inInstance((trx) => accountByName(trx, name))
  const key = keyOfTries(['password', name.value, isMarkOf(account, given.knownBrowser) ? given.knownBrowser : null])
  const wait = await chargeTry(db, { key, clock: given.clock })
  if (wait > 0) return { outcome: 'wait', seconds: wait }
  const right = await isPassword(given.password, account?.passwordHash ?? null)
  if (!right || !account) return { outcome: 'wrong' }
  const token = await db.inInstance(async (trx) => {
    await deleteTries(trx, [key])
    await deleteTriesBefore(trx, new Date(given.clock.now().getTime() - forgetAfterSeconds * 1000))
    return startSession(trx, {
      accountId: account.id,
      stage: 'second factor due',
      browser: given.browser,
      clock: given.clock,
    })
  })
  return { outcome: 'right', token, accountId: account.id }
}

/** The second step: takes the token of the first and six digits of the authenticator app; the token is exchanged. */
export async function proveSecondFactor(
  db: Db,
  given: { token: string; code: string; browser: string; secretBox: SecretBox; clock: Clock },
): Promise<SignInOutcome | { outcome: 'start again' }> {
  const { clock } = given
  const found = await db.inInstance((trx) =>
    aliveSessionIfAny(trx, { token: given.token, stage: 'second factor due', clock }),
  )
  if (!found) return { outcome: 'start again' }
  const key = keyOfTries(['code', found.account.id, null])
  const wait = await chargeTry(db, { key, clock })
  if (wait > 0) return { outcome: 'wait', seconds: wait }
  return db.inInstance(async (trx) => {
    const account = await accountById(trx, found.account.id)
    const step = account ? stepOfCode(account, given) : null
    if (!account || step === null) return { outcome: 'wrong' }
    await setTotpLastStep(trx, { id: account.id, step })
    await deleteTries(trx, [key])
    await deleteSession(trx, found.session.tokenHash)
    const token = await startSession(trx, { accountId: account.id, stage: 'signed in', browser: given.browser, clock })
    return { outcome: 'right', token, accountId: account.id }
  })
}

function stepOfCode(
  { id, totpSecret, totpLastStep }: AccountSecrets,
  { code, secretBox, clock }: { code: string; secretBox: SecretBox; clock: Clock },
): number | null {
  if (!totpSecret) return null
  const secret = openTotpSecret(secretBox, { accountId: id, sealed: totpSecret })
  return matchTotpStepIfAny(secret, code, { now: clock.now(), lastStep: totpLastStep })
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

/** Counts a try before it is looked at, so that many at once are not free; returns the seconds to wait, 0 when it may be looked at. */
export async function chargeTry(db: Db, { key, clock }: { key: Buffer; clock: Clock }): Promise<number> {
  return db.inInstance(async (trx) => {
    const now = clock.now()
    const { wrong, lastAt } = await lockTries(trx, { key, now })
    const since = (now.getTime() - lastAt.getTime()) / 1000
    const counted = since > forgetAfterSeconds ? 0 : wrong
    const wait = Math.ceil(waitAfterWrongTries(counted) - since)
    if (wait > 0) return wait
    await setTries(trx, { key, wrong: counted + 1, now })
    return 0
  })
}

export function keyOfTries(parts: (string | null)[]): Buffer {
  return createHash('sha256').update(JSON.stringify(parts)).digest()
}

export function normaliseEmail(email: string): string {
  return email.normalize('NFKC').trim().toLowerCase()
}
