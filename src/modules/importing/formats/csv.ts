import { Refusal } from '../../../platform/errors/index.ts'
import { readText, type SourceFile } from '../reading/detect-encoding.ts'
import { readBytes } from '../reading/read-bytes.ts'
import { refuse, refuseTable } from '../reading/refusals.ts'
import type { RowPlaces } from '../reading/row-places.ts'
import { isBlank, type RawRecord, splitCells, splitRecords } from '../reading/split-records.ts'
import { foldCaption } from '../rules/fold-name.ts'
import type { Layout, LayoutInput, ReadContext, RowFound, Source, SourceRow } from './format.ts'
import { isKnownSomewhere } from './formats.ts'
import { countKnown, type Mapping, saysWho } from './resolve-columns.ts'
import { rowOfCells } from './table-rows.ts'

const DELIMITERS = [',', ';', '\t', '|']
/** Title rows of hand-made sheets stand above the captions, never more than this. */
const LINES_SEARCHED = 50
const FEWEST_KNOWN = 3

/** A table as text: comma, semicolon, tab or bar between the cells. */
export const csv: Source = { findLayout, readRows, readTexts, readRowsAt }

async function findLayout({ file, head, headIsAll, mapping }: LayoutInput): Promise<Layout> {
  const text = endLinesAlike(head.replace(/^\ufeff/, ''))
  const candidates: Candidate[] = []
  for (const delimiter of DELIMITERS) {
    const toBeat = Math.max(0, ...candidates.map(({ known }) => known))
    candidates.push(headerBy(delimiter, { file, text, headIsAll, mapping, toBeat }))
  }
  const best = candidates.reduce((a, b) => (b.known > a.known ? b : a))
  const needed = new Set(best.captions.map(foldCaption)).size < FEWEST_KNOWN ? 2 : FEWEST_KNOWN
  if (best.known >= needed)
    return {
      source: 'csv',
      captions: best.captions,
      delimiter: best.delimiter,
      headerLine: best.line,
      recordElement: null,
    }
  const broken = candidates.find((candidate) => candidate.refusal !== null)
  throw broken?.refusal ?? refuse.noKnownColumns(file.name, likeliestCaptions(candidates))
}

type Candidate = {
  delimiter: string
  captions: string[]
  line: number
  known: number
  /** Quoted cells do not fit the file when it is cut by this delimiter. */
  refusal: Refusal | null
}

type Beginning = {
  file: SourceFile
  text: string
  headIsAll: boolean
  mapping: Mapping
  /** So many captions are known if it is cut by another delimiter. */
  toBeat: number
}

function headerBy(delimiter: string, beginning: Beginning): Candidate {
  const best: Candidate = { delimiter, captions: [], line: 0, known: 0, refusal: null }
  const records = firstRecords(delimiter, beginning)
  if (records instanceof Refusal) return { ...best, refusal: records }
  for (const record of records) {
    const captions = splitCells(record, delimiter).map((caption) => caption.trim())
    // No more can be known than there are cells: a line cut by what does not cut it is not looked at.
    const known = captions.length > beginning.toBeat ? countKnown(captions, beginning.mapping, isKnownSomewhere) : 0
    if (known >= FEWEST_KNOWN && saysWho(captions, beginning.mapping))
      return { ...best, captions, line: record.line, known }
    if (best.captions.length === 0 || known > best.known) Object.assign(best, { captions, line: record.line, known })
  }
  return best
}

/** A wrong delimiter makes good quotation marks look wrong, so here that only speaks against the delimiter. */
function firstRecords(delimiter: string, { file, text, headIsAll }: Beginning): RawRecord[] | Refusal {
  try {
    const splitter = splitRecords(delimiter, refuseTable(file.name))
    const records = splitter.push(text)
    // A head that is not the whole file may end within a record.
    if (headIsAll) records.push(...splitter.end())
    return records.filter((record) => !isBlank(record.text, delimiter)).slice(0, LINES_SEARCHED)
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

function likeliestCaptions(candidates: Candidate[]): string[] {
  return candidates
    .reduce((a, b) => (b.captions.length > a.captions.length ? b : a))
    .captions.filter((caption) => caption !== '')
}

function endLinesAlike(text: string): string {
  return text.includes('\n') ? text : text.replaceAll('\r', '\n')
}

async function* readRows(context: ReadContext): AsyncGenerator<SourceRow[]> {
  const { layout, isWanted } = context
  let nth = 0
  for await (const records of recordsOf(context, readText(context.file, context.encoding))) {
    yield records.map((record) => {
      nth += 1
      return isWanted?.(nth) === false ? { line: record.line, text: record.text, cells: [] } : rowOf(record, layout)
    })
  }
}

function rowOf(record: RawRecord, { captions, delimiter }: Layout): SourceRow {
  const { line, text } = record
  if (record.broken) {
    return {
      line,
      text,
      problem: 'A quotation mark stands in the middle of a quoted cell, so the cells cannot be told apart.',
    }
  }
  return rowOfCells({ line, text, cells: splitCells(record, delimiter ?? ',') }, captions)
}

async function* readTexts(context: ReadContext, places: RowPlaces): AsyncGenerator<string[]> {
  const rows = isAsciiBased(context)
    ? recordsOf(context, readBytesAsText(context.file), places)
    : recordsOf(context, readText(context.file, context.encoding))
  for await (const records of rows) yield records.map((record) => record.text)
}

/** A row that turns out to be blank once its letters are read is left out, as `readRows` does. */
async function* readRowsAt(context: Required<ReadContext>, places: RowPlaces): AsyncGenerator<RowFound[]> {
  const { file, encoding, layout, isWanted } = context
  const delimiter = layout.delimiter ?? ','
  // What looks like the mark of a file's beginning is a letter of the row.
  const decoder = new TextDecoder(encoding, { ignoreBOM: true })
  const found = ({ nth, bytes }: { nth: number; bytes: Buffer }): RowFound[] => {
    const splitter = splitRecords(delimiter, refuseTable(file.name))
    const [record] = [...splitter.push(decoder.decode(bytes)), ...splitter.end()]
    if (!record || isBlank(record.text, delimiter)) return []
    return [{ nth, row: rowOf({ ...record, line: places.lineOf(nth) }, layout) }]
  }
  for await (const rows of bytesOfRows(file, places, isWanted)) yield rows.flatMap(found)
}

/** The bytes of each row that is wanted. */
async function* bytesOfRows(
  file: SourceFile,
  places: RowPlaces,
  isWanted: (nth: number) => boolean,
): AsyncGenerator<{ nth: number; bytes: Buffer }[]> {
  let nth = 1
  /** What was read and not used yet, and how many bytes stand before it. */
  let rest: Buffer = Buffer.alloc(0)
  let before = 0
  for await (const piece of readBytes(file.path)) {
    rest = rest.length === 0 ? piece : Buffer.concat([rest, piece])
    const rows: { nth: number; bytes: Buffer }[] = []
    for (; nth <= places.length && places.endOf(nth) <= before + rest.length; nth += 1)
      if (isWanted(nth))
        rows.push({ nth, bytes: rest.subarray(places.startOf(nth) - before, places.endOf(nth) - before) })
    yield rows
    if (nth > places.length) return
    const used = Math.min(Math.max(places.startOf(nth) - before, 0), rest.length)
    rest = rest.subarray(used)
    before += used
  }
}

/** Delimiters, quotes and line ends are the same bytes in UTF-8 and windows-1252, so no letter need be decoded to find them. */
async function* readBytesAsText(file: SourceFile): AsyncGenerator<string> {
  for await (const piece of readBytes(file.path)) yield piece.toString('latin1')
}

function isAsciiBased({ encoding }: ReadContext): boolean {
  return encoding === 'utf-8' || encoding === 'windows-1252'
}

/** The records below the captions, without blank lines. */
async function* recordsOf(
  { file, layout }: ReadContext,
  chunks: AsyncGenerator<string>,
  places?: RowPlaces,
): AsyncGenerator<RawRecord[]> {
  const delimiter = layout.delimiter ?? ','
  const splitter = splitRecords(delimiter, refuseTable(file.name))
  const rows = (record: RawRecord) => record.line > layout.headerLine && !isBlank(record.text, delimiter)
  let oldMac: boolean | null = null
  const noted = (records: RawRecord[]) => {
    // Cut out alone, a row with the line ends of an old Mac does not show that they are such.
    if (places && !oldMac)
      for (const { at, text, line } of records) places.note({ start: at, end: at + text.length, line })
    return records
  }
  for await (const chunk of chunks) {
    oldMac ??= !chunk.includes('\n') && chunk.includes('\r')
    yield noted(splitter.push(oldMac ? chunk.replaceAll('\r', '\n') : chunk).filter(rows))
  }
  yield noted(splitter.end().filter(rows))
}
