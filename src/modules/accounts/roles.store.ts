import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import type { Account } from './accounts.store.ts'
import { isRole, type Role } from './rules/permissions.ts'

export async function insertRole(
  trx: Trx,
  given: { schoolId: string; accountId: string; role: Role; at: Date },
): Promise<void> {
  await trx
    .insertInto('account_roles')
    .values({ school_id: given.schoolId, account_id: given.accountId, role: given.role, given_at: given.at })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function rolesAt(
  trx: Trx,
  { schoolId, accountId }: { schoolId: string; accountId: string },
): Promise<Role[]> {
  const rows = await trx
    .selectFrom('account_roles')
    .select('role')
    .where('school_id', '=', schoolId)
    .where('account_id', '=', accountId)
    .orderBy('role')
    .execute()
  return rows.map(({ role }) => role).filter(isRole)
}

export async function deleteRoles(
  trx: Trx,
  { schoolId, accountId }: { schoolId: string; accountId: string },
): Promise<void> {
  await trx.deleteFrom('account_roles').where('school_id', '=', schoolId).where('account_id', '=', accountId).execute()
}

export type StaffMember = Pick<Account, 'id' | 'name'> & { email: string; roles: Role[]; lastSeenAt: Date | null }

export async function staffOf(trx: Trx, schoolId: string): Promise<StaffMember[]> {
  const rows = await trx
    .selectFrom('accounts')
    .innerJoin('account_roles', 'account_roles.account_id', 'accounts.id')
    .leftJoin('account_sessions', 'account_sessions.account_id', 'accounts.id')
    .where('account_roles.school_id', '=', schoolId)
    .where('accounts.closed_at', 'is', null)
    .groupBy(['accounts.id', 'accounts.email', 'accounts.mobile', 'accounts.name'])
    .select(['accounts.id', 'accounts.name'])
    .select(sql<string>`coalesce(accounts.email, accounts.mobile, '')`.as('email'))
    .select(sql<string[]>`array_agg(distinct account_roles.role)`.as('roles'))
    .select(sql<Date | null>`max(account_sessions.last_seen_at)`.as('last_seen_at'))
    .orderBy('accounts.name')
    .execute()
  return rows.map(({ id, email, name, roles, last_seen_at }) => ({
    id,
    email,
    name,
    roles: roles.filter(isRole),
    lastSeenAt: last_seen_at,
  }))
}

export type Workplace = { slug: string; name: string; roles: Role[] }

/** The schools at which somebody has a role, by name. */
export async function workplacesOf(trx: Trx, accountId: string): Promise<Workplace[]> {
  const rows = await trx
    .selectFrom('account_roles')
    .innerJoin('schools', 'schools.id', 'account_roles.school_id')
    .where('account_roles.account_id', '=', accountId)
    .groupBy(['schools.id', 'schools.slug', 'schools.name'])
    .select(['schools.slug', 'schools.name'])
    .select(sql<string[]>`array_agg(account_roles.role)`.as('roles'))
    .orderBy('schools.name')
    .execute()
  return rows.map(({ slug, name, roles }) => ({ slug, name, roles: roles.filter(isRole) }))
}

/** The ids of the schools at which somebody has a role. */
export async function schoolIdsOf(trx: Trx, accountId: string): Promise<string[]> {
  const rows = await trx
    .selectFrom('account_roles')
    .select('school_id')
    .distinct()
    .where('account_id', '=', accountId)
    .execute()
  return rows.map(({ school_id }) => school_id)
}

export async function anyAdministrator(trx: Trx): Promise<boolean> {
  const row = await trx
    .selectFrom('account_roles')
    .select('account_id')
    .where('role', '=', 'administrator')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
