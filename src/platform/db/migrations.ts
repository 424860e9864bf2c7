import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type pg from 'pg'
import { Refusal } from '../errors/index.ts'
import { inProject } from '../paths/index.ts'
import { errorCode } from './connection.ts'
import { isRunning } from './file-lock.ts'

export type Migration = { name: string; sql: string; checksum: string }

/** Every migration of this version, in the order in which they run. */
export function readMigrations(folder = inProject('migrations')): Migration[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    })
}

/**
 * The migrations that this database has not had. Refuses when one that it had has changed since, or is unknown: then the
 * database was made by another version of the program.
 */
export async function findPending(client: pg.ClientBase, migrations: Migration[]): Promise<Migration[]> {
  const applied = await readApplied(client)
  for (const [name, checksum] of applied) {
    const migration = migrations.find((each) => each.name === name)
    if (!migration) throw newerDatabase(name)
    if (migration.checksum !== checksum) throw changedMigration(name)
  }
  return migrations.filter(({ name }) => !applied.has(name))
}

/** Runs what is pending, each migration in a transaction of its own, one process at a time. Returns the names. */
export async function migrate(client: pg.ClientBase, migrations: Migration[]): Promise<string[]> {
  if ((await findPending(client, migrations)).length === 0) return []
  await prepare(client)
  const holder = await takeLease(client)
  try {
    const pending = await findPending(client, migrations)
    for (const migration of pending) {
      await renewLease(client, holder)
      await apply(client, migration)
    }
    return pending.map(({ name }) => name)
  } finally {
    await client.query(`delete from gatehouse.leases where name = 'migrate' and holder = $1`, [holder])
  }
}

async function readApplied(client: pg.ClientBase): Promise<Map<string, string>> {
  const { rows: known } = await client.query(`select to_regclass('gatehouse.migrations') is not null as is_there`)
  if (!known[0].is_there) return new Map()
  const { rows } = await client.query('select name, checksum from gatehouse.migrations order by name')
  return new Map(rows.map(({ name, checksum }) => [name, checksum]))
}

async function prepare(client: pg.ClientBase): Promise<void> {
  const sql = `
    create schema if not exists gatehouse;
    create table if not exists gatehouse.migrations (
      name text primary key, checksum text not null, applied_at timestamptz not null);
    create table if not exists gatehouse.leases (
      name text primary key, holder text not null, until timestamptz not null)`
  try {
    await client.query(sql)
  } catch (error) {
    // Two processes that start in the same moment can both miss the schema and both make it.
    const madeByAnother = ['23505', '42P06', '42P07'].includes(errorCode(error))
    if (!madeByAnother) throw error
    await client.query(sql)
  }
}

/**
 * A row says who migrates, and works the same on a cluster of servers. That of a killed process of this machine is taken
 * at once, that of another machine after two minutes.
 */
async function takeLease(client: pg.ClientBase): Promise<string> {
  const holder = `${hostname()} ${process.pid} ${Math.random().toString(36).slice(2)}`
  const deadline = Date.now() + 5 * 60_000
  while (Date.now() < deadline) {
    await removeLeaseOfDeadProcess(client)
    const { rowCount } = await client.query(
      `insert into gatehouse.leases as lease (name, holder, until) values ('migrate', $1, now() + interval '2 minutes')
       on conflict (name) do update set holder = excluded.holder, until = excluded.until where lease.until < now()`,
      [holder],
    )
    if (rowCount) return holder
    await wait(100)
  }
  throw new Refusal(
    'database.migrating',
    'Another process has been bringing this database up to date for five minutes. Wait until it is done, then start again.',
  )
}

async function removeLeaseOfDeadProcess(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query(`select holder from gatehouse.leases where name = 'migrate'`)
  for (const { holder } of rows) {
    const [host, pid] = holder.split(' ')
    if (host !== hostname() || isRunning(Number(pid))) continue
    await client.query(`delete from gatehouse.leases where name = 'migrate' and holder = $1`, [holder])
  }
}

async function renewLease(client: pg.ClientBase, holder: string): Promise<void> {
  const { rowCount } = await client.query(
    `update gatehouse.leases set until = now() + interval '2 minutes' where name = 'migrate' and holder = $1`,
    [holder],
  )
  if (!rowCount) throw new Error('another process took over the migrations')
}

/** Migrations up to this one ran without what `apply` says of rows that are bound to a school; two of them changed none for an owner who is no superuser. */
const lastUnguarded = '20261123070000_mis_records__hang-on-themselves.sql'

async function apply(client: pg.ClientBase, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query('begin')
    // First, so that of two processes the second stops here and not half-way.
    await client.query('insert into gatehouse.migrations (name, checksum, applied_at) values ($1, $2, now())', [
      name,
      checksum,
    ])
    // Whoever is no superuser sees no row of a table that is bound to a school. PostgreSQL then says so, where it would change nothing.
    if (name > lastUnguarded) await client.query('set local row_security = off')
    await client.query(sql)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`migration ${name} failed and was rolled back: ${reason}`, { cause: error })
  }
}

function newerDatabase(name: string): Refusal {
  return new Refusal(
    'database.newer',
    `This database was changed by a newer version of Gatehouse (${name}). Nothing was changed. Start that version instead.`,
  )
}

function changedMigration(name: string): Refusal {
  return new Refusal(
    'database.changed-migration',
    `The migration ${name} was applied to this database and its file has been edited since. Nothing was changed. ` +
      'Put the file back as it was, and write a new migration for what is to change.',
  )
}
