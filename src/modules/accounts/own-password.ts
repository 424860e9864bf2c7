import type { Db } from '../../platform/db/index.ts'
import { accountById, setPassword } from './accounts.store.ts'
import { type Changing, changeSignIn } from './changing.ts'
import { hashPassword, isPassword } from './password.ts'
import { type PasswordProblem, problemOfPassword } from './rules/password-rule.ts'
import { hasSecondFactor, secondFactorsOf } from './second-factors.ts'
import { deleteSessionsOf } from './sessions.store.ts'
import { deleteTries } from './tries.store.ts'
import { chargeTry, keyOfTries } from './tries.ts'

export type PasswordChange = { currentPassword: string; newPassword: string }
export type PasswordOutcome =
  | { outcome: 'done' }
  /** What needs another look; nothing was changed. */
  | { outcome: 'wrong'; field: 'currentPassword'; problem: 'not yours' }
  | { outcome: 'wrong'; field: 'newPassword'; problem: PasswordProblem | 'the same' }
  /** Too many wrong tries: nothing was looked at. */
  | { outcome: 'wait'; seconds: number }

/**
 * SEC-1: changes one's own password, proved by the one of today, and ends every session but this one. Wrong tries are
 * slowed down like those at sign-in (SEC-3). Journalled at each school of the person.
 */
export async function changeOwnPassword(
  db: Db,
  wanted: PasswordChange & Changing & { tokenHash: Buffer },
): Promise<PasswordOutcome> {
  const { account, currentPassword, newPassword, clock } = wanted
  const key = keyOfTries(['own password', account.id, null])
  const seconds = await chargeTry(db, { key, clock })
  if (seconds > 0) return { outcome: 'wait', seconds }
  const held = await db.inInstance((trx) => accountById(trx, account.id))
  if (!held?.passwordHash || !(await isPassword(currentPassword, held.passwordHash)))
    return { outcome: 'wrong', field: 'currentPassword', problem: 'not yours' }
  const alone = await db.inInstance(async (trx) => {
    await deleteTries(trx, [key])
    return !hasSecondFactor(await secondFactorsOf(trx, held))
  })
  const problem =
    newPassword === currentPassword ? ('the same' as const) : problemOfPassword(newPassword, { ...account, alone })
  if (problem) return { outcome: 'wrong', field: 'newPassword', problem }
  const passwordHash = await hashPassword(newPassword)
  await changeSignIn(db, wanted, {
    change: 'password',
    async work(trx) {
      await setPassword(trx, { id: account.id, passwordHash })
      await deleteSessionsOf(trx, { accountId: account.id, except: wanted.tokenHash })
    },
  })
  return { outcome: 'done' }
}
