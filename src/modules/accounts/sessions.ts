import type { Clock } from '../../platform/clock/index.ts'
import type { Db, Trx } from '../../platform/db/index.ts'
import { newId } from '../../platform/ids/index.ts'
import {
  type Account,
  deleteSession,
  deleteSessionById,
  deleteSessionsOf,
  deleteSessionsOlderThan,
  insertSession,
  rolesAt,
  type Session,
  sessionByToken,
  sessionsOf,
  touchSession,
} from './accounts.store.ts'
import type { Role } from './rules/permissions.ts'
import { absoluteMinutes, isSessionAlive, type SessionStage } from './rules/session-life.ts'
import { hashToken, newToken } from './tokens.ts'

/** Somebody signed in, on one of their browsers. */
export type SignedIn = { account: Account; sessionId: string; tokenHash: Buffer }

/** Starts a session and returns its token, which only the browser's cookie ever holds. */
export async function startSession(
  trx: Trx,
  wanted: { accountId: string; stage: SessionStage; browser: string; clock: Clock },
): Promise<string> {
  const token = newToken()
  const now = wanted.clock.now()
  await deleteSessionsOlderThan(trx, new Date(now.getTime() - absoluteMinutes * 60_000))
  await insertSession(trx, {
    id: newId(),
    tokenHash: hashToken(token),
    accountId: wanted.accountId,
    stage: wanted.stage,
    browser: wanted.browser.slice(0, 200),
    createdAt: now,
    lastSeenAt: now,
  })
  return token
}

/** Who holds this token, if the session is alive; keeps it alive. */
export async function findSignedInIfAny(
  db: Db,
  { token, clock }: { token: string; clock: Clock },
): Promise<SignedIn | null> {
  return db.inInstance(async (trx) => {
    const found = await aliveSessionIfAny(trx, { token, stage: 'signed in', clock })
    if (!found) return null
    const now = clock.now()
    // Once a minute is exact enough, and spares a write with every page.
    if (now.getTime() - found.session.lastSeenAt.getTime() > 60_000)
      await touchSession(trx, { tokenHash: found.session.tokenHash, now })
    return { account: found.account, sessionId: found.session.id, tokenHash: found.session.tokenHash }
  })
}

/** The roles of somebody at a school; none for a stranger there. */
export async function findRoles(db: Db, at: { schoolId: string; accountId: string }): Promise<Role[]> {
  return db.inInstance((trx) => rolesAt(trx, at))
}

export async function aliveSessionIfAny(
  trx: Trx,
  { token, stage, clock }: { token: string; stage: SessionStage; clock: Clock },
): Promise<{ session: Session; account: Account } | null> {
  const found = await sessionByToken(trx, hashToken(token))
  return found && found.session.stage === stage && isSessionAlive(found.session, clock.now()) ? found : null
}

export async function signOut(db: Db, { token }: { token: string }): Promise<void> {
  await db.inInstance((trx) => deleteSession(trx, hashToken(token)))
}

/** The browsers on which somebody is signed in, last used first. */
export async function listSessions(
  db: Db,
  { accountId, clock }: { accountId: string; clock: Clock },
): Promise<Session[]> {
  const all = await db.inInstance((trx) => sessionsOf(trx, accountId))
  return all.filter((session) => isSessionAlive(session, clock.now()))
}

/** Ends one session of the person's own. */
export async function endSession(db: Db, which: { id: string; accountId: string }): Promise<void> {
  await db.inInstance((trx) => deleteSessionById(trx, which))
}

/** Signs the person out everywhere but here. */
export async function endOtherSessions(
  db: Db,
  { accountId, tokenHash }: { accountId: string; tokenHash: Buffer },
): Promise<void> {
  await db.inInstance((trx) => deleteSessionsOf(trx, { accountId, except: tokenHash }))
}
