import type { Trx } from '../../platform/db/index.ts'

export type CardCode = { place: number; codeHash: string }

/** A new card: the codes of the one before work no more. */
export async function replaceCard(
  trx: Trx,
  { accountId, codeHashes }: { accountId: string; codeHashes: string[] },
): Promise<void> {
  await trx.deleteFrom('account_card_codes').where('account_id', '=', accountId).execute()
  if (codeHashes.length === 0) return
  const rows = codeHashes.map((code_hash, index) => ({ account_id: accountId, place: index + 1, code_hash }))
  await trx.insertInto('account_card_codes').values(rows).execute()
}

/** Locked, so that a code is taken once. */
export async function lockUnusedCardCodes(trx: Trx, accountId: string): Promise<CardCode[]> {
  const rows = await trx
    .selectFrom('account_card_codes')
    .select(['place', 'code_hash'])
    .where('account_id', '=', accountId)
    .where('used_at', 'is', null)
    .orderBy('place')
    .forUpdate()
    .execute()
  return rows.map(({ place, code_hash }) => ({ place, codeHash: code_hash }))
}

/** How many codes of the card still work; null where there is no card. */
export async function cardCodesLeft(trx: Trx, accountId: string): Promise<number | null> {
  const rows = await trx
    .selectFrom('account_card_codes')
    .select('used_at')
    .where('account_id', '=', accountId)
    .execute()
  return rows.length === 0 ? null : rows.filter(({ used_at }) => used_at === null).length
}

export async function markCardCodeUsed(
  trx: Trx,
  { accountId, place, at }: { accountId: string; place: number; at: Date },
): Promise<void> {
  await trx
    .updateTable('account_card_codes')
    .set({ used_at: at })
    .where('account_id', '=', accountId)
    .where('place', '=', place)
    .execute()
}
