import type { Transaction } from 'kysely'
import type pg from 'pg'
import type { Database } from './schema.generated.ts'

/** An open transaction, with Kysely's builder and its `sql` tag. What it may see was decided by how it was opened. */
export type Trx = Transaction<Database>

export type Db = {
  /**
   * One transaction that sees and writes the rows of one school only; PostgreSQL refuses the rest.
   * Role `import` may write rows of origin `mis` and no others. Run again from the start when PostgreSQL reports a
   * serialization failure or a deadlock, so `work` must do nothing outside the database.
   */
  inSchool<T>(schoolId: string, work: (trx: Trx) => Promise<T>, options?: { role?: 'app' | 'import' }): Promise<T>
  /** One transaction on what belongs to the instance (schools, accounts, sessions). Rows of schools are invisible in it. */
  inInstance<T>(work: (trx: Trx) => Promise<T>): Promise<T>
  /** One transaction that sees delivery rows of all schools and nothing else. */
  asDeliveryWorker<T>(work: (trx: Trx) => Promise<T>): Promise<T>
  pool: pg.Pool
  close(): Promise<void>
}
