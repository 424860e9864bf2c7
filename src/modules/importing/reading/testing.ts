import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
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

/** A zip, as small as one can be made: for tests of what is read from archives. `lie.bytes` is what its directory says of their size. */
export function zipOf(files: Record<string, string | Buffer>, lie?: { bytes: number }): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, content] of Object.entries(files)) {
    const raw = Buffer.from(content)
    const packed = deflateRawSync(raw)
    const title = Buffer.from(name)
    const header = Buffer.alloc(26)
    header.writeUInt16LE(20, 0)
    header.writeUInt16LE(0x0800, 2)
    header.writeUInt16LE(8, 4)
    header.writeUInt32LE(crc32(raw), 10)
    header.writeUInt32LE(packed.length, 14)
    header.writeUInt32LE(lie?.bytes ?? raw.length, 18)
    header.writeUInt16LE(title.length, 22)
    parts.push(Buffer.from('504b0304', 'hex'), header, title, packed)
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(offset, 10)
    directory.push(Buffer.from('504b01021400', 'hex'), header, rest, title)
    offset += 30 + title.length + packed.length
  }
  const index = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(Object.keys(files).length, 4)
  end.writeUInt16LE(Object.keys(files).length, 6)
  end.writeUInt32LE(index.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...parts, index, Buffer.from('504b0506', 'hex'), end])
}

/** A workbook of one sheet. Numbers are cells of numbers; `{ date }` is a serial in the style of a date. */
export function workbookOf(
  rows: (string | number | null | { date: number })[][],
  more: Record<string, string> = {},
): Buffer {
  const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const strings = [...new Set(rows.flat().filter((cell) => typeof cell === 'string'))]
  const cellOf = (cell: string | number | null | { date: number }, at: string) => {
    if (cell === null) return ''
    if (typeof cell === 'number') return `<c r="${at}"><v>${cell}</v></c>`
    if (typeof cell === 'object') return `<c r="${at}" s="1"><v>${cell.date}</v></c>`
    return `<c r="${at}" t="s"><v>${strings.indexOf(cell)}</v></c>`
  }
  const sheet = rows.map(
    (cells, row) =>
      `<row r="${row + 1}">${cells.map((cell, column) => cellOf(cell, `${columnName(column)}${row + 1}`)).join('')}</row>`,
  )
  return zipOf({
    '[Content_Types].xml': '<Types/>',
    'xl/workbook.xml':
      '<workbook xmlns:r="urn:r"><sheets><sheet name="Hidden" sheetId="9" state="hidden" r:id="rId9"/><sheet name="Contacts" sheetId="1" r:id="rId1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="rId1" Target="worksheets/sheet7.xml"/><Relationship Id="rId9" Target="worksheets/sheet1.xml"/></Relationships>',
    'xl/styles.xml':
      '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts><cellStyleXfs><xf numFmtId="0"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>',
    'xl/sharedStrings.xml': `<sst>${strings.map((text) => `<si><r><t xml:space="preserve">${escaped(text.slice(0, 2))}</t></r><r><t>${escaped(text.slice(2))}</t></r><rPh><t>x</t></rPh></si>`).join('')}</sst>`,
    'xl/worksheets/sheet7.xml': `<worksheet><sheetData>${sheet.join('')}</sheetData></worksheet>`,
    ...more,
  })
}

const columnName = (index: number): string =>
  index < 26 ? String.fromCharCode(65 + index) : columnName(Math.floor(index / 26) - 1) + columnName(index % 26)

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
