import type { Trx } from '../../platform/db/index.ts'
import type { Account } from './accounts.store.ts'
import type { SessionEnds, SessionStage } from './rules/session-life.ts'

export type Session = SessionEnds & {
  id: string
  tokenHash: Buffer
  accountId: string
  stage: SessionStage
  browser: string
  createdAt: Date
  lastSeenAt: Date
  /** When the person last proved who they are, by whatever they had. */
  provedAt: Date | null
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
      proved_at: session.provedAt,
      two_factors_at: session.twoFactorsAt,
      ...rowOfEnds(session),
    })
    .execute()
}

/** `recordFrom`: until then the account opens no record. */
export type FoundSession = { session: Session; account: Account; recordFrom: Date | null }

export async function sessionByToken(trx: Trx, tokenHash: Buffer): Promise<FoundSession | null> {
  const row = await trx
    .selectFrom('account_sessions')
    .innerJoin('accounts', 'accounts.id', 'account_sessions.account_id')
    .where('account_sessions.token_hash', '=', tokenHash)
    .where('accounts.closed_at', 'is', null)
    .selectAll('account_sessions')
    .select(['accounts.email', 'accounts.mobile', 'accounts.name', 'accounts.record_from'])
    .executeTakeFirst()
  if (!row) return null
  const { account_id: id, email, mobile, name } = row
  return { session: sessionOfRow(row), account: { id, email, mobile, name }, recordFrom: row.record_from }
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

export async function touchSession(
  trx: Trx,
  { tokenHash, now, ends }: { tokenHash: Buffer; now: Date; ends: SessionEnds },
): Promise<void> {
  await trx
    .updateTable('account_sessions')
    .set({ last_seen_at: now, ...rowOfEnds(ends) })
    .where('token_hash', '=', tokenHash)
    .execute()
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

const rowOfEnds = (ends: SessionEnds) => ({
  notices_until: ends.noticesUntil,
  record_until: ends.recordUntil,
  staff_until: ends.staffUntil,
})

type SessionRow = {
  id: string
  token_hash: Buffer
  account_id: string
  stage: string
  browser: string
  created_at: Date
  last_seen_at: Date
  proved_at: Date | null
  two_factors_at: Date | null
  notices_until: Date | null
  record_until: Date | null
  staff_until: Date | null
}

const sessionOfRow = (row: SessionRow): Session => ({
  id: row.id,
  tokenHash: row.token_hash,
  accountId: row.account_id,
  stage: row.stage === 'signed in' ? 'signed in' : 'second factor due',
  browser: row.browser,
  createdAt: row.created_at,
  lastSeenAt: row.last_seen_at,
  provedAt: row.proved_at,
  twoFactorsAt: row.two_factors_at,
  noticesUntil: row.notices_until,
  recordUntil: row.record_until,
  staffUntil: row.staff_until,
})
