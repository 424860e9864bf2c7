import type { KeyedHash, SecretBox } from '../../platform/crypto/index.ts'
import type { Db, Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { type AccountSecrets, accountById, setCodesBy, setRecoveryHash, setTotp } from './accounts.store.ts'
import { type Changing, changeSignIn } from './changing.ts'
import { channelsOf, type ProvedChannel } from './channels.store.ts'
import { deletePasskey, insertPasskey, passkeysOf } from './passkeys.store.ts'
import { readNewPasskey, type Site } from './passkeys.ts'
import { schoolIdsOf } from './roles.store.ts'
import { drawRecoveryCode } from './rules/printed-code.ts'
import { matchTotpStepIfAny } from './rules/totp.ts'
import { sealTotpSecret } from './sealed-totp.ts'
import { hasSecondFactor, placeOfRecoveryCode, type SecondFactors, secondFactorsOf } from './second-factors.ts'
import { keepCard } from './setting-a-sign-in.ts'

/** How somebody signs in, as their own page shows it. */
export type OwnSignIn = {
  hasPassword: boolean
  passkeys: number
  factors: SecondFactors
  channels: ProvedChannel[]
  hasRecoveryCode: boolean
  isStaff: boolean
}

/** What the account may sign in with, as its own security page shows it. */
export function findOwnSignIn(db: Db, { accountId }: { accountId: string }): Promise<OwnSignIn> {
  return db.inInstance(async (trx) => {
    const account = await accountOf(trx, accountId)
    return {
      hasPassword: account.passwordHash !== null,
      passkeys: (await passkeysOf(trx, accountId)).length,
      factors: await secondFactorsOf(trx, account),
      channels: await channelsOf(trx, accountId),
      hasRecoveryCode: account.recoveryHash !== null,
      isStaff: (await schoolIdsOf(trx, accountId)).length > 0,
    }
  })
}

/** Keeps a passkey that the browser made. Refuses one that does not answer our challenge. */
export async function addPasskey(
  db: Db,
  changing: Changing & { response: string; name: string; site: Site },
): Promise<void> {
  const passkey = await readNewPasskey(db, changing)
  const accountId = changing.account.id
  await changeSignIn(db, changing, {
    change: 'passkey',
    work: (trx) => insertPasskey(trx, { ...passkey, accountId }),
  })
}

/** Takes one of the person's own passkeys away. Refuses the last way to sign in. */
export async function removePasskey(db: Db, changing: Changing & { credentialId: string }): Promise<void> {
  const { account, credentialId } = changing
  await changeSignIn(db, changing, {
    change: 'passkey',
    async work(trx) {
      const held = await accountOf(trx, account.id)
      const others = (await passkeysOf(trx, account.id)).filter((passkey) => passkey.credentialId !== credentialId)
      if (held.passwordHash === null && others.length === 0) throw lastWay()
      await deletePasskey(trx, { credentialId, accountId: account.id })
    },
  })
}

/** Joins the authenticator app that shows the right code for this secret. False where it does not, and nothing was changed. */
export async function setApp(
  db: Db,
  changing: Changing & { secret: Buffer; code: string; secretBox: SecretBox },
): Promise<boolean> {
  const { account, secret, code, clock } = changing
  const step = matchTotpStepIfAny(secret, code, { now: clock.now(), lastStep: 0 })
  if (step === null) return false
  const totpSecret = sealTotpSecret(changing.secretBox, { accountId: account.id, secret })
  await changeSignIn(db, changing, {
    change: 'app',
    work: (trx) => setTotp(trx, { id: account.id, totpSecret, totpLastStep: step }),
  })
  return true
}

/** Takes the app away. Refuses staff, and who would be left with a short password alone. */
export async function removeApp(db: Db, changing: Changing): Promise<void> {
  const { id } = changing.account
  await changeSignIn(db, changing, {
    change: 'app',
    async work(trx) {
      await setTotp(trx, { id, totpSecret: null, totpLastStep: 0 })
      await refuseTooLittle(trx, id)
    },
  })
}

/** Whether codes may be sent by email or text as the second step. Only to channels that were proved. */
export async function chooseSentCodes(db: Db, changing: Changing & { email: boolean; mobile: boolean }): Promise<void> {
  const { id } = changing.account
  await changeSignIn(db, changing, {
    change: 'codes',
    async work(trx) {
      const channels = await channelsOf(trx, id)
      const has = (wanted: 'email' | 'mobile') => channels.some(({ kind }) => kind === wanted)
      await setCodesBy(trx, {
        id,
        emailedCodes: changing.email && has('email'),
        textedCodes: changing.mobile && has('mobile'),
      })
      await refuseTooLittle(trx, id)
    },
  })
}

/** S-11: a new card of ten codes, each of which works once. They are returned this one time; the card before works no more. */
export async function makeCard(db: Db, changing: Changing & { hash: KeyedHash }): Promise<string[]> {
  const { account, hash } = changing
  let codes: string[] = []
  await changeSignIn(db, changing, {
    change: 'card',
    async work(trx) {
      codes = await keepCard(trx, { accountId: account.id, hash })
    },
  })
  return codes
}

/** S-16: a new recovery code, returned this one time; the one before works no more. */
export async function makeRecoveryCode(db: Db, changing: Changing & { hash: KeyedHash }): Promise<string> {
  const { id } = changing.account
  const code = drawRecoveryCode()
  const recoveryHash = changing.hash(code, placeOfRecoveryCode(id))
  await changeSignIn(db, changing, {
    change: 'recovery code',
    work: (trx) => setRecoveryHash(trx, { id, recoveryHash }),
  })
  return code
}

/** SEC-1: a password of fewer than fifteen characters never stands alone; of how many it has nothing is kept, so none is left alone. */
async function refuseTooLittle(trx: Trx, accountId: string): Promise<void> {
  const account = await accountOf(trx, accountId)
  if (account.passwordHash === null) return
  const isStaff = (await schoolIdsOf(trx, accountId)).length > 0
  if (isStaff && account.totpSecret === null)
    throw new Refusal(
      'account.staff-need-app',
      'Staff sign in with a passkey, or with the app beside the password, so the app stays. Nothing was changed.',
    )
  if (!hasSecondFactor(await secondFactorsOf(trx, account))) throw lastWay()
}

async function accountOf(trx: Trx, id: string): Promise<AccountSecrets> {
  const account = await accountById(trx, id)
  if (!account) throw new Refusal('account.closed', 'This sign-in was closed. Nothing was changed.')
  return account
}

function lastWay(): Refusal {
  return new Refusal(
    'account.last-way',
    'Without this your sign-in would be too weak, or gone. Add another way first. Nothing was changed.',
  )
}
