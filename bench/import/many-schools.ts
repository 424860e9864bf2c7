import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { findSchoolById, type School } from '../../src/modules/schools/index.ts'
import { readConfig } from '../../src/platform/config/index.ts'
import { type Db, openDatabase } from '../../src/platform/db/index.ts'
import { Refusal } from '../../src/platform/errors/index.ts'
import { silentLog } from '../../src/platform/log/index.ts'
import { answerTasks, type Child, startChild } from './children.ts'
import { printFunctions } from './functions.ts'
import { processorOfPostgres, processorOfThis } from './processor.ts'
import { printStatements, startCounting } from './profile.ts'
import { writeGarbage, writeReport } from './rows.ts'
import { newSchool, runImport, type Scene, timed, tuplesWritten } from './scene.ts'
import { inTable, rounded } from './table.ts'

/** `unchanged`: how often each file is imported again as it is. */
export type Many = {
  files: number
  rowsEach: number
  atOnce: number
  processes: number
  unchanged: number
  profile: boolean
}
type Upload = { schoolId: string; path: string }
type Task = { uploads: Upload[]; atOnce: number }
type Answer = { done: number; refused: string[]; processor: number }
type Run = {
  name: string
  files: number
  seconds: number
  done: number
  refused: string[]
  node: number
  postgres: number
}

const filesOfGoal = 24_000
const goals: Record<string, string> = { first: '≤ 10', unchanged: '≤ 3' }

/** One file a school, several at once; one of the files is garbage, and only its own school is to notice. */
export async function manySchools(scene: Scene, wanted: Many): Promise<void> {
  const { db, owner } = scene
  const uploads = await setUp(scene, wanted)
  const children = wanted.processes > 1 ? Array.from({ length: wanted.processes }, () => startChild('schools')) : []
  const phase = { ...wanted, uploads, children, times: 1 }
  const runs = [await runPhase(scene, { ...phase, name: 'first' })]
  await owner.query('vacuum analyze')
  const before = await tuplesWritten(db)
  const again = Array.from({ length: wanted.unchanged }, () => uploads).flat()
  runs.push(await runPhase(scene, { ...phase, name: 'unchanged', uploads: again, times: wanted.unchanged }))
  const written = (await tuplesWritten(db)) - before
  for (const [at, { path }] of uploads.entries()) if (at !== badOne(wanted)) await writeFile(path, at, wanted, 1)
  runs.push(await runPhase(scene, { ...phase, name: '1% changed' }))
  for (const child of children) child.end()
  printRuns(runs, wanted)
  console.log(`\nTuples written by the unchanged imports: ${written}.`)
  await refuseMissingPupils(scene, wanted)
}

type Phase = Many & { name: string; uploads: Upload[]; children: Child[]; times: number }

async function runPhase(scene: Scene, phase: Phase): Promise<Run> {
  const { name, uploads, times, profile } = phase
  const good = uploads.length - times
  if (profile) await startCounting(scene.owner)
  const holder: { run?: Run } = {}
  const work = async () => {
    holder.run = await runAll(scene, phase)
  }
  if (profile) await printFunctions(name, good, work)
  else await work()
  const { run } = holder
  if (run?.done !== good || run.refused.length !== times) throw new Error(`${name}: not only the bad file was refused`)
  if (profile) await printStatements(scene.owner, { name, files: run.done })
  process.stderr.write(`${name}: ${run.seconds.toFixed(1)} s; refused: ${[...new Set(run.refused)].join()}\n`)
  return run
}

/** Schools and files; not timed. */
async function setUp({ db, folder }: Scene, wanted: Many): Promise<Upload[]> {
  mkdirSync(join(folder, 'files'))
  const uploads: Upload[] = []
  for (let at = 0; at < wanted.files; at += 1) {
    const path = join(folder, 'files', `${at}.csv`)
    const school = await newSchool(db, `school-${at}`)
    if (at === badOne(wanted)) writeGarbage(path)
    else await writeFile(path, at, wanted, 0)
    uploads.push({ schoolId: school.id, path })
    if (at > 0 && at % 1000 === 0) process.stderr.write(`${at} schools made\n`)
  }
  return uploads
}

const badOne = ({ files }: Many) => Math.floor(files / 2)

const writeFile = (path: string, at: number, { rowsEach: rows }: Many, day: number) =>
  writeReport(path, { rows, from: at * rows, day })

async function runAll({ db, owner }: Scene, wanted: Phase): Promise<Run> {
  const { uploads, atOnce, processes, children } = wanted
  const before = await processorOfPostgres(owner)
  const answers: Answer[] = []
  const none: Task = { uploads: [], atOnce }
  // Started and connected before the clock runs, as a server is.
  await Promise.all(children.map((child) => child.ask(none)))
  const seconds = await timed(async () => {
    if (children.length === 0) answers.push(await importAll(db, { uploads, atOnce }))
    const shares = children.map((_, child) => uploads.filter((__, at) => at % processes === child))
    const perChild = Math.ceil(atOnce / processes)
    answers.push(
      ...(await Promise.all(
        children.map((child, at) => child.ask<Answer>({ uploads: shares[at] ?? [], atOnce: perChild })),
      )),
    )
  })
  const postgres = (await processorOfPostgres(owner)) - before
  return {
    name: wanted.name,
    files: uploads.length,
    seconds,
    done: answers.reduce((sum, { done }) => sum + done, 0),
    refused: answers.flatMap(({ refused }) => refused),
    node: answers.reduce((sum, { processor }) => sum + processor, 0),
    postgres,
  }
}

async function importAll(db: Db, { uploads, atOnce }: Task): Promise<Answer> {
  const answer: Answer = { done: 0, refused: [], processor: 0 }
  const before = processorOfThis()
  const queue = uploads.values()
  const work = async () => {
    for (const { schoolId, path } of queue) {
      const school: School = await findSchoolById(db, schoolId)
      try {
        await runImport(db, school, path)
        answer.done += 1
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        answer.refused.push(error.code)
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  answer.processor = processorOfThis() - before
  return answer
}

/** What the child does: its share of the files, as often as it is asked. */
export function answerSchools(): void {
  const opened = openDatabase(readConfig(), silentLog)
  answerTasks<Task, Answer>(
    async (task) => importAll(await opened, task),
    async () => (await opened).close(),
  )
}

function printRuns(runs: Run[], { files, rowsEach, atOnce, processes }: Many): void {
  console.log(
    `\n${files.toLocaleString('en-GB')} files of ${rowsEach} rows, ${atOnce} at once in ${processes} process${processes > 1 ? 'es' : ''}; one of them garbage, refused alone (${runs[0]?.refused.join()})\n`,
  )
  const minutes = (run: Run) => {
    const all = rounded((run.seconds / run.files) * (filesOfGoal / 60))
    return run.files >= filesOfGoal ? all : `*${all}*`
  }
  console.log(
    inTable(
      [
        'import',
        'files',
        's',
        'files/s',
        'rows/s',
        'ms of processor a file: node',
        'PostgreSQL',
        `minutes for ${filesOfGoal} files`,
        'goal',
      ],
      runs.map((run) => [
        run.name,
        run.files.toLocaleString('en-GB'),
        rounded(run.seconds),
        rounded(run.files / run.seconds),
        Math.round((run.files * rowsEach) / run.seconds).toLocaleString('en-GB'),
        rounded((run.node / run.files) * 1000),
        rounded((run.postgres / run.files) * 1000),
        minutes(run),
        goals[run.name] ?? '',
      ]),
    ),
  )
  if (runs.some((run) => run.files < filesOfGoal)) console.log('\n*Reckoned from the files run.*')
}

/** The other schools have all of their pupils, the one with the bad file none. */
async function refuseMissingPupils({ owner }: Scene, { files, rowsEach }: Many): Promise<void> {
  const { rows } = await owner.query<{ schools: number; links: number }>(
    'select count(distinct school_id)::int8 as schools, count(*)::int8 as links from links where ended_on is null',
  )
  const [found] = rows
  if (found?.schools === files - 1 && found.links === (files - 1) * rowsEach) return
  throw new Error(`${found?.schools} schools have ${found?.links} links: not what the files say`)
}
