import { Kysely, PostgresDialect, type PostgresPoolClient } from 'kysely'
import type pg from 'pg'
import { isId } from '../ids/index.ts'
import { errorCode } from './connection.ts'
import type { Database } from './schema.generated.ts'
import type { Db, Trx } from './types.ts'

type Role = 'gatehouse_app' | 'gatehouse_import' | 'gatehouse_delivery'

/** The only way into the database: every transaction says whose rows it may see before it does anything else. */
export function databaseOn(pool: pg.Pool, afterClose: () => Promise<void>): Db {
  return {
    inSchool(schoolId, work, { role = 'app' } = {}) {
      if (!isId(schoolId)) throw new Error(`"${schoolId}" is not the id of a school`)
      return transaction(pool, { role: `gatehouse_${role}`, schoolId }, work)
    },
    inInstance: (work) => transaction(pool, { role: 'gatehouse_app', schoolId: '' }, work),
    asDeliveryWorker: (work) => transaction(pool, { role: 'gatehouse_delivery', schoolId: '' }, work),
    pool,
    async close() {
      await pool.end()
      await afterClose()
    },
  }
}

/** A transaction as whoever the pool connects as, without a school. For migrations and for tests that set the scene. */
export function transactionAsConnected<T>(pool: pg.Pool, work: (trx: Trx) => Promise<T>): Promise<T> {
  return transaction(pool, null, work)
}

/** The connection that a transaction runs on, for COPY, which Kysely has no words for. */
export function clientOf(trx: Trx): pg.PoolClient {
  const client = clients.get(trx)
  if (!client) throw new Error('this transaction was not opened by inSchool, inInstance or asDeliveryWorker')
  return client
}

const clients = new WeakMap<Trx, pg.PoolClient>()
const mostTries = 5

async function transaction<T>(
  pool: pg.Pool,
  scope: { role: Role; schoolId: string } | null,
  work: (trx: Trx) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transactionOnce(pool, scope, work)
    } catch (error) {
      if (attempt === mostTries || !mayBeTriedAgain(error)) throw error
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * 2 ** attempt))
    }
  }
}

async function transactionOnce<T>(
  pool: pg.Pool,
  scope: { role: Role; schoolId: string } | null,
  work: (trx: Trx) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  // Both end with the transaction, so nothing of it is left on the connection for whoever uses it next.
  const settings = scope ? `; set local role ${scope.role}; set local app.school_id = '${scope.schoolId}'` : ''
  // Kysely keeps its connection to itself; a Kysely around this one connection lets `clientOf` find it.
  const connect = async () => beginningWith(client, `begin${settings}`)
  const kysely = new Kysely<Database>({
    dialect: new PostgresDialect({ pool: { options: {}, connect, end: async () => {} } }),
  })
  return kysely.transaction().execute((trx) => {
    clients.set(trx, client)
    return work(trx)
  })
}

/** The connection for Kysely; where it says `begin`, what the transaction may see is said too, without a round trip of its own. */
function beginningWith(client: pg.PoolClient, statements: string): PostgresPoolClient {
  const query = async (text: string, values: readonly unknown[]) => {
    if (text !== 'begin') return client.query(text, values as unknown[])
    try {
      await client.query(statements)
    } catch (error) {
      // Kysely takes a transaction that could not begin for one that is not there.
      await client.query('rollback').catch(() => {})
      throw error
    }
    return { command: 'BEGIN', rowCount: 0, rows: [] }
  }
  return { query: query as unknown as PostgresPoolClient['query'], release: () => client.release() }
}

function mayBeTriedAgain(error: unknown): boolean {
  const serializationFailure = '40001'
  const deadlock = '40P01'
  return [serializationFailure, deadlock].includes(errorCode(error))
}
