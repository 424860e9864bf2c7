import { once } from 'node:events'
import { createReadStream, createWriteStream, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { applyPlan, planImport } from '../src/modules/importing/index.ts'
import { changeSettings, createSchool, findSchoolById, type School } from '../src/modules/schools/index.ts'
import { withFamiliesTold } from '../src/modules/schools/testing.ts'
import { systemClock } from '../src/platform/clock/index.ts'
import { connect } from '../src/platform/db/connection.ts'
import { copyInto, type Db, openDatabase } from '../src/platform/db/index.ts'
import { silentLog } from '../src/platform/log/index.ts'

/*
 * Imports contact rows first, unchanged and 1% changed, beside raw COPY of the same bytes, in alternating rounds.
 * npm run bench:import -- [--rows 100000] [--rounds 5] [--megabytes 200: one big first import instead, memory watched]
 */

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '5' },
    megabytes: { type: 'string' },
  },
})
const actor = { kind: 'system' as const, accountId: null, name: 'bench' }
const folder = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'))
const header =
  'Adno,P_Forename,P_Surname,DOB,Year,Reg,ContactID,Title,Forename,Surname,Relationship,Priority,Mobile number,Home Email,Parental responsibility,Court order,Lives with Pupil,HouseNumber,Street,Town,Postcode\n'

/** Three contacts a pupil, one row each; `changed` rows of a hundred have another mobile. */
function rowOf(index: number, changed: number): string {
  const pupil = Math.floor(index / 3)
  const priority = (index % 3) + 1
  const moved = index % 100 < changed ? 1 : 0
  const mobile = `07${String(400_000_000 + ((index * 7 + moved * 3) % 99_999_999)).padStart(9, '0')}`
  const birth = `${String((pupil % 28) + 1).padStart(2, '0')}/${String((pupil % 12) + 1).padStart(2, '0')}/${2010 + (pupil % 7)}`
  const child = `${String(pupil).padStart(7, '0')},Kim${pupil % 977},Family${pupil % 4999},${birth},Year  ${(pupil % 7) + 1},${(pupil % 7) + 1}A`
  return `${child},${500_000 + index},Mrs,Ann${index % 1009},Family${pupil % 4999},${priority === 2 ? 'Father' : 'Mother'},${priority},${mobile},ann${index}@example.org,T,F,T,${index % 200},Gate Lane,Hillford,ZZ99 ${pupil % 9}AA\n`
}

async function writeRows(name: string, rows: number, changed = 0): Promise<string> {
  const path = join(folder, name)
  const out = createWriteStream(path)
  out.write(header)
  for (let from = 0; from < rows; from += 5000) {
    let chunk = ''
    for (let index = from; index < Math.min(from + 5000, rows); index += 1) chunk += rowOf(index, changed)
    if (!out.write(chunk)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'finish')
  return path
}

async function main(): Promise<void> {
  process.env.GATEHOUSE_DATA = join(folder, 'data')
  mkdirSync(join(folder, 'data'))
  const { readConfig } = await import('../src/platform/config/index.ts')
  const db = await openDatabase(readConfig(), silentLog)
  try {
    if (values.megabytes) await bigFile(db, Number(values.megabytes))
    else await rounds(db, Number(values.rows), Number(values.rounds))
  } finally {
    await db.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function newSchool(db: Db, slug: string): Promise<School> {
  const school = await createSchool(db, { name: slug, slug, actor, clock: systemClock })
  await withFamiliesTold(db, school, systemClock)
  await changeSettings(db, { school, values: { lowerPriorities: 'yes' }, actor })
  return findSchoolById(db, school.id)
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}

async function runImport(db: Db, school: School, path: string): Promise<void> {
  const plan = await planImport(db, { school, files: [{ name: 'contacts.csv', path }], actor, clock: systemClock })
  await applyPlan(db, { school, planId: plan.id, actor, clock: systemClock, confirmHeld: true })
}

/** The floor: the same bytes through COPY into a table of text columns, committed. */
async function rawCopy(db: Db, school: School, path: string): Promise<number> {
  return timed(() =>
    db.inSchool(
      school.id,
      (trx) => copyInto(trx, 'copy bench_copy from stdin with (format csv, header)', createReadStream(path)),
      { role: 'import' },
    ),
  )
}

type Pair = { kind: 'first' | 'unchanged' | 'changed'; copy: number; ours: number }

/** Each of ours stands beside a COPY of its own, taken just before; the unchanged import five times a round. */
async function rounds(db: Db, rows: number, count: number): Promise<void> {
  const path = await writeRows('same.csv', rows)
  const changedPath = await writeRows('changed.csv', rows, 1)
  await makeCopyTable()
  const pairs: Pair[] = []
  let written = 0
  for (let round = 0; round < count; round += 1) {
    const school = await newSchool(db, `bench-${round}`)
    const beside = async (kind: Pair['kind'], file: string) => {
      const copy = await rawCopy(db, school, file)
      const pair = { kind, copy, ours: await timed(() => runImport(db, school, file)) }
      pairs.push(pair)
      process.stderr.write(`round ${round + 1}, ${kind}: COPY ${copy.toFixed(2)} s, import ${pair.ours.toFixed(2)} s\n`)
    }
    await beside('first', path)
    const before = await tuplesWritten(db)
    for (let again = 0; again < 5; again += 1) await beside('unchanged', path)
    written = Math.max(written, (await tuplesWritten(db)) - before)
    await beside('changed', changedPath)
  }
  printTable({ rows, bytes: statSync(path).size, rounds: count, pairs, written })
}

function printTable({
  rows,
  bytes,
  rounds: count,
  pairs,
  written,
}: {
  rows: number
  bytes: number
  rounds: number
  pairs: Pair[]
  written: number
}): void {
  const middle = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
  const line = (name: string, seconds: number[], ratios: number[]) =>
    `| ${name} | ${middle(seconds).toFixed(2)} | ${Math.max(...seconds).toFixed(2)} | ${middle(ratios).toFixed(1)} | ${Math.max(...ratios).toFixed(1)} |`
  console.log(
    `${rows.toLocaleString('en-GB')} contact rows, ${(bytes / 1e6).toFixed(1)} MB, ${count} rounds; tuples of people, snapshot and staging written by the unchanged imports: ${written}\n`,
  )
  console.log('| run | median s | worst s | median × COPY | worst × COPY |\n|---|---|---|---|---|')
  const copies = pairs.map((pair) => pair.copy)
  console.log(
    line(
      'COPY of the same bytes',
      copies,
      copies.map(() => 1),
    ),
  )
  for (const kind of ['first', 'unchanged', 'changed'] as const) {
    const ofKind = pairs.filter((pair) => pair.kind === kind)
    console.log(
      line(
        kind === 'changed' ? '1% of rows changed' : kind,
        ofKind.map((pair) => pair.ours),
        ofKind.map((pair) => pair.ours / pair.copy),
      ),
    )
  }
}

async function makeCopyTable(): Promise<void> {
  const columns = header
    .trim()
    .split(',')
    .map((_, index) => `c${index} text`)
    .join(', ')
  const owner = await connect({
    host: join(folder, 'data', 'postgres', 'run'),
    port: 5432,
    user: 'postgres',
    database: 'gatehouse',
  })
  await owner.query(`create table bench_copy (${columns}); grant insert on bench_copy to gatehouse_import`)
  await owner.end()
}

/** By PostgreSQL's own counters, for every table but the journal, the list of schools and the list of plans. */
async function tuplesWritten(db: Db): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 1500))
  return db.inInstance(async (trx) => {
    const { rows } = await sql<{ n: number }>`
      select coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::int8 as n from pg_stat_user_tables
      where relname not in ('import_plans', 'audit_entries', 'audit_heads', 'schools', 'bench_copy')`.execute(trx)
    return rows[0]?.n ?? 0
  })
}

async function bigFile(db: Db, megabytes: number): Promise<void> {
  const rows = Math.round((megabytes * 1e6) / 172)
  const path = await writeRows('big.csv', rows)
  const school = await newSchool(db, 'big')
  let peak = 0
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss())
  }, 50)
  const seconds = await timed(() => runImport(db, school, path))
  clearInterval(watch)
  console.log(
    `${(statSync(path).size / 1e6).toFixed(0)} MB, ${rows.toLocaleString('en-GB')} rows: planned and applied in ${seconds.toFixed(1)} s, peak memory of the process ${(peak / 1e6).toFixed(0)} MB`,
  )
}

await main()
