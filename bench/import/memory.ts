import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { findSchoolById } from '../../src/modules/schools/index.ts'
import { readConfig } from '../../src/platform/config/index.ts'
import { openDatabase } from '../../src/platform/db/index.ts'
import { silentLog } from '../../src/platform/log/index.ts'
import { startChild } from './children.ts'
import { writeReport } from './rows.ts'
import { newSchool, runImport, type Scene, timed } from './scene.ts'
import { inTable, rounded } from './table.ts'

type Task = { schoolId: string; path: string }
type Answer = { seconds: number; megabytes: number }

/** Each import by a process of its own, at a tenth, three tenths and all of the rows: whether memory is flat in the size. */
export async function memoryOf(scene: Scene, most: number, { firstOnce }: { firstOnce: boolean }): Promise<void> {
  const lines: string[][] = []
  const sizes = firstOnce ? [most] : [most / 10, (most * 3) / 10, most].map(Math.round)
  for (const rows of sizes) {
    const same = await writeReport(join(scene.folder, 'same.csv'), { rows })
    const changed = await writeReport(join(scene.folder, 'changed.csv'), { rows, day: 1 })
    const rolled = await writeReport(join(scene.folder, 'rolled.csv'), { rows, day: 1, year: 1 })
    const school = await newSchool(scene.db, `memory-${rows}`)
    const runs: [string, string][] = [
      ['first', same],
      ['unchanged', same],
      ['1% changed', changed],
      ['new school year', rolled],
    ]
    for (const [kind, path] of firstOnce ? runs.slice(0, 1) : runs) {
      const { seconds, megabytes } = await inOwnProcess({ schoolId: school.id, path })
      const size = `${(statSync(path).size / 1e6).toFixed(0)} MB`
      lines.push([rows.toLocaleString('en-GB'), size, kind, rounded(seconds), megabytes.toFixed(0)])
      process.stderr.write(`${lines.at(-1)?.join(', ')}\n`)
    }
  }
  console.log(inTable(['rows', 'file', 'import', 's', 'peak memory of the process, MB (goal 250)'], lines))
}

async function inOwnProcess(task: Task): Promise<Answer> {
  const child = startChild('memory')
  try {
    return await child.ask<Answer>(task)
  } finally {
    child.end()
  }
}

/** What the child does: one import, and what it had taken at the most. */
export async function answerMemory({ schoolId, path }: Task): Promise<Answer> {
  const db = await openDatabase(readConfig(), silentLog)
  try {
    const school = await findSchoolById(db, schoolId)
    const seconds = await timed(() => runImport(db, school, path))
    return { seconds, megabytes: peakOfThisProcess() }
  } finally {
    await db.close()
  }
}

/** In MB. getrusage would also count what the parent held when it started this one. */
function peakOfThisProcess(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS / 1000
  const kibibytes = Number(/VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1])
  return (kibibytes * 1024) / 1e6
}
