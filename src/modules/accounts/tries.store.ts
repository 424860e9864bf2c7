import type { Trx } from '../../platform/db/index.ts'

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

/** Counts that nobody has added to since then say nothing any more. */
export async function deleteTriesBefore(trx: Trx, oldest: Date): Promise<void> {
  await trx.deleteFrom('account_tries').where('last_at', '<', oldest).execute()
}
