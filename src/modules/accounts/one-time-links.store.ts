import type { Trx } from '../../platform/db/index.ts'
import { isRole, type Role } from './rules/permissions.ts'

export type OneTimeLink = {
  tokenHash: Buffer
  kind: 'first administrator' | 'invitation'
  email: string | null
  schoolId: string | null
  role: Role
  createdAt: Date
  expiresAt: Date
}

export async function insertLink(trx: Trx, link: OneTimeLink): Promise<void> {
  await trx
    .insertInto('account_links')
    .values({
      token_hash: link.tokenHash,
      kind: link.kind,
      email: link.email,
      school_id: link.schoolId,
      role: link.role,
      created_at: link.createdAt,
      expires_at: link.expiresAt,
    })
    .execute()
}

/** Only while it can still be used. Locked, so that it is used once. */
export async function usableLink(
  trx: Trx,
  { tokenHash, now }: { tokenHash: Buffer; now: Date },
): Promise<OneTimeLink | null> {
  const row = await trx
    .selectFrom('account_links')
    .selectAll()
    .where('token_hash', '=', tokenHash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .forUpdate()
    .executeTakeFirst()
  if (!row?.role || !isRole(row.role)) return null
  return {
    tokenHash: row.token_hash,
    kind: row.kind === 'invitation' ? 'invitation' : 'first administrator',
    email: row.email,
    schoolId: row.school_id,
    role: row.role,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  }
}

export async function markLinkUsed(trx: Trx, { tokenHash, now }: { tokenHash: Buffer; now: Date }): Promise<void> {
  await trx.updateTable('account_links').set({ used_at: now }).where('token_hash', '=', tokenHash).execute()
}

export async function deleteUnusedLinks(
  trx: Trx,
  which: { kind: OneTimeLink['kind']; email: string | null },
): Promise<void> {
  const links = trx.deleteFrom('account_links').where('kind', '=', which.kind).where('used_at', 'is', null)
  await (which.email === null ? links : links.where('email', '=', which.email)).execute()
}
