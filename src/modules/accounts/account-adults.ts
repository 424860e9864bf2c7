import type { Clock } from '../../platform/clock/index.ts'
import type { Db, Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import {
  type AdultAtSchool,
  accountIdOfAdultIfAny,
  adultsOfAccount,
  insertAccountAdult,
} from './account-adults.store.ts'
import { accountById } from './accounts.store.ts'
import { hasAnyWay } from './administering.ts'
import { accountIdsWithChannels, channelsOf } from './channels.store.ts'
import { deleteSessionsOf } from './sessions.store.ts'

/** The schools where this account is an adult, and which adult; oldest first (LA-4). */
export function listAdultsOfAccount(db: Db, accountId: string): Promise<AdultAtSchool[]> {
  return db.inInstance((trx) => adultsOfAccount(trx, accountId))
}

/** Whose account an adult has; null where they have none. Works inside a transaction of the school too. */
export function findAccountOfAdultIfAny(trx: Trx, adult: AdultAtSchool): Promise<string | null> {
  return accountIdOfAdultIfAny(trx, adult)
}

/** Signs somebody out everywhere, who is this adult at the school; nothing where they have no account. Works inside a transaction of the school. */
export async function endSessionsOfAdult(trx: Trx, adult: AdultAtSchool): Promise<void> {
  const accountId = await accountIdOfAdultIfAny(trx, adult)
  if (accountId !== null) await deleteSessionsOf(trx, { accountId, except: null })
}

/**
 * From now on the account is this adult at this school. Saying it again changes nothing. Refuses where the adult has another account,
 * or the account is another adult there: nothing is merged silently (LET-11).
 */
export async function joinAdultToAccount(
  trx: Trx,
  { clock, ...joining }: AdultAtSchool & { accountId: string; clock: Clock },
): Promise<void> {
  if (await insertAccountAdult(trx, { ...joining, at: clock.now() })) return
  throw new Refusal(
    'account.other-person',
    'This account and these details belong to two different people on record. Nothing was changed. Ask the school office.',
  )
}

/** Whether each of these was proved for this account. */
export async function hasProved(
  trx: Trx,
  { accountId, values }: { accountId: string; values: readonly string[] },
): Promise<boolean> {
  const proved = (await channelsOf(trx, accountId)).map(({ value }) => value)
  return values.every((value) => proved.includes(value))
}

/** Whether an administrator took every way into it away, so that a fresh letter may set a new one (S-16). */
export async function isCleared(trx: Trx, accountId: string): Promise<boolean> {
  const account = await accountById(trx, accountId)
  return account !== null && !(await hasAnyWay(trx, account))
}

/** Whether an open account has proved one of these. */
export async function someoneSignsInWith(trx: Trx, values: string[]): Promise<boolean> {
  return (await accountIdsWithChannels(trx, values)).length > 0
}
