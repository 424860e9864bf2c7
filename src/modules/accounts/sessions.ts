import type { Clock } from '../../platform/clock/index.ts'
import type { Db, Trx } from '../../platform/db/index.ts'
import { newId } from '../../platform/ids/index.ts'
import { adultsOfAccount } from './account-adults.store.ts'
import type { Account } from './accounts.store.ts'
import { rolesAt } from './roles.store.ts'
import type { Role } from './rules/permissions.ts'
import {
  endsAfterUse,
  endsOfNewSession,
  isFresh,
  isSessionAlive,
  longestMinutes,
  type Proof,
  type SessionStage,
  type Tier,
  tierOf,
} from './rules/session-life.ts'
import {
  deleteSession,
  deleteSessionById,
  deleteSessionsOf,
  deleteSessionsOlderThan,
  type FoundSession,
  insertSession,
  type Session,
  sessionByToken,
  sessionsOf,
  touchSession,
} from './sessions.store.ts'
import { hashToken, newToken } from './tokens.ts'

/** Somebody signed in, on one of their browsers. */
export type SignedIn = {
  account: Account
  sessionId: string
  tokenHash: Buffer
  /** SEC-2: what this session opens at this moment. */
  tier: Tier
  /** Staff pages are open: a passkey or the app was used, and not too long ago. Which of them, the roles say. */
  isAtWork: boolean
  /** The person proved who they are a few minutes ago, so they may change how they sign in (S-17). */
  isFresh: boolean
  /** The record tier stays shut until then, after a change of how one signs in; null where nothing was changed lately. */
  recordPausedUntil: Date | null
}

/**
 * Starts a session and returns its token, which only the browser's cookie ever holds. `proof` says what was proved: a passkey, or
 * password and app, unless it is named.
 */
export async function startSession(
  trx: Trx,
  wanted: { accountId: string; stage: SessionStage; proof?: Proof; browser: string; clock: Clock },
): Promise<string> {
  const { accountId, stage, proof = 'device' } = wanted
  const token = newToken()
  const now = wanted.clock.now()
  await deleteSessionsOlderThan(trx, new Date(now.getTime() - longestMinutes * 60_000))
  const isFamily = (await adultsOfAccount(trx, accountId)).length > 0
  const isIn = stage === 'signed in'
  await insertSession(trx, {
    id: newId(),
    tokenHash: hashToken(token),
    accountId,
    stage,
    browser: wanted.browser.slice(0, 200),
    createdAt: now,
    lastSeenAt: now,
    provedAt: isIn ? now : null,
    ...(isIn ? endsOfNewSession({ proof, isFamily }, now) : nothingOpen),
  })
  return token
}

const nothingOpen = { twoFactorsAt: null, noticesUntil: null, recordUntil: null, staffUntil: null }

/** Who holds this token, if the session is alive; keeps it alive. */
export async function findSignedInIfAny(
  db: Db,
  { token, clock }: { token: string; clock: Clock },
): Promise<SignedIn | null> {
  return db.inInstance(async (trx) => {
    const found = await aliveSessionIfAny(trx, { token, stage: 'signed in', clock })
    if (!found) return null
    const now = clock.now()
    const { session } = found
    // Once a minute is exact enough, and spares a write with every page.
    if (now.getTime() - session.lastSeenAt.getTime() > 60_000)
      await touchSession(trx, { tokenHash: session.tokenHash, now, ends: endsAfterUse(session, now) })
    return signedInOf(found, now)
  })
}

function signedInOf({ session, account, recordFrom }: FoundSession, now: Date): SignedIn {
  return {
    account,
    sessionId: session.id,
    tokenHash: session.tokenHash,
    tier: tierOf(session, { recordFrom, now }),
    isAtWork: session.staffUntil !== null && session.staffUntil > now,
    isFresh: isFresh(session.provedAt, now),
    recordPausedUntil: recordFrom !== null && recordFrom > now ? recordFrom : null,
  }
}

/** The roles of somebody at a school; none for a stranger there. */
export async function findRoles(db: Db, at: { schoolId: string; accountId: string }): Promise<Role[]> {
  return db.inInstance((trx) => rolesAt(trx, at))
}

export async function aliveSessionIfAny(
  trx: Trx,
  { token, stage, clock }: { token: string; stage: SessionStage; clock: Clock },
): Promise<FoundSession | null> {
  const found = await sessionByToken(trx, hashToken(token))
  return found && found.session.stage === stage && isSessionAlive(found.session, clock.now()) ? found : null
}

/** Ends the session of this browser; one that has ended already stays ended. */
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
