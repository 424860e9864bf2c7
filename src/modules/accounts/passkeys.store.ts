import type { Trx } from '../../platform/db/index.ts'

export type Passkey = {
  credentialId: string
  accountId: string
  publicKey: Buffer
  counter: number
  transports: string[]
  name: string
  createdAt: Date
  lastUsedAt: Date | null
}

export async function insertPasskey(trx: Trx, passkey: Omit<Passkey, 'lastUsedAt'>): Promise<void> {
  await trx
    .insertInto('account_passkeys')
    .values({
      credential_id: passkey.credentialId,
      account_id: passkey.accountId,
      public_key: passkey.publicKey,
      counter: passkey.counter,
      transports: passkey.transports,
      name: passkey.name,
      created_at: passkey.createdAt,
    })
    .execute()
}

export async function passkeysOf(trx: Trx, accountId: string): Promise<Passkey[]> {
  const rows = await trx
    .selectFrom('account_passkeys')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('created_at')
    .execute()
  return rows.map(passkeyOfRow)
}

/** Only of an account that is open. Locked, so that its counter moves once. */
export async function passkeyById(trx: Trx, credentialId: string): Promise<Passkey | null> {
  const row = await trx
    .selectFrom('account_passkeys')
    .innerJoin('accounts', 'accounts.id', 'account_passkeys.account_id')
    .selectAll('account_passkeys')
    .where('credential_id', '=', credentialId)
    .where('accounts.closed_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  return row ? passkeyOfRow(row) : null
}

export async function setPasskeyUsed(
  trx: Trx,
  used: { credentialId: string; counter: number; now: Date },
): Promise<void> {
  await trx
    .updateTable('account_passkeys')
    .set({ counter: used.counter, last_used_at: used.now })
    .where('credential_id', '=', used.credentialId)
    .execute()
}

export async function deletePasskey(trx: Trx, which: { credentialId: string; accountId: string }): Promise<void> {
  await trx
    .deleteFrom('account_passkeys')
    .where('credential_id', '=', which.credentialId)
    .where('account_id', '=', which.accountId)
    .execute()
}

export async function deletePasskeysOf(trx: Trx, accountId: string): Promise<void> {
  await trx.deleteFrom('account_passkeys').where('account_id', '=', accountId).execute()
}

export async function insertChallenge(
  trx: Trx,
  { hash, expiresAt, now }: { hash: Buffer; expiresAt: Date; now: Date },
): Promise<void> {
  await trx.deleteFrom('account_challenges').where('expires_at', '<', now).execute()
  await trx.insertInto('account_challenges').values({ challenge_hash: hash, expires_at: expiresAt }).execute()
}

/** True once for a challenge that was given out and has not run out. */
export async function takeChallenge(trx: Trx, { hash, now }: { hash: Buffer; now: Date }): Promise<boolean> {
  const row = await trx
    .deleteFrom('account_challenges')
    .where('challenge_hash', '=', hash)
    .where('expires_at', '>=', now)
    .returning('challenge_hash')
    .executeTakeFirst()
  return row !== undefined
}

type PasskeyRow = {
  credential_id: string
  account_id: string
  public_key: Buffer
  counter: number
  transports: string[]
  name: string
  created_at: Date
  last_used_at: Date | null
}

const passkeyOfRow = (row: PasskeyRow): Passkey => ({
  credentialId: row.credential_id,
  accountId: row.account_id,
  publicKey: row.public_key,
  counter: row.counter,
  transports: row.transports,
  name: row.name,
  createdAt: row.created_at,
  lastUsedAt: row.last_used_at,
})
