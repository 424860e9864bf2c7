import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import type pg from 'pg'
import { applyPlan, planImport } from '../../src/modules/importing/index.ts'
import { changeSettings, createSchool, findSchoolById, type School } from '../../src/modules/schools/index.ts'
import { withFamiliesTold } from '../../src/modules/schools/testing.ts'
import { systemClock } from '../../src/platform/clock/index.ts'
import { readConfig } from '../../src/platform/config/index.ts'
import { connect } from '../../src/platform/db/connection.ts'
import { useCluster } from '../../src/platform/db/embedded.ts'
import { type Db, openDatabase } from '../../src/platform/db/index.ts'
import { silentLog } from '../../src/platform/log/index.ts'

export type Scene = {
  folder: string
  db: Db
  /** A connection as the owner of the tables, for what is beside the product: counters, checkpoints, the other contenders. */
  owner: pg.Client
}

const actor = { kind: 'system' as const, accountId: null, name: 'bench' }

/** A database of the bench's own with the product's settings, fsync on; all of it is gone afterwards. */
export async function withScene(work: (scene: Scene) => Promise<void>, settings: string[] = []): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'))
  // mkdtemp opens it to its owner alone: PostgreSQL's user, who must pass through it, would be given another place, which stayed.
  chmodSync(folder, 0o755)
  const data = join(folder, 'data')
  mkdirSync(data)
  delete process.env.DATABASE_URL
  process.env.GATEHOUSE_DATA = data
  try {
    if (settings.length > 0) await asOwner(data, async (owner) => void (await inTurn(owner, settings)))
    const db = await openDatabase(readConfig(), silentLog)
    try {
      await asOwner(data, (owner) => work({ folder, db, owner }), 'gatehouse')
    } finally {
      await db.close()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function asOwner(data: string, work: (owner: pg.Client) => Promise<void>, database = 'postgres'): Promise<void> {
  const cluster = await useCluster(data, silentLog)
  const owner = await connect(cluster.place('postgres', database))
  try {
    await work(owner)
  } finally {
    await owner.end()
    await cluster.leave()
  }
}

async function inTurn(owner: pg.Client, statements: string[]): Promise<void> {
  for (const statement of statements) await owner.query(statement)
}

/** A school that may import contacts of every priority. */
export async function newSchool(db: Db, slug: string): Promise<School> {
  const school = await createSchool(db, { name: slug, slug, actor, clock: systemClock })
  await withFamiliesTold(db, school, systemClock)
  await changeSettings(db, { school, values: { lowerPriorities: 'yes' }, actor })
  return findSchoolById(db, school.id)
}

/** From the file to the commit. */
export async function runImport(db: Db, school: School, path: string): Promise<void> {
  const plan = await planImport(db, { school, files: [{ name: 'contacts.csv', path }], actor, clock: systemClock })
  await applyPlan(db, { school, planId: plan.id, actor, clock: systemClock, confirmHeld: true })
}

/** In seconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}

/** By PostgreSQL's own counters, for every table but the journal, the list of schools and the list of plans. */
export async function tuplesWritten(db: Db): Promise<number> {
  const connectionsReportWithin = 11_000
  await wait(connectionsReportWithin)
  return db.inInstance(async (trx) => {
    const { rows } = await sql<{ n: number }>`
      select coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::int8 as n from pg_stat_user_tables
      where schemaname = 'public' and relname not in ('import_plans', 'audit_entries', 'audit_heads', 'schools')`.execute(
      trx,
    )
    return rows[0]?.n ?? 0
  })
}
