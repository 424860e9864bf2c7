import { isUtf8 } from 'node:buffer'
import type { SourceFile } from './detect-encoding.ts'
import { readZipEntry } from './open-zip.ts'
import { refuseTable } from './refusals.ts'
import { isBlank, splitCells, splitRecords } from './split-records.ts'

/** A row of a table with fixed column names, by small letters; a column that is not there is an empty text. */
export type NamedRow = { line: number; get: (column: string) => string; has: (column: string) => boolean }

/** Streams the rows of a CSV inside an archive. The first row names the columns. */
export async function* readEntryTable(file: SourceFile, name: string): AsyncGenerator<NamedRow[]> {
  const decoder = new TextDecoder((await isEntryUtf8(file, name)) ? 'utf-8' : 'windows-1252')
  const splitter = splitRecords(',', refuseTable(`${file.name} › ${name}`))
  let columns: Map<string, number> | null = null
  const named = (records: ReturnType<typeof splitter.push>): NamedRow[] =>
    records.flatMap((record) => {
      if (isBlank(record.text, ',')) return []
      const cells = splitCells(record, ',')
      if (columns === null) {
        columns = new Map(cells.map((cell, index) => [cell.trim().toLowerCase(), index]))
        return []
      }
      const at = columns
      const get = (column: string) => (cells[at.get(column.toLowerCase()) ?? -1] ?? '').trim()
      return [{ line: record.line, get, has: (column: string) => at.has(column.toLowerCase()) }]
    })
  for await (const chunk of readZipEntry(file, name))
    yield named(splitter.push(decoder.decode(chunk, { stream: true })))
  yield named([...splitter.push(decoder.decode()), ...splitter.end()])
}

/** The same, row by row; nothing where the archive has no such table. */
export async function* entryRows(file: SourceFile, name: string | null): AsyncGenerator<NamedRow> {
  if (name === null) return
  for await (const batch of readEntryTable(file, name)) yield* batch
}

async function isEntryUtf8(file: SourceFile, name: string): Promise<boolean> {
  let held = Buffer.alloc(0)
  for await (const chunk of readZipEntry(file, name)) {
    const bytes = Buffer.concat([held, chunk])
    // A character may be cut at the end of a piece; three bytes are always enough to hold it back.
    const cut = Math.max(0, bytes.length - 3)
    let end = cut
    while (end > 0 && end < bytes.length && ((bytes[end] ?? 0) & 0xc0) === 0x80) end++
    if (!isUtf8(bytes.subarray(0, end))) return false
    held = Buffer.from(bytes.subarray(end))
  }
  return isUtf8(held)
}
