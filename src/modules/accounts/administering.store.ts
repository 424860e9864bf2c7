import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'

/** An account as an administrator sees it: who, where, and by what they sign in; never a secret. */
export type AccountRow = {
  id: string
  name: string
  email: string | null
  mobile: string | null
  createdAt: Date
  lastSeenAt: Date | null
  hasPassword: boolean
  hasApp: boolean
  hasRecoveryCode: boolean
  passkeys: number
  cardCodesLeft: number
  sessions: number
  /** The slugs of the schools where they are an adult, and where they work. */
  familyAt: string[]
  staffAt: string[]
}

/** By name; only of one school, or only one account, where that is asked. */
export async function accountRows(
  trx: Trx,
  { schoolId = null, accountId = null, limit }: { schoolId?: string | null; accountId?: string | null; limit: number },
): Promise<AccountRow[]> {
  const { rows } = await sql<AccountRow>`
    select a.id, a.name, a.email, a.mobile, a.created_at as "createdAt",
      (select max(last_seen_at) from account_sessions s where s.account_id = a.id) as "lastSeenAt",
      a.password_hash is not null as "hasPassword", a.totp_secret is not null as "hasApp",
      a.recovery_hash is not null as "hasRecoveryCode",
      (select count(*)::int from account_passkeys p where p.account_id = a.id) as passkeys,
      (select count(*)::int from account_card_codes c where c.account_id = a.id and c.used_at is null) as "cardCodesLeft",
      (select count(*)::int from account_sessions s where s.account_id = a.id and s.stage = 'signed in') as sessions,
      array(select s.slug from account_adults d join schools s on s.id = d.school_id
        where d.account_id = a.id order by s.slug) as "familyAt",
      array(select distinct s.slug from account_roles r join schools s on s.id = r.school_id
        where r.account_id = a.id order by s.slug) as "staffAt"
    from accounts a
    where a.closed_at is null and (${accountId}::uuid is null or a.id = ${accountId}::uuid)
      and (${schoolId}::uuid is null
        or exists (select 1 from account_adults d where d.account_id = a.id and d.school_id = ${schoolId}::uuid)
        or exists (select 1 from account_roles r where r.account_id = a.id and r.school_id = ${schoolId}::uuid))
    order by a.name, a.id
    limit ${limit}`.execute(trx)
  return rows
}

/** The name becomes free; what opened the account is gone, and so is which adult it was. */
export async function closeAccountRow(trx: Trx, { id, at }: { id: string; at: Date }): Promise<void> {
  await trx.deleteFrom('account_channels').where('account_id', '=', id).execute()
  await trx.deleteFrom('account_adults').where('account_id', '=', id).execute()
  await trx.updateTable('accounts').set({ closed_at: at, email: null, mobile: null }).where('id', '=', id).execute()
}
