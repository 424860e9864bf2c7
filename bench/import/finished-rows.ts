import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { processorOfPostgres } from './processor.ts'
import { writeReport } from './rows.ts'
import { newSchool, runImport, type Scene } from './scene.ts'
import { inTable, rounded } from './table.ts'

/*
 * The floor under a first import of many schools: what PostgreSQL takes to store the rows that such imports leave behind, when they are there
 * already as its own binary COPY wants them. Nothing is read, decided, held against a policy or asked for, and the rows of all schools
 * come in one piece, so that no import that leaves these rows in these tables can take less.
 */

const groups = {
  people: ['members', 'adults', 'links', 'contact_points', 'adult_mis_ids', 'court_order_flags', 'contact_values'],
  'what the MIS said': ['mis_families', 'mis_records'],
  'the plan': ['import_plan_entries'],
}
const tables = Object.values(groups).flat()

const ways = {
  'as the tables are': { foreignKeys: true, indexes: true },
  'without foreign keys': { foreignKeys: false, indexes: true },
  'with primary keys only': { foreignKeys: false, indexes: false },
}
type Way = (typeof ways)[keyof typeof ways]

const filesOfGoal = 24_000
const processors = 2

export async function finishedRows(scene: Scene, wanted: { files: number; rowsEach: number }): Promise<void> {
  const { owner } = scene
  await importAll(scene, wanted)
  const folder = join(scene.folder, 'finished')
  mkdirSync(folder)
  // PostgreSQL writes there as its own user.
  chmodSync(folder, 0o777)
  const fileOf = (table: string) => `'${join(folder, table)}'`
  for (const table of tables)
    await owner.query(`copy (select * from ${table} order by school_id) to ${fileOf(table)} (format binary)`)
  const lines: string[][] = []
  for (const [name, way] of Object.entries(ways)) {
    await makeTables(owner, way)
    const taken: number[] = []
    for (const group of Object.values(groups)) {
      const before = await processorOfPostgres(owner)
      for (const table of group) await owner.query(`copy bench.${table} from ${fileOf(table)} (format binary)`)
      taken.push((((await processorOfPostgres(owner)) - before) * 1000) / wanted.files)
    }
    const sum = taken.reduce((all, one) => all + one, 0)
    const minutes = (sum * filesOfGoal) / processors / 60_000
    lines.push([name, ...taken.map(rounded), rounded(sum), `*${rounded(minutes)}*`])
  }
  const head = [
    'ms of PostgreSQL a file',
    ...Object.keys(groups),
    'all',
    `minutes for ${filesOfGoal} files, 2 processors`,
  ]
  console.log(inTable(head, lines))
}

async function importAll(
  { folder, db }: Scene,
  { files, rowsEach }: { files: number; rowsEach: number },
): Promise<void> {
  for (let at = 0; at < files; at += 1) {
    const school = await newSchool(db, `school-${at}`)
    await runImport(db, school, await writeReport(join(folder, 'report.csv'), { rows: rowsEach, from: at * rowsEach }))
  }
}

async function makeTables(owner: pg.Client, { foreignKeys, indexes }: Way): Promise<void> {
  await owner.query('drop schema if exists bench cascade; create schema bench')
  for (const table of tables)
    await owner.query(
      `create table bench.${table} (like ${table} including defaults including constraints including storage${indexes ? ' including indexes' : ''});
      alter table bench.${table} set (autovacuum_enabled = off)`,
    )
  if (!indexes) await addConstraints(owner, 'p')
  if (foreignKeys) await addConstraints(owner, 'f')
  await owner.query('checkpoint')
}

/** Primary keys (`p`) or foreign keys (`f`) as the real tables have them, between the copies. */
async function addConstraints(owner: pg.Client, kind: 'p' | 'f'): Promise<void> {
  const { rows } = await owner.query<{ table: string; constraint: string }>(
    `select conrelid::regclass::text as table, pg_get_constraintdef(oid) as constraint from pg_constraint
    where contype = $1 and conrelid = any($2::regclass[])`,
    [kind, tables],
  )
  for (const { table, constraint } of rows) {
    const between = constraint.replace(/(?<=REFERENCES )\w+/, (other) =>
      tables.includes(other) ? `bench.${other}` : other,
    )
    await owner.query(`alter table bench.${table} add ${between}`)
  }
}
