import type pg from 'pg'
import type { Config } from '../config/index.ts'
import { Refusal } from '../errors/index.ts'
import type { Log } from '../log/index.ts'
import { connect, errorCode, openPool, type Place } from './connection.ts'
import { useCluster } from './embedded.ts'
import { findPending, migrate, readMigrations } from './migrations.ts'
import { databaseOn } from './transactions.ts'
import type { Db } from './types.ts'

type Where = Pick<Config, 'dataFolder' | 'databaseUrl' | 'databaseOwnerUrl'>

/** Where the owner of the tables and the running program connect, and what to do when both are finished. */
type Server = {
  owner: Place
  runtime: Place
  runtimeOptions?: string
  letRuntimeIn(): Promise<void>
  leave(): Promise<void>
}

/**
 * Opens the database: DATABASE_URL when it is set, else the embedded PostgreSQL under the data folder, which is started
 * when it does not run. Brings it up to date first. Close it, or the process does not end.
 */
export async function openDatabase(where: Where, log: Log): Promise<Db> {
  const server = await findServer(where, log)
  try {
    const done = await withClient(server.owner, (client) => migrate(client, readMigrations()))
    if (done.length > 0) log.info({ migrations: done }, 'the database was brought up to date')
    await server.letRuntimeIn()
    const pool = openPool(server.runtime, log, server.runtimeOptions ? { options: server.runtimeOptions } : {})
    return databaseOn(pool, server.leave)
  } catch (error) {
    await server.leave()
    throw error
  }
}

/** The names of the migrations that starting the program would run. Changes nothing. */
export async function listPendingMigrations(where: Where, log: Log): Promise<string[]> {
  const server = await findServer(where, log)
  try {
    const pending = await withClient(server.owner, (client) => findPending(client, readMigrations()))
    return pending.map(({ name }) => name)
  } finally {
    await server.leave()
  }
}

async function findServer(where: Where, log: Log): Promise<Server> {
  if (where.databaseUrl) return externalServer(where.databaseUrl, where.databaseOwnerUrl)
  const cluster = await useCluster(where.dataFolder, log)
  await createDatabase(cluster.place('postgres', 'postgres'), 'gatehouse')
  return {
    owner: cluster.place('postgres', 'gatehouse'),
    runtime: cluster.place('gatehouse_runtime', 'gatehouse'),
    letRuntimeIn: async () => {},
    leave: cluster.leave,
  }
}

function externalServer(databaseUrl: string, ownerUrl: string | null): Server {
  return {
    owner: { connectionString: ownerUrl ?? databaseUrl },
    runtime: { connectionString: databaseUrl },
    // Whoever signs in there steps down at once, so that no statement runs with more rights than it needs.
    runtimeOptions: '-c role=gatehouse_app',
    letRuntimeIn: () => letIn(databaseUrl, ownerUrl ?? databaseUrl),
    leave: async () => {},
  }
}

/** Whoever DATABASE_URL signs in as must be able to take the program's roles; the owner, who made them, may allow it. */
async function letIn(databaseUrl: string, ownerUrl: string): Promise<void> {
  const runtime = { connectionString: databaseUrl }
  const takeRole = (client: pg.Client) =>
    client.query('set role gatehouse_import').then(
      () => true,
      () => false,
    )
  if (await withClient(runtime, takeRole)) return
  const [me] = await withClient(
    runtime,
    async (client) => (await client.query('select quote_ident(session_user) as name')).rows,
  )
  await withClient({ connectionString: ownerUrl }, (client) =>
    client.query(`grant gatehouse_app, gatehouse_import, gatehouse_delivery to ${me.name}`),
  )
}

async function createDatabase(place: Place, name: string): Promise<void> {
  await withClient(place, async (client) => {
    const { rows } = await client.query('select 1 from pg_database where datname = $1', [name])
    if (rows.length > 0) return
    try {
      await client.query(`create database ${name}`)
    } catch (error) {
      const madeByAnother = ['42P04', '23505'].includes(errorCode(error))
      if (!madeByAnother) throw error
    }
  })
}

async function withClient<T>(place: Place, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await connectOrRefuse(place)
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

async function connectOrRefuse(place: Place): Promise<pg.Client> {
  try {
    return await connect(place)
  } catch (error) {
    const reason = error instanceof Error ? error.message || errorCode(error) : String(error)
    throw new Refusal(
      'database.unreachable',
      `The database could not be reached: ${reason}. Check that the server runs and that DATABASE_URL is right.`,
      { cause: error },
    )
  }
}
