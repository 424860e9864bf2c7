import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'

/**
 * For the rest of the transaction, what is asked for by a thousand keys at once is found in indexes. By PostgreSQL's usual cost
 * of a page out of order, which is that of a turning disk, it would read whole tables for them instead.
 */
export async function lookUpInIndexes(trx: Trx): Promise<void> {
  await sql`set local random_page_cost = 1.1`.execute(trx)
}
