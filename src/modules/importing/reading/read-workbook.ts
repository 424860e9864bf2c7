import { SaxesParser } from 'saxes'
import type { SourceFile } from './detect-encoding.ts'
import { readZipEntry, type ZipEntry } from './open-zip.ts'
import { guardXml, localName } from './read-xml-records.ts'
import { refuse } from './refusals.ts'

/** One row of a sheet; `line` is the number that Excel shows beside it. */
export type SheetRow = { line: number; cells: string[] }
export type Sheet = {
  name: string
  entry: string
  dateStyles: ReadonlySet<number>
  from1904: boolean
  strings: string[]
}

/** Texts of a workbook are kept in one list, which has to fit in memory. */
const MOST_STRING_BYTES = 128 * 1024 ** 2
/** A report has some dozens of columns; Excel allows 16,384. */
const MOST_COLUMNS = 1_000
const DATE_FORMATS = new Set([14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 30, 36, 45, 46, 47, 50, 57])

type Handlers = {
  open?: (name: string, attributes: Record<string, string>) => void
  close?: (name: string, text: string) => void
}

/** The first sheet that is not hidden, with what its cells refer to. */
export async function openFirstSheet(file: SourceFile, entries: ZipEntry[]): Promise<Sheet> {
  const has = (name: string) => entries.find((entry) => entry.name === name)
  const targets = new Map<string, string>()
  await readPart(file, 'xl/_rels/workbook.xml.rels', {
    open: (name, of) => {
      if (name === 'relationship') targets.set(of.id ?? '', of.target ?? '')
    },
  })
  const sheets: { name: string; id: string; hidden: boolean }[] = []
  let from1904 = false
  await readPart(file, 'xl/workbook.xml', {
    open: (name, of) => {
      if (name === 'workbookpr') from1904 = of.date1904 === '1' || of.date1904 === 'true'
      if (name === 'sheet')
        sheets.push({ name: of.name ?? '', id: of.id ?? '', hidden: /hidden/i.test(of.state ?? '') })
    },
  })
  const first = sheets.find((sheet) => !sheet.hidden) ?? sheets[0]
  const target = targets.get(first?.id ?? '') ?? 'worksheets/sheet1.xml'
  const entry = target.startsWith('/') ? target.slice(1) : `xl/${target}`
  if (!first || !has(entry)) throw refuse.brokenZip(file.name)
  const shared = has('xl/sharedStrings.xml')
  if (shared && shared.bytes > MOST_STRING_BYTES) throw refuse.hugeWorkbook(file.name)
  return {
    name: first.name,
    entry,
    from1904,
    dateStyles: has('xl/styles.xml') ? await readDateStyles(file) : new Set(),
    strings: shared ? await readStrings(file, shared.name) : [],
  }
}

async function readDateStyles(file: SourceFile): Promise<Set<number>> {
  const own = new Set<number>()
  const styles = new Set<number>()
  let index = -1
  await readPart(file, 'xl/styles.xml', {
    open: (name, of) => {
      // A format code is a date where it names a day or a year outside quotes and colours.
      const code = (of.formatcode ?? '').replace(/"[^"]*"|\[[^\]]*\]|\\./g, '')
      if (name === 'numfmt' && /[dy]/i.test(code)) own.add(Number(of.numfmtid))
      if (name === 'cellxfs') index = 0
      if (name !== 'xf' || index < 0) return
      const format = Number(of.numfmtid)
      if (own.has(format) || DATE_FORMATS.has(format)) styles.add(index)
      index++
    },
    close: (name) => {
      if (name === 'cellxfs') index = -1
    },
  })
  return styles
}

async function readStrings(file: SourceFile, entry: string): Promise<string[]> {
  const strings: string[] = []
  let text = ''
  let phonetic = false
  await readPart(file, entry, {
    open: (name) => {
      if (name === 'si') text = ''
      if (name === 'rph') phonetic = true
    },
    close: (name, inner) => {
      if (name === 't' && !phonetic) text += inner
      if (name === 'rph') phonetic = false
      if (name === 'si') strings.push(text)
    },
  })
  return strings
}

/** Streams the rows of a sheet, every cell as the text a person would write. Blank rows are left out. */
export async function* readSheet(file: SourceFile, sheet: Sheet): AsyncGenerator<SheetRow[]> {
  let ready: SheetRow[] = []
  const parser = partParser(
    file.name,
    sheetHandlers(file.name, sheet, (row) => ready.push(row)),
  )
  const decoder = new TextDecoder('utf-8')
  for await (const chunk of readZipEntry(file, sheet.entry)) {
    guardXml(file.name, parser, () => parser.write(decoder.decode(chunk, { stream: true })))
    if (ready.length === 0) continue
    yield ready
    ready = []
  }
  guardXml(file.name, parser, () => parser.close())
  if (ready.length > 0) yield ready
}

function sheetHandlers(file: string, sheet: Sheet, found: (row: SheetRow) => void): Handlers {
  let row: SheetRow = { line: 0, cells: [] }
  let cell = { column: 0, type: 'n', style: -1, text: '' }
  return {
    open: (name, of) => {
      if (name === 'row') row = { line: Number(of.r) || row.line + 1, cells: [] }
      if (name !== 'c') return
      const column = of.r ? columnOf(of.r) : row.cells.length
      if (column >= MOST_COLUMNS) throw refuse.notATable(file, `a sheet with more than ${MOST_COLUMNS} columns`)
      cell = { column, type: of.t ?? 'n', style: of.s === undefined ? -1 : Number(of.s), text: '' }
    },
    close: (name, text) => {
      if (name === 'v' || name === 't') cell.text += text
      if (name === 'c') {
        while (row.cells.length < cell.column) row.cells.push('')
        row.cells[cell.column] = textOfCell(cell, sheet)
      }
      if (name === 'row' && row.cells.some((one) => one.trim() !== '')) found(row)
    },
  }
}

function textOfCell({ type, style, text }: { type: string; style: number; text: string }, sheet: Sheet): string {
  if (type === 's') return sheet.strings[Number(text)] ?? ''
  if (type === 'b') return text === '1' ? 'TRUE' : 'FALSE'
  if (type === 'e') return ''
  if (type !== 'n' || text === '') return text
  const number = Number(text)
  if (!Number.isFinite(number)) return text
  if (sheet.dateStyles.has(style)) return dateOfSerial(number + (sheet.from1904 ? 1462 : 0)) ?? text
  // 447700900123 may stand there as 4.47700900123E11: as long as all its digits do, they are shown.
  return Number.isInteger(number) && Math.abs(number) < 1e15 ? number.toFixed(0) : String(number)
}

function dateOfSerial(serial: number): string | null {
  if (serial < 1 || serial > 100_000) return null
  return new Date(Date.UTC(1899, 11, 30) + Math.floor(serial) * 86_400_000).toISOString().slice(0, 10)
}

/** `B7` is the second column: 1. */
function columnOf(reference: string): number {
  let column = 0
  for (const letter of reference.replace(/\d+$/, '').toUpperCase()) column = column * 26 + (letter.charCodeAt(0) - 64)
  return column - 1
}

async function readPart(file: SourceFile, entry: string, handlers: Handlers): Promise<void> {
  const parser = partParser(file.name, handlers)
  const decoder = new TextDecoder('utf-8')
  for await (const chunk of readZipEntry(file, entry))
    guardXml(file.name, parser, () => parser.write(decoder.decode(chunk, { stream: true })))
  guardXml(file.name, parser, () => parser.close())
}

function partParser(file: string, handlers: Handlers): SaxesParser {
  const parser = new SaxesParser()
  let text = ''
  parser.on('doctype', () => {
    throw refuse.doctype(file)
  })
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', (tag) => {
    text = ''
    const attributes = Object.entries(tag.attributes).map(([name, value]) => [
      localName(name).toLowerCase(),
      String(value),
    ])
    handlers.open?.(localName(tag.name).toLowerCase(), Object.fromEntries(attributes) as Record<string, string>)
  })
  parser.on('text', (piece) => {
    text += piece
  })
  parser.on('cdata', (piece) => {
    text += piece
  })
  parser.on('closetag', (tag) => {
    handlers.close?.(localName(tag.name).toLowerCase(), text)
    text = ''
  })
  return parser
}
