import pg from 'pg'
import { inTable } from './table.ts'

/** What has to be said to PostgreSQL before it starts, so that it counts its statements. */
export const countingStatements = [`alter system set shared_preload_libraries = 'pg_stat_statements'`]

type Statement = {
  query: string
  calls: number
  plans: number
  ms: number
  planning: number
  rows: number
  wal: number
}

let asked = 0

/** Counts what this process asks of PostgreSQL, one round trip each. */
export function countRoundTrips(): void {
  const { query } = pg.Client.prototype
  pg.Client.prototype.query = function counted(this: pg.Client, ...args: unknown[]) {
    asked += 1
    return Reflect.apply(query, this, args)
  } as typeof query
}

export async function startCounting(owner: pg.Client): Promise<void> {
  await owner.query('alter system set pg_stat_statements.track_planning = on')
  await owner.query('select pg_reload_conf()')
  await owner.query('create extension if not exists pg_stat_statements')
  await owner.query('select pg_stat_statements_reset()')
  asked = 0
}

/** What a file cost, statement by statement, the dearest first. */
export async function printStatements(owner: pg.Client, run: { name: string; files: number }): Promise<void> {
  const trips = asked
  const { rows } = await owner.query<Statement>(`
    select query, calls::int8, plans::int8, total_exec_time as ms, total_plan_time as planning, rows::int8, wal_bytes::float8 as wal
    from pg_stat_statements s join pg_database d on d.oid = s.dbid and d.datname = current_database()
    where query not ilike '%pg_stat_statements%' order by total_exec_time + total_plan_time desc`)
  const sum = (of: (row: Statement) => number) => rows.reduce((total, row) => total + of(row), 0)
  const each = (number: number, figures = 2) => (number / run.files).toFixed(figures)
  console.log(
    `\n${run.name}, for each file: ${each(trips, 1)} round trips, ${each(
      sum((row) => row.calls),
      1,
    )} statements, ${each(sum((row) => row.ms))} ms running and ${each(sum((row) => row.planning))} ms planning in PostgreSQL, ${each(sum((row) => row.wal) / 1000, 1)} kB of WAL\n`,
  )
  const lines = rows
    .slice(0, 25)
    .map((row) => [
      each(row.ms + row.planning),
      each(row.planning),
      each(row.calls),
      each(row.rows, 1),
      each(row.wal / 1000, 1),
      `\`${row.query.replace(/\s+/g, ' ').replaceAll('|', '\\|').slice(0, 150)}\``,
    ])
  console.log(inTable(['ms a file', 'of that planning', 'calls', 'rows', 'kB WAL', 'statement'], lines))
}
