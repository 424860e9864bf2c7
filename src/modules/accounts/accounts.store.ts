import type { Trx } from '../../platform/db/index.ts'
import type { SignInName } from './rules/sign-in-name.ts'

/** A person who can sign in; one for the whole instance. Email and mobile here are names to sign in with: at least one stands. */
export type Account = { id: string; email: string | null; mobile: string | null; name: string }

/** `totpSecret` is sealed for its account; see `sealed-totp.ts`. */
export type AccountSecrets = Account & {
  passwordHash: string | null
  totpSecret: Buffer | null
  totpLastStep: number
  /** Whether a code may go to a proved email, or mobile, as the second factor. */
  emailedCodes: boolean
  textedCodes: boolean
  recoveryHash: string | null
}

/** An account on which nobody can sign in yet. */
export const noSecrets = {
  passwordHash: null,
  totpSecret: null,
  totpLastStep: 0,
  emailedCodes: false,
  textedCodes: false,
  recoveryHash: null,
}

export async function accountByEmail(trx: Trx, email: string): Promise<AccountSecrets | null> {
  const row = await trx
    .selectFrom('accounts')
    .selectAll()
    .where('email', '=', email)
    .where('closed_at', 'is', null)
    .executeTakeFirst()
  return row ? secretsOfRow(row) : null
}

/** Whoever signs in by this email or mobile. */
export async function accountByName(trx: Trx, name: SignInName): Promise<AccountSecrets | null> {
  const row = await trx
    .selectFrom('accounts')
    .selectAll()
    .where(name.kind, '=', name.value)
    .where('closed_at', 'is', null)
    .executeTakeFirst()
  return row ? secretsOfRow(row) : null
}

/** Locked, so that a code of the authenticator app cannot be taken twice at the same moment. */
export async function accountById(trx: Trx, id: string): Promise<AccountSecrets | null> {
  const row = await trx
    .selectFrom('accounts')
    .selectAll()
    .where('id', '=', id)
    .where('closed_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  return row ? secretsOfRow(row) : null
}

export async function insertAccount(
  trx: Trx,
  account: Omit<AccountSecrets, 'mobile'> & { mobile?: string | null; createdAt: Date },
): Promise<void> {
  await trx
    .insertInto('accounts')
    .values({
      id: account.id,
      email: account.email,
      mobile: account.mobile ?? null,
      name: account.name,
      password_hash: account.passwordHash,
      totp_secret: account.totpSecret,
      totp_last_step: account.totpLastStep,
      emailed_codes: account.emailedCodes,
      texted_codes: account.textedCodes,
      recovery_hash: account.recoveryHash,
      created_at: account.createdAt,
    })
    .execute()
}

export async function setTotpLastStep(trx: Trx, { id, step }: { id: string; step: number }): Promise<void> {
  await trx.updateTable('accounts').set({ totp_last_step: step }).where('id', '=', id).execute()
}

export async function setPassword(
  trx: Trx,
  { id, passwordHash }: { id: string; passwordHash: string | null },
): Promise<void> {
  await trx.updateTable('accounts').set({ password_hash: passwordHash }).where('id', '=', id).execute()
}

/** For an account that had no sign-in yet. */
export async function setSecrets(
  trx: Trx,
  account: Pick<AccountSecrets, 'id' | 'name' | 'passwordHash' | 'totpSecret' | 'totpLastStep'>,
): Promise<void> {
  await trx
    .updateTable('accounts')
    .set({
      name: account.name,
      password_hash: account.passwordHash,
      totp_secret: account.totpSecret,
      totp_last_step: account.totpLastStep,
    })
    .where('id', '=', account.id)
    .execute()
}

/** Until then no session of the account opens the record tier. */
export async function setRecordFrom(trx: Trx, { id, from }: { id: string; from: Date }): Promise<void> {
  await trx.updateTable('accounts').set({ record_from: from }).where('id', '=', id).execute()
}

export async function setTotp(
  trx: Trx,
  { id, totpSecret, totpLastStep }: Pick<AccountSecrets, 'id' | 'totpSecret' | 'totpLastStep'>,
): Promise<void> {
  await trx
    .updateTable('accounts')
    .set({ totp_secret: totpSecret, totp_last_step: totpLastStep })
    .where('id', '=', id)
    .execute()
}

export async function setCodesBy(
  trx: Trx,
  { id, emailedCodes, textedCodes }: Pick<AccountSecrets, 'id' | 'emailedCodes' | 'textedCodes'>,
): Promise<void> {
  await trx
    .updateTable('accounts')
    .set({ emailed_codes: emailedCodes, texted_codes: textedCodes })
    .where('id', '=', id)
    .execute()
}

export async function setRecoveryHash(
  trx: Trx,
  { id, recoveryHash }: Pick<AccountSecrets, 'id' | 'recoveryHash'>,
): Promise<void> {
  await trx.updateTable('accounts').set({ recovery_hash: recoveryHash }).where('id', '=', id).execute()
}

export async function setSignInName(trx: Trx, { id, kind, value }: SignInName & { id: string }): Promise<void> {
  await trx
    .updateTable('accounts')
    .set({ [kind]: value })
    .where('id', '=', id)
    .execute()
}

/** Whether the name is another account's already; a closed account has none. */
export async function isNameTaken(trx: Trx, name: SignInName, { butFor }: { butFor: string | null }): Promise<boolean> {
  const found = await accountByName(trx, name)
  return found !== null && found.id !== butFor
}

export async function accountMadeAt(trx: Trx, id: string): Promise<Date | null> {
  const row = await trx.selectFrom('accounts').select('created_at').where('id', '=', id).executeTakeFirst()
  return row?.created_at ?? null
}

type AccountRow = {
  id: string
  email: string | null
  mobile: string | null
  name: string
  password_hash: string | null
  totp_secret: Buffer | null
  totp_last_step: number
  emailed_codes: boolean
  texted_codes: boolean
  recovery_hash: string | null
}

const secretsOfRow = (row: AccountRow): AccountSecrets => ({
  id: row.id,
  email: row.email,
  mobile: row.mobile,
  name: row.name,
  passwordHash: row.password_hash,
  totpSecret: row.totp_secret,
  totpLastStep: row.totp_last_step,
  emailedCodes: row.emailed_codes,
  textedCodes: row.texted_codes,
  recoveryHash: row.recovery_hash,
})
