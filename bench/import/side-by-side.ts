import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { School } from '../../src/modules/schools/index.ts'
import { copyOnly, makeCopyTable } from './copying.ts'
import { makeNaiveTables, upsertAll } from './naive.ts'
import { writeReport } from './rows.ts'
import { newSchool, runImport, type Scene, timed, tuplesWritten } from './scene.ts'
import { inNumbers, inTable } from './table.ts'

type Kind = 'first' | 'unchanged' | 'changed'
/** One turn: each in seconds, and the bytes of WAL where they were counted. */
type Turn = { kind: Kind; copy: number; ours: number; naive?: number; ourWal?: number; naiveWal?: number }
type Bench = { scene: Scene; turns: Turn[]; written: number }

/**
 * Imports a report first, five times unchanged and with 1% of its rows changed, each beside COPY of the same bytes and,
 * where all has to be written, beside a naive upsert of all rows. Every round changes other rows; who begins alternates.
 */
export async function sideBySide(scene: Scene, wanted: { rows: number; rounds: number; firstOnce: boolean }) {
  await makeCopyTable(scene.owner)
  await makeNaiveTables(scene.owner)
  const bench: Bench = { scene, turns: [], written: 0 }
  let school: School | null = null
  let bytes = 0
  for (let round = 0; round < wanted.rounds; round += 1) {
    const known = await writeReport(join(scene.folder, `day-${round}.csv`), { rows: wanted.rows, day: round })
    const changed = await writeReport(join(scene.folder, `day-${round + 1}.csv`), { rows: wanted.rows, day: round + 1 })
    bytes = statSync(changed).size
    if (!school || !wanted.firstOnce) school = await firstImport(bench, `bench-${round}`, known)
    await unchangedImports(bench, school, known)
    await changedImport(bench, school, changed, round % 2 === 0)
    rmSync(known)
  }
  print(bench, { ...wanted, bytes })
}

async function firstImport(bench: Bench, slug: string, path: string): Promise<School> {
  const { db, owner } = bench.scene
  const school = await newSchool(db, slug)
  await owner.query('truncate bench.members, bench.adults, bench.links, bench.contact_points')
  const copy = await copyOnly(bench.scene, school, path)
  const naive = await upsertAll(owner, school, path)
  keep(bench, { kind: 'first', copy, naive, ours: await timed(() => runImport(db, school, path)) })
  return school
}

async function unchangedImports(bench: Bench, school: School, path: string): Promise<void> {
  const { db } = bench.scene
  const before = await tuplesWritten(db)
  for (let again = 0; again < 5; again += 1) {
    const copy = await copyOnly(bench.scene, school, path)
    keep(bench, { kind: 'unchanged', copy, ours: await timed(() => runImport(db, school, path)) })
  }
  bench.written = Math.max(bench.written, (await tuplesWritten(db)) - before)
}

/** Both on tables that were tidied since the day before, and right after a checkpoint, so that both pay for whole pages alike. */
async function changedImport(bench: Bench, school: School, path: string, naiveBegins: boolean): Promise<void> {
  const { db, owner } = bench.scene
  await owner.query('vacuum analyze')
  const copy = await copyOnly(bench.scene, school, path)
  const upsert = () => withWal(bench.scene, () => upsertAll(owner, school, path))
  const imported = () => withWal(bench.scene, () => timed(() => runImport(db, school, path)))
  let naive = naiveBegins ? await upsert() : null
  const ours = await imported()
  naive ??= await upsert()
  const seconds = { copy, naive: naive.seconds, ours: ours.seconds }
  keep(bench, { kind: 'changed', ...seconds, naiveWal: naive.bytes, ourWal: ours.bytes })
}

async function withWal({ owner }: Scene, work: () => Promise<number>): Promise<{ seconds: number; bytes: number }> {
  await owner.query('checkpoint')
  const { rows: before } = await owner.query<{ lsn: string }>('select pg_current_wal_insert_lsn()::text as lsn')
  const seconds = await work()
  const { rows: after } = await owner.query<{ bytes: string }>(
    'select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), $1::pg_lsn)::text as bytes',
    [before[0]?.lsn],
  )
  return { seconds, bytes: Number(after[0]?.bytes) }
}

function keep(bench: Bench, turn: Turn): void {
  bench.turns.push(turn)
  const { kind, copy, naive, ours, naiveWal, ourWal } = turn
  const parts = [`COPY ${copy.toFixed(2)} s`, naive === undefined ? '' : `naive ${naive.toFixed(2)} s`]
  const wal = naiveWal && ourWal ? `; WAL ${inMegabytes(naiveWal)} and ${inMegabytes(ourWal)} MB` : ''
  process.stderr.write(`${kind}: ${parts.filter(Boolean).join(', ')}, ours ${ours.toFixed(2)} s${wal}\n`)
}

const inMegabytes = (bytes: number) => (bytes / 1e6).toFixed(1)

function print({ turns, written }: Bench, facts: { rows: number; rounds: number; bytes: number }): void {
  const of = (kind: Kind) => turns.filter((turn) => turn.kind === kind)
  const naive = (turn: Turn) => turn.naive ?? Number.NaN
  const changed = of('changed')
  console.log(
    `${facts.rows.toLocaleString('en-GB')} contact rows, ${inMegabytes(facts.bytes)} MB, ${facts.rounds} rounds\n`,
  )
  console.log(
    inTable(
      ['', 'goal', 'median', 'worst'],
      [
        ['COPY of the same bytes, s', '', ...inNumbers(turns.map((turn) => turn.copy))],
        ['first import, s', '', ...inNumbers(of('first').map((turn) => turn.ours))],
        ['first naive upsert, s', '', ...inNumbers(of('first').map(naive))],
        ['unchanged import, s', '', ...inNumbers(of('unchanged').map((turn) => turn.ours))],
        ['1% changed, import, s', '', ...inNumbers(changed.map((turn) => turn.ours))],
        ['1% changed, naive upsert of all rows, s', '', ...inNumbers(changed.map(naive))],
        ['first import ÷ naive', '', ...inNumbers(of('first').map((turn) => turn.ours / naive(turn)))],
        ['1% changed, import ÷ COPY', '', ...inNumbers(changed.map((turn) => turn.ours / turn.copy))],
        ['1% changed, WAL of import, MB', '', ...inNumbers(changed.map(({ ourWal = 0 }) => ourWal / 1e6))],
        ['1% changed, WAL of naive upsert, MB', '', ...inNumbers(changed.map(({ naiveWal = 0 }) => naiveWal / 1e6))],
        ['**I1** unchanged import ÷ COPY', '≤ 3', ...inNumbers(of('unchanged').map((turn) => turn.ours / turn.copy))],
        ['**I1** tuples written by the unchanged imports', '0', String(written), String(written)],
        [
          '**I2** 1% changed, naive ÷ import',
          '≥ 8',
          ...inNumbers(
            changed.map((turn) => naive(turn) / turn.ours),
            'least',
          ),
        ],
        [
          '**I2** 1% changed, WAL, naive ÷ import',
          '≥ 50',
          ...inNumbers(
            changed.map(({ naiveWal = 0, ourWal = 0 }) => naiveWal / ourWal),
            'least',
          ),
        ],
      ],
    ),
  )
}
