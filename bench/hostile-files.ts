import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cleanReport, hostileFiles } from '../src/modules/importing/reading/hostile.testing.ts'
import { inspectFiles } from '../src/modules/importing/reading/inspect-files.ts'
import { readRows } from '../src/modules/importing/reading/read-rows.ts'
import { Refusal } from '../src/platform/errors/index.ts'

/*
 * Files that are made to harm, each read by a process of its own: how soon it is refused, and how much memory that took
 * beside a clean report of 1,000 rows. npm run bench:hostile
 */

const [readName] = process.argv.slice(2)
if (readName) await readOne(readName)
else measureAll()

async function readOne(path: string): Promise<void> {
  const startedAt = performance.now()
  let outcome = 'read'
  try {
    for await (const _batch of readRows(await inspectFiles([{ name: 'report', path }])));
  } catch (error) {
    outcome = error instanceof Refusal ? error.code : `FAULT ${error}`
  }
  const milliseconds = performance.now() - startedAt
  process.stdout.write(JSON.stringify({ outcome, milliseconds, kilobytes: process.resourceUsage().maxRSS }))
}

function measureAll(): void {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-hostile-'))
  const files = [
    { what: 'a clean report', name: 'clean.csv', content: Buffer.from(cleanReport(1000)) },
    ...hostileFiles(),
  ]
  const clean = measure(join(folder, 'clean.csv'), files[0]?.content ?? Buffer.alloc(0))
  process.stdout.write('| file | answer | ms | peak MB | × clean |\n|---|---|---|---|---|\n')
  for (const { what, name, content } of files) {
    const { outcome, milliseconds, kilobytes } = measure(join(folder, name), content)
    const times = (kilobytes / clean.kilobytes).toFixed(2)
    process.stdout.write(
      `| ${what} | ${outcome} | ${milliseconds.toFixed(0)} | ${(kilobytes / 1024).toFixed(0)} | ${times} |\n`,
    )
  }
  rmSync(folder, { recursive: true })
}

function measure(path: string, content: Buffer): { outcome: string; milliseconds: number; kilobytes: number } {
  writeFileSync(path, content)
  const { stdout, stderr } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), path], { encoding: 'utf8' })
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout)
}
