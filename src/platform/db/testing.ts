import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { silentLog } from '../log/index.ts'
import { projectRoot } from '../paths/index.ts'
import { connect, errorCode, openPool, type Place } from './connection.ts'
import { useCluster } from './embedded.ts'
import { isRunning } from './file-lock.ts'
import { migrate, readMigrations } from './migrations.ts'
import { databaseOn, transactionAsConnected } from './transactions.ts'
import type { Db, Trx } from './types.ts'

export type TestDb = Db & {
  /** A transaction as the owner of the tables, past every row-level policy: to set a scene or to look at all of it. */
  asOwner<T>(work: (trx: Trx) => Promise<T>): Promise<T>
  /** One look at all of it, past every policy, in one round trip. */
  look<Row>(text: string, values: unknown[]): Promise<Row[]>
  /** What another process finds in its environment to work on this database. `name` tells its connections from those of others. */
  environmentOf(name: string): { DATABASE_URL: string; DATABASE_OWNER_URL: string }
}

/**
 * A fresh, migrated database that nobody else uses. The server is DATABASE_URL when set, else one embedded cluster of
 * this project in the temporary folder, which keeps running between runs. `close()` drops the database. `prepared`: for who asks
 * the same few statements a million times; each is planned once a connection.
 */
export async function testDatabase({ prepared = false } = {}): Promise<TestDb> {
  const server = await findServer()
  databases += 1
  const name = `gatehouse_test_${process.pid}_${databases}`
  await onServer(server, async (client) => {
    // Test files share one process and may ask at the same moment; the template is made once.
    templateMade ??= makeTemplate(server, client)
    const template = await templateMade
    await client.query(`create database ${name} template ${template}`)
  })
  // Without it each of the first five runs of a prepared statement would be planned for itself.
  const options = prepared ? '-c plan_cache_mode=force_generic_plan -c enable_seqscan=off' : ''
  const pool = openPool(server.runtime(name), silentLog, { max: 5, options: `${server.runtimeOptions} ${options}` })
  const ownerPool = openPool(server.owner(name), silentLog, { max: 2, options })
  if (prepared) for (const one of [pool, ownerPool]) prepareWhatComesAgain(one)
  const db = databaseOn(pool, async () => {
    await ownerPool.end()
    await onServer(server, (client) => client.query(`drop database if exists ${name} with (force)`))
    if (server.leave) await server.leave()
  })
  return {
    ...db,
    asOwner: (work) => transactionAsConnected(ownerPool, work),
    look: async (text, values) => (await ownerPool.query(text, values)).rows,
    environmentOf: (program) => ({
      DATABASE_URL: urlOf(server.runtime(name), program),
      DATABASE_OWNER_URL: urlOf(server.owner(name), program),
    }),
  }
}

function urlOf(place: Place, program: string): string {
  const isUrl = 'connectionString' in place
  const url = new URL(
    isUrl ? place.connectionString : `postgres://${place.user}@localhost:${place.port}/${place.database}`,
  )
  if (!isUrl) url.searchParams.set('host', place.host)
  url.searchParams.set('application_name', program)
  return url.href
}

/** Most of the time of a small statement is its parsing and planning. */
function prepareWhatComesAgain(pool: pg.Pool): void {
  const seen = new Map<string, { times: number; name: string }>()
  const nameOf = (text: string): string | undefined => {
    const one = seen.get(text) ?? { times: 0, name: `again_${seen.size}` }
    one.times += 1
    if (one.times === 1) seen.set(text, one)
    return one.times > 2 ? one.name : undefined
  }
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>
    const byName = (text: unknown, values: unknown, ...rest: unknown[]) => {
      const name = typeof text === 'string' && Array.isArray(values) ? nameOf(text) : undefined
      return name ? query({ name, text, values }, ...rest) : query(text, values, ...rest)
    }
    client.query = byName as typeof client.query
  })
}

type Server = {
  owner(database: string): Place
  runtime(database: string): Place
  runtimeOptions: string
  leave?(): Promise<void>
}

let databases = 0
let templateMade: Promise<string> | null = null

async function findServer(): Promise<Server> {
  const url = process.env.DATABASE_URL
  if (!url) {
    const hash = createHash('sha256').update(`${projectRoot} ${process.getuid?.()}`).digest('hex').slice(0, 8)
    const cluster = await useCluster(join(tmpdir(), `gatehouse-test-${hash}`), silentLog, { forTests: true })
    return {
      owner: (database) => cluster.place('postgres', database),
      runtime: (database) => cluster.place('gatehouse_runtime', database),
      runtimeOptions: '',
      leave: cluster.leave,
    }
  }
  const place = (database: string) => {
    const other = new URL(url)
    other.pathname = `/${database}`
    return { connectionString: other.href }
  }
  return { owner: place, runtime: place, runtimeOptions: '-c role=gatehouse_app' }
}

async function onServer<T>(server: Server, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await connect(server.owner('postgres'))
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** The migrated database that tests are copied from. Its name follows the migrations, so that changed ones make a new one. */
async function makeTemplate(server: Server, client: pg.Client): Promise<string> {
  const migrations = readMigrations()
  const hash = createHash('sha256').update(migrations.map(({ name, checksum }) => `${name} ${checksum}`).join('\n'))
  const template = `gatehouse_template_${hash.digest('hex').slice(0, 12)}`
  const { rows } = await client.query('select 1 from pg_database where datname = $1', [template])
  if (rows.length > 0) return template
  await dropLeftovers(client)
  // Made under a name of its own and renamed when finished: another process may be making the same one.
  const unfinished = `gatehouse_test_${process.pid}_template`
  await client.query(`create database ${unfinished}`)
  const owner = await connect(server.owner(unfinished))
  await migrate(owner, migrations).finally(() => owner.end())
  try {
    await client.query(`alter database ${unfinished} rename to ${template}`)
  } catch (error) {
    const madeByAnother = ['42P04', '23505'].includes(errorCode(error))
    if (!madeByAnother) throw error
    await client.query(`drop database ${unfinished}`)
  }
  return template
}

/** Drops earlier templates, and databases of test runs that were killed. */
async function dropLeftovers(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ datname: string }>(
    `select datname from pg_database where datname ~ '^gatehouse_(test|template)_'`,
  )
  for (const { datname } of rows) {
    const pid = /^gatehouse_test_(\d+)_/.exec(datname)?.[1]
    if (pid && isRunning(Number(pid))) continue
    // Another process may be copying from it or dropping it: then it is left to the next run.
    await client.query(`drop database if exists ${datname}`).catch(() => {})
  }
}
