import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import { isRole, type Role } from './rules/permissions.ts'
import type { SessionStage } from './rules/session-life.ts'

/** A person who can sign in; one for the whole instance. */
export type Account = { id: string; email: string; name: string }

/** `totpSecret` is sealed for its account; see `sealed-totp.ts`. */
export type AccountSecrets = Account & { passwordHash: string | null; totpSecret: Buffer | null; totpLastStep: number }

export async function accountByEmail(trx: Trx, email: string): Promise<AccountSecrets | null> {
  const row = await trx
    .selectFrom('accounts')
    .selectAll()
    .where('email', '=', email)
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

export async function anyAdministrator(trx: Trx): Promise<boolean> {
  const row = await trx
    .selectFrom('account_roles')
    .select('account_id')
    .where('role', '=', 'administrator')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

export async function insertAccount(trx: Trx, account: AccountSecrets & { createdAt: Date }): Promise<void> {
  await trx
    .insertInto('accounts')
    .values({
      id: account.id,
      email: account.email,
      name: account.name,
      password_hash: account.passwordHash,
      totp_secret: account.totpSecret,
      totp_last_step: account.totpLastStep,
      created_at: account.createdAt,
    })
    .execute()
}

export async function setTotpLastStep(trx: Trx, { id, step }: { id: string; step: number }): Promise<void> {
  await trx.updateTable('accounts').set({ totp_last_step: step }).where('id', '=', id).execute()
}

export async function setPassword(trx: Trx, { id, passwordHash }: { id: string; passwordHash: string }): Promise<void> {
  await trx.updateTable('accounts').set({ password_hash: passwordHash }).where('id', '=', id).execute()
}

/** For an account that had no sign-in yet. */
export async function setSecrets(trx: Trx, account: Omit<AccountSecrets, 'email'>): Promise<void> {
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

// Roles

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

export type StaffMember = Account & { roles: Role[]; lastSeenAt: Date | null }

export async function staffOf(trx: Trx, schoolId: string): Promise<StaffMember[]> {
  const rows = await trx
    .selectFrom('accounts')
    .innerJoin('account_roles', 'account_roles.account_id', 'accounts.id')
    .leftJoin('account_sessions', 'account_sessions.account_id', 'accounts.id')
    .where('account_roles.school_id', '=', schoolId)
    .where('accounts.closed_at', 'is', null)
    .groupBy(['accounts.id', 'accounts.email', 'accounts.name'])
    .select(['accounts.id', 'accounts.email', 'accounts.name'])
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

// Sessions

export type Session = {
  id: string
  tokenHash: Buffer
  accountId: string
  stage: SessionStage
  browser: string
  createdAt: Date
  lastSeenAt: Date
}

export async function insertSession(trx: Trx, session: Session): Promise<void> {
  await trx
    .insertInto('account_sessions')
    .values({
      token_hash: session.tokenHash,
      id: session.id,
      account_id: session.accountId,
      stage: session.stage,
      browser: session.browser,
      created_at: session.createdAt,
      last_seen_at: session.lastSeenAt,
    })
    .execute()
}

export async function sessionByToken(
  trx: Trx,
  tokenHash: Buffer,
): Promise<{ session: Session; account: Account } | null> {
  const row = await trx
    .selectFrom('account_sessions')
    .innerJoin('accounts', 'accounts.id', 'account_sessions.account_id')
    .where('account_sessions.token_hash', '=', tokenHash)
    .where('accounts.closed_at', 'is', null)
    .selectAll('account_sessions')
    .select(['accounts.email', 'accounts.name'])
    .executeTakeFirst()
  return row ? { session: sessionOfRow(row), account: { id: row.account_id, email: row.email, name: row.name } } : null
}

export async function sessionsOf(trx: Trx, accountId: string): Promise<Session[]> {
  const rows = await trx
    .selectFrom('account_sessions')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('stage', '=', 'signed in')
    .orderBy('last_seen_at', 'desc')
    .execute()
  return rows.map(sessionOfRow)
}

export async function touchSession(trx: Trx, { tokenHash, now }: { tokenHash: Buffer; now: Date }): Promise<void> {
  await trx.updateTable('account_sessions').set({ last_seen_at: now }).where('token_hash', '=', tokenHash).execute()
}

export async function deleteSession(trx: Trx, tokenHash: Buffer): Promise<void> {
  await trx.deleteFrom('account_sessions').where('token_hash', '=', tokenHash).execute()
}

export async function deleteSessionById(trx: Trx, { id, accountId }: { id: string; accountId: string }): Promise<void> {
  await trx.deleteFrom('account_sessions').where('id', '=', id).where('account_id', '=', accountId).execute()
}

export async function deleteSessionsOf(
  trx: Trx,
  { accountId, except }: { accountId: string; except: Buffer | null },
): Promise<void> {
  const all = trx.deleteFrom('account_sessions').where('account_id', '=', accountId)
  await (except ? all.where('token_hash', '!=', except) : all).execute()
}

export async function deleteSessionsOlderThan(trx: Trx, oldest: Date): Promise<void> {
  await trx.deleteFrom('account_sessions').where('created_at', '<', oldest).execute()
}

// One-time links

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

// Wrong tries

/** The count of this key, made when absent and locked until the transaction ends. */
export async function lockTries(
  trx: Trx,
  { key, now }: { key: Buffer; now: Date },
): Promise<{ wrong: number; lastAt: Date }> {
  await trx
    .insertInto('account_tries')
    .values({ key, wrong: 0, last_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const row = await trx
    .selectFrom('account_tries')
    .select(['wrong', 'last_at'])
    .where('key', '=', key)
    .forUpdate()
    .executeTakeFirstOrThrow()
  return { wrong: row.wrong, lastAt: row.last_at }
}

export async function setTries(
  trx: Trx,
  { key, wrong, now }: { key: Buffer; wrong: number; now: Date },
): Promise<void> {
  await trx.updateTable('account_tries').set({ wrong, last_at: now }).where('key', '=', key).execute()
}

export async function deleteTries(trx: Trx, keys: Buffer[]): Promise<void> {
  if (keys.length > 0) await trx.deleteFrom('account_tries').where('key', 'in', keys).execute()
}

type AccountRow = {
  id: string
  email: string
  name: string
  password_hash: string | null
  totp_secret: Buffer | null
  totp_last_step: number
}

const secretsOfRow = (row: AccountRow): AccountSecrets => ({
  id: row.id,
  email: row.email,
  name: row.name,
  passwordHash: row.password_hash,
  totpSecret: row.totp_secret,
  totpLastStep: row.totp_last_step,
})

type SessionRow = {
  id: string
  token_hash: Buffer
  account_id: string
  stage: string
  browser: string
  created_at: Date
  last_seen_at: Date
}

const sessionOfRow = (row: SessionRow): Session => ({
  id: row.id,
  tokenHash: row.token_hash,
  accountId: row.account_id,
  stage: row.stage === 'signed in' ? 'signed in' : 'second factor due',
  browser: row.browser,
  createdAt: row.created_at,
  lastSeenAt: row.last_seen_at,
})

/** Counts that nobody has added to since then say nothing any more. */
export async function deleteTriesBefore(trx: Trx, oldest: Date): Promise<void> {
  await trx.deleteFrom('account_tries').where('last_at', '<', oldest).execute()
}

// Passkeys

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
