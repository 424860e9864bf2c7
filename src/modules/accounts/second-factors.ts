import type { Clock } from '../../platform/clock/index.ts'
import { isSameSecret, type KeyedHash, type SecretBox } from '../../platform/crypto/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { type AccountSecrets, setTotpLastStep } from './accounts.store.ts'
import { cardCodesLeft, lockUnusedCardCodes, markCardCodeUsed } from './card-codes.store.ts'
import { channelsOf } from './channels.store.ts'
import { readPrintedCode } from './rules/printed-code.ts'
import type { Proof } from './rules/session-life.ts'
import { matchTotpStepIfAny } from './rules/totp.ts'
import { openTotpSecret } from './sealed-totp.ts'
import { isSentCode, type SendTo } from './telling.ts'

/** What somebody has beside a password. Addresses are where a code would go; null where none may. */
export type SecondFactors = { app: boolean; email: string | null; mobile: string | null; cardCodesLeft: number | null }

export async function secondFactorsOf(trx: Trx, account: AccountSecrets): Promise<SecondFactors> {
  const channels = await channelsOf(trx, account.id)
  const newest = (kind: 'email' | 'mobile') => channels.find((channel) => channel.kind === kind)?.value ?? null
  return {
    app: account.totpSecret !== null,
    email: account.emailedCodes ? newest('email') : null,
    mobile: account.textedCodes ? newest('mobile') : null,
    cardCodesLeft: await cardCodesLeft(trx, account.id),
  }
}

/** A card that is used up is one still: its password was allowed to be shorter. */
export function hasSecondFactor({ app, email, mobile, cardCodesLeft: left }: SecondFactors): boolean {
  return app || email !== null || mobile !== null || left !== null
}

/** Where a code of this kind goes; null where the person has not chosen that. */
export function addressFor(factors: SecondFactors, channel: 'email' | 'sms'): SendTo | null {
  const address = channel === 'email' ? factors.email : factors.mobile
  return address ? { channel, address } : null
}

/** SEC-1: what a typed code proves: the app, a code that was sent, or one of the card; each works once. Null when it is none of them. */
export async function proofOfCode(
  trx: Trx,
  tried: { account: AccountSecrets; code: string; secretBox: SecretBox; hash: KeyedHash; clock: Clock },
): Promise<Exclude<Proof, 'one factor'> | null> {
  const { account, code, clock, hash } = tried
  const step = stepOfCode(account, tried)
  if (step !== null) {
    await setTotpLastStep(trx, { id: account.id, step })
    return 'device'
  }
  const maySend = account.emailedCodes || account.textedCodes
  if (maySend && (await isSentCode(trx, { aboutId: account.id, code, hash, clock }))) return 'two factors'
  return (await takeCardCode(trx, tried)) ? 'two factors' : null
}

function stepOfCode(
  { id, totpSecret, totpLastStep }: AccountSecrets,
  { code, secretBox, clock }: { code: string; secretBox: SecretBox; clock: Clock },
): number | null {
  if (!totpSecret) return null
  const secret = openTotpSecret(secretBox, { accountId: id, sealed: totpSecret })
  return matchTotpStepIfAny(secret, code, { now: clock.now(), lastStep: totpLastStep })
}

async function takeCardCode(
  trx: Trx,
  { account, code, hash, clock }: { account: AccountSecrets; code: string; hash: KeyedHash; clock: Clock },
): Promise<boolean> {
  const typed = readPrintedCode(code)
  if (typed === null) return false
  const given = hash(typed, placeOfCardCode(account.id))
  const fitting = (await lockUnusedCardCodes(trx, account.id)).find(({ codeHash }) => isSameSecret(given, codeHash))
  if (!fitting) return false
  await markCardCodeUsed(trx, { accountId: account.id, place: fitting.place, at: clock.now() })
  return true
}

export function placeOfCardCode(accountId: string): string {
  return `card of account ${accountId}`
}

export function placeOfRecoveryCode(accountId: string): string {
  return `recovery code of account ${accountId}`
}
