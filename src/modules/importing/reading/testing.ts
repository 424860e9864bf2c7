import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RowRecords } from '../records.ts'
import type { SourceFile } from './detect-encoding.ts'
import { type InspectedFile, type InspectOptions, inspectFiles } from './inspect-files.ts'
import { type ReadRow, readRows } from './read-rows.ts'

/** A folder for one test file's reports; `remove` it in `after()`. */
export function reportFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-reports-'))
  let count = 0
  return {
    folder,
    report(content: string | Buffer, name = `report-${++count}.csv`): SourceFile {
      const path = join(folder, name)
      writeFileSync(path, content)
      return { name, path }
    },
    remove: () => rmSync(folder, { recursive: true }),
  }
}

/** Everything a run of files gives, in one array. */
export async function readAll(files: SourceFile[], options: InspectOptions = {}): Promise<ReadRow[]> {
  const rows: ReadRow[] = []
  for await (const batch of readRows(await inspectFiles(files, options))) rows.push(...batch)
  return rows
}

/** How one file was understood, and its records; fails where a row was rejected. */
export async function understand(
  file: SourceFile,
  options: InspectOptions = {},
): Promise<{ file: InspectedFile; rows: RowRecords[] }> {
  const [inspected] = (await inspectFiles([file], options)).files
  assert.ok(inspected)
  const rows = await readAll([file], options)
  return {
    file: inspected,
    rows: rows.map((row) => (row.kind === 'row' ? row.records : assert.fail(JSON.stringify(row.row)))),
  }
}
