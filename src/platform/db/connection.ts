import pg from 'pg'
import type { Log } from '../log/index.ts'

/** Where a database is: a server's URL, or the socket folder of the embedded cluster. */
export type Place = { connectionString: string } | { host: string; port: number; user: string; database: string }

/** A pool whose broken connections are logged and replaced, never the end of the process. */
export function openPool(place: Place, log: Log, options: { max?: number; options?: string } = {}): pg.Pool {
  const pool = new pg.Pool({
    ...place,
    max: options.max ?? 10,
    idleTimeoutMillis: 10_000,
    application_name: 'gatehouse',
    types: { getTypeParser },
    ...(options.options ? { options: options.options } : {}),
  })
  pool.on('error', (error) => log.warn({ error: error.message }, 'an idle database connection broke'))
  // Without a listener of its own, a connection that breaks while in use would end the process.
  pool.on('connect', (client) =>
    client.on('error', (error) => log.warn({ error: error.message }, 'a connection broke')),
  )
  return pool
}

/** One connection outside any pool. The caller ends it. */
export async function connect(place: Place, applicationName = 'gatehouse'): Promise<pg.Client> {
  const client = new pg.Client({ ...place, application_name: applicationName, types: { getTypeParser } })
  client.on('error', () => {})
  await client.connect()
  return client
}

export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

const { builtins } = pg.types
const dateArray = 1182
const int8Array = 1016
// The library's own list of types has no arrays in it.
const textArray = 1009 as typeof builtins.TEXT

const parsers = new Map<number, (text: string) => unknown>([
  // A date has no time zone; a JS Date would move it to the day before or after.
  [builtins.DATE, (text) => text],
  [builtins.INT8, parseInt8],
  [dateArray, pg.types.getTypeParser(textArray)],
  [int8Array, (text) => pg.types.getTypeParser(textArray)(text).map(parseInt8)],
])

function getTypeParser(oid: number, format?: 'text' | 'binary') {
  return parsers.get(oid) ?? pg.types.getTypeParser(oid, format)
}

function parseInt8(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new Error(`${text} is too large to be read as a number`)
  return value
}
