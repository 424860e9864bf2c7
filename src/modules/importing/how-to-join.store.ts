import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'

/**
 * For the rest of the transaction, what is asked for by a thousand keys at once is found in indexes. By PostgreSQL's usual cost
 * of a page out of order, which is that of a turning disk, it would read whole tables for them instead.
 */
export async function lookUpInIndexes(trx: Trx): Promise<void> {
  await sql`set local random_page_cost = 1.1`.execute(trx)
}

/**
 * For the rest of the transaction, the pages of what is found in indexes are fetched together and not each when its turn comes: of a
 * thousand families out of an authority few are in memory. Where PostgreSQL cannot ask the disk ahead nothing changes, nor on
 * YugabyteDB, which would read whole tables instead.
 */
export async function fetchPagesTogether(trx: Trx): Promise<void> {
  await sql`
    select set_config(name, value, true) from (values ('enable_indexscan', 'off'), ('effective_io_concurrency', '200')) as s (name, value)
    where current_setting('effective_io_concurrency') <> '0' and version() not like '%-YB-%'`.execute(trx)
}

/** Has PostgreSQL count people, links and what hangs on them, where they have become a tenth more or many times as many. As the import role. */
export async function countPeopleIfGrown(trx: Trx, newLinks: number): Promise<void> {
  await sql`select gatehouse.count_people(${newLinks})`.execute(trx)
}

/**
 * Sets of which nothing is known beforehand are not joined row by row: of a table that was empty when PostgreSQL last counted it,
 * each row would be compared with each other one.
 */
export async function joiningWholeSets<Result>(trx: Trx, work: () => Promise<Result>): Promise<Result> {
  const { rows } = await sql<{ before: string }>`select current_setting('enable_nestloop') as before`.execute(trx)
  await sql`set local enable_nestloop = off`.execute(trx)
  const result = await work()
  await sql`select set_config('enable_nestloop', ${rows[0]?.before ?? 'on'}, true)`.execute(trx)
  return result
}
