import type { Clock } from '../../platform/clock/index.ts'
import type { Db, Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import type { Actor } from '../audit/index.ts'
import {
  type AccountSecrets,
  accountByName,
  setCodesBy,
  setPassword,
  setRecoveryHash,
  setTotp,
} from './accounts.store.ts'
import { type AccountRow, accountRows, closeAccountRow } from './administering.store.ts'
import { replaceCard } from './card-codes.store.ts'
import { journalAtEachSchool } from './changing.ts'
import { deletePasskeysOf, passkeysOf } from './passkeys.store.ts'
import { schoolIdsOf } from './roles.store.ts'
import { readSignInName } from './rules/sign-in-name.ts'
import { deleteSessionsOf } from './sessions.store.ts'
import { schoolToWriteFrom, tellOfChange } from './telling.ts'

type Administering = { accountId: string; actor: Actor; clock: Clock }

/** Accounts by name, for administrators; of one school where that is named. */
export function listAccounts(db: Db, wanted: { schoolId: string | null; limit: number }): Promise<AccountRow[]> {
  return db.inInstance((trx) => accountRows(trx, wanted))
}

/** Who signs in by this email or mobile. Refuses where nobody does. */
export async function findAccount(db: Db, typed: string): Promise<AccountRow> {
  const row = await db.inInstance(async (trx) => {
    const account = await accountByName(trx, readSignInName(typed))
    return account ? (await accountRows(trx, { accountId: account.id, limit: 1 }))[0] : undefined
  })
  if (row) return row
  throw new Refusal('account.not-found', `Nobody signs in as “${typed}”. Nothing was changed.`)
}

/** Ends every session of somebody, at once. */
export async function signOutEverywhere(db: Db, { accountId, actor, clock }: Administering): Promise<void> {
  await db.inInstance((trx) => deleteSessionsOf(trx, { accountId, except: null }))
  await journalAtEachSchool(db, { accountId, act: 'account.signed-out', actor, clock })
}

/**
 * For who is locked out: takes every way to sign in away, ends their sessions and tells them on every proved channel. It makes no new
 * way: a family registers with a fresh letter, staff are invited anew (S-16).
 */
export async function clearSignIn(db: Db, administering: Administering): Promise<void> {
  await withNotice(db, administering, { change: 'cleared', work: (trx) => forgetWays(trx, administering.accountId) })
  await journalAtEachSchool(db, { ...administering, act: 'account.cleared' })
}

/** Closes the sign-in of a family for good; what schools hold of the person stays. Refuses while they work at a school. */
export async function closeAccount(db: Db, administering: Administering): Promise<void> {
  const { accountId, clock } = administering
  if ((await db.inInstance((trx) => schoolIdsOf(trx, accountId))).length > 0) {
    throw new Refusal(
      'account.staff',
      'This person works at a school. Take their role away first, with `gatehouse staff remove`. Nothing was changed.',
    )
  }
  await journalAtEachSchool(db, { ...administering, act: 'account.closed' })
  await withNotice(db, administering, {
    change: 'closed',
    async work(trx) {
      await forgetWays(trx, accountId)
      await closeAccountRow(trx, { id: accountId, at: clock.now() })
    },
  })
}

/** The notice stands in the transaction of the act, and is made first: afterwards it may not be known any more whom to tell. */
async function withNotice(
  db: Db,
  { accountId, clock }: Administering,
  { change, work }: { change: 'cleared' | 'closed'; work(trx: Trx): Promise<void> },
): Promise<void> {
  const school = await schoolToWriteFrom(db, accountId)
  if (!school) return db.inInstance(work)
  await db.inSchool(school.id, async (trx) => {
    await tellOfChange(trx, { school, accountId, change, language: 'en', clock })
    await work(trx)
  })
}

/** Every way to sign in, of whatever kind, and every session. */
export async function forgetWays(trx: Trx, accountId: string): Promise<void> {
  await setPassword(trx, { id: accountId, passwordHash: null })
  await deletePasskeysOf(trx, accountId)
  await replaceCard(trx, { accountId, codeHashes: [] })
  await setTotp(trx, { id: accountId, totpSecret: null, totpLastStep: 0 })
  await setCodesBy(trx, { id: accountId, emailedCodes: false, textedCodes: false })
  await setRecoveryHash(trx, { id: accountId, recoveryHash: null })
  await deleteSessionsOf(trx, { accountId, except: null })
}

/** Whether anything opens the account at all. */
export async function hasAnyWay(trx: Trx, account: Pick<AccountSecrets, 'id' | 'passwordHash'>): Promise<boolean> {
  return account.passwordHash !== null || (await passkeysOf(trx, account.id)).length > 0
}
