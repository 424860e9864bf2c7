import type { Clock } from '../../platform/clock/index.ts'
import type { Db } from '../../platform/db/index.ts'
import { type Actor, recordAct } from '../audit/index.ts'
import { type Account, accountById, setPassword } from './accounts.store.ts'
import { hashPassword, isPassword } from './password.ts'
import { schoolIdsOf } from './roles.store.ts'
import { whatIsWrongWithPassword } from './rules/password-rule.ts'
import { deleteSessionsOf } from './sessions.store.ts'
import { chargeTry, keyOfTries } from './sign-in.ts'
import { deleteTries } from './tries.store.ts'

export type PasswordChange = { currentPassword: string; newPassword: string }
export type PasswordOutcome =
  | { outcome: 'done' }
  /** What needs another look, by field; nothing was changed. */
  | { outcome: 'wrong'; errors: Partial<Record<keyof PasswordChange, string>> }
  /** Too many wrong tries: nothing was looked at. */
  | { outcome: 'wait'; seconds: number }

/** Whether the account has a password that can be changed; one who is let in by a click in the demo has none. */
export async function signsInWithPassword(db: Db, { accountId }: { accountId: string }): Promise<boolean> {
  return (await db.inInstance((trx) => accountById(trx, accountId)))?.passwordHash != null
}

/**
 * SEC-1: changes one's own password, proved by the one of today, and ends every session but this one. Wrong tries are
 * slowed down like those at sign-in (SEC-3). Journalled at each school of the person.
 */
export async function changeOwnPassword(
  db: Db,
  wanted: PasswordChange & { account: Account; tokenHash: Buffer; clock: Clock },
): Promise<PasswordOutcome> {
  const { account, currentPassword, newPassword, clock } = wanted
  const key = keyOfTries(['own password', account.id, null])
  const seconds = await chargeTry(db, { key, clock })
  if (seconds > 0) return { outcome: 'wait', seconds }
  const held = await db.inInstance((trx) => accountById(trx, account.id))
  if (!held?.passwordHash || !(await isPassword(currentPassword, held.passwordHash))) {
    return { outcome: 'wrong', errors: { currentPassword: 'This is not your password of today.' } }
  }
  await db.inInstance((trx) => deleteTries(trx, [key]))
  const problem =
    newPassword === currentPassword
      ? 'This is the password you have already.'
      : whatIsWrongWithPassword(newPassword, account)
  if (problem) return { outcome: 'wrong', errors: { newPassword: problem } }
  const passwordHash = await hashPassword(newPassword)
  await db.inInstance(async (trx) => {
    await setPassword(trx, { id: account.id, passwordHash })
    await deleteSessionsOf(trx, { accountId: account.id, except: wanted.tokenHash })
  })
  await recordAtEachSchool(db, { account, clock })
  return { outcome: 'done' }
}

async function recordAtEachSchool(db: Db, { account, clock }: { account: Account; clock: Clock }): Promise<void> {
  const actor: Actor = { kind: 'staff', accountId: account.id, name: account.name }
  const act = { actor, act: 'account.password-changed', subject: { kind: 'account', id: account.id } }
  for (const schoolId of await db.inInstance((trx) => schoolIdsOf(trx, account.id))) {
    await db.inSchool(schoolId, (trx) => recordAct(trx, { schoolId, ...act }, clock.now()))
  }
}
