import type { Trx } from '../../platform/db/index.ts'

/** How somebody came to set a way to sign in. */
export type OpeningKind = 'registered' | 'own link' | 'recovery'

export type Opening = {
  id: string
  tokenHash: Buffer
  kind: OpeningKind
  /** Whose sign-in it replaces; null where there is none yet, or the name is nobody's. */
  accountId: string | null
  schoolId: string | null
  adultId: string | null
  name: string
  email: string | null
  mobile: string | null
  emailProvedAt: Date | null
  mobileProvedAt: Date | null
  /** When the saved recovery code was typed. */
  savedCodeAt: Date | null
  createdAt: Date
  expiresAt: Date
  doneAt: Date | null
}

export async function insertOpening(trx: Trx, opening: Opening): Promise<void> {
  await trx
    .insertInto('account_openings')
    .values({
      id: opening.id,
      token_hash: opening.tokenHash,
      kind: opening.kind,
      account_id: opening.accountId,
      school_id: opening.schoolId,
      adult_id: opening.adultId,
      name: opening.name,
      email: opening.email,
      mobile: opening.mobile,
      email_proved_at: opening.emailProvedAt,
      mobile_proved_at: opening.mobileProvedAt,
      created_at: opening.createdAt,
      expires_at: opening.expiresAt,
    })
    .execute()
}

/** Locked, so that two requests of one browser come one after the other. */
export async function lockOpeningIfAny(trx: Trx, tokenHash: Buffer): Promise<Opening | null> {
  const row = await trx
    .selectFrom('account_openings')
    .selectAll()
    .where('token_hash', '=', tokenHash)
    .forUpdate()
    .executeTakeFirst()
  if (!row) return null
  return {
    id: row.id,
    tokenHash: row.token_hash,
    kind: row.kind === 'registered' || row.kind === 'own link' ? row.kind : 'recovery',
    accountId: row.account_id,
    schoolId: row.school_id,
    adultId: row.adult_id,
    name: row.name,
    email: row.email,
    mobile: row.mobile,
    emailProvedAt: row.email_proved_at,
    mobileProvedAt: row.mobile_proved_at,
    savedCodeAt: row.saved_code_at,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    doneAt: row.done_at,
  }
}

export async function setOpeningProved(
  trx: Trx,
  { id, what, at }: { id: string; what: 'email_proved_at' | 'mobile_proved_at' | 'saved_code_at'; at: Date },
): Promise<void> {
  await trx
    .updateTable('account_openings')
    .set({ [what]: at })
    .where('id', '=', id)
    .execute()
}

export async function setOpeningDone(trx: Trx, { id, at }: { id: string; at: Date }): Promise<void> {
  await trx
    .updateTable('account_openings')
    .set({ done_at: at, email: null, mobile: null })
    .where('id', '=', id)
    .execute()
}

export async function countOpenings(
  trx: Trx,
  { accountId, since }: { accountId: string; since: Date },
): Promise<number> {
  const rows = await trx
    .selectFrom('account_openings')
    .select('id')
    .where('account_id', '=', accountId)
    .where('created_at', '>', since)
    .execute()
  return rows.length
}

export async function deleteOpeningsBefore(trx: Trx, oldest: Date): Promise<void> {
  await trx.deleteFrom('account_openings').where('expires_at', '<', oldest).execute()
}
