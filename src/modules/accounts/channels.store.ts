import type { Trx } from '../../platform/db/index.ts'

/** An email or mobile that the person proved to be theirs. Two people may share one. */
export type ProvedChannel = { kind: 'email' | 'mobile'; value: string; provedAt: Date }

/** Newest first, so that the first of a kind is the one in use. */
export async function channelsOf(trx: Trx, accountId: string): Promise<ProvedChannel[]> {
  const rows = await trx
    .selectFrom('account_channels')
    .select(['kind', 'value', 'proved_at'])
    .where('account_id', '=', accountId)
    .orderBy('proved_at', 'desc')
    .execute()
  return rows.map(({ kind, value, proved_at }) => ({
    kind: kind === 'email' ? 'email' : 'mobile',
    value,
    provedAt: proved_at,
  }))
}

export async function insertChannel(
  trx: Trx,
  { accountId, kind, value, provedAt }: ProvedChannel & { accountId: string },
): Promise<void> {
  await trx
    .insertInto('account_channels')
    .values({ account_id: accountId, kind, value, proved_at: provedAt })
    .onConflict((conflict) => conflict.columns(['account_id', 'kind', 'value']).doUpdateSet({ proved_at: provedAt }))
    .execute()
}

export async function deleteOtherChannels(
  trx: Trx,
  { accountId, kind, value }: Omit<ProvedChannel, 'provedAt'> & { accountId: string },
): Promise<void> {
  await trx
    .deleteFrom('account_channels')
    .where('account_id', '=', accountId)
    .where('kind', '=', kind)
    .where('value', '!=', value)
    .execute()
}

/** The open accounts that have proved one of these; each once. */
export async function accountIdsWithChannels(trx: Trx, values: string[]): Promise<string[]> {
  if (values.length === 0) return []
  const rows = await trx
    .selectFrom('account_channels')
    .innerJoin('accounts', 'accounts.id', 'account_channels.account_id')
    .select('account_channels.account_id')
    .distinct()
    .where('account_channels.value', 'in', values)
    .where('accounts.closed_at', 'is', null)
    .execute()
  return rows.map(({ account_id }) => account_id)
}
