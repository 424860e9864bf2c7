import { Refusal } from '../../../platform/errors/index.ts'
import { readText, type SourceFile } from '../reading/detect-encoding.ts'
import { readBytes } from '../reading/read-bytes.ts'
import { refuse, refuseTable } from '../reading/refusals.ts'
import { isBlank, type RawRecord, splitCells, splitRecords } from '../reading/split-records.ts'
import { foldCaption } from '../rules/fold-name.ts'
import type { Layout, LayoutInput, ReadContext, Source, SourceRow } from './format.ts'
import { isKnownSomewhere } from './formats.ts'
import { countKnown, type Mapping, saysWho } from './resolve-columns.ts'
import { rowOfCells } from './table-rows.ts'

const DELIMITERS = [',', ';', '\t', '|']
/** Title rows of hand-made sheets stand above the captions, never more than this. */
const LINES_SEARCHED = 50
const FEWEST_KNOWN = 3

/** A table as text: comma, semicolon, tab or bar between the cells. */
export const csv: Source = { findLayout, readRows, readTexts }

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

async function* readTexts(context: ReadContext): AsyncGenerator<string[]> {
  const text = isAsciiBased(context) ? readBytesAsText(context.file) : readText(context.file, context.encoding)
  for await (const records of recordsOf(context, text)) yield records.map((record) => record.text)
}

/** Delimiters, quotes and line ends are the same bytes in UTF-8 and windows-1252, so no letter need be decoded to find them. */
async function* readBytesAsText(file: SourceFile): AsyncGenerator<string> {
  for await (const piece of readBytes(file.path)) yield piece.toString('latin1')
}

function isAsciiBased({ encoding }: ReadContext): boolean {
  return encoding === 'utf-8' || encoding === 'windows-1252'
}

/** The records below the captions, without blank lines. */
async function* recordsOf({ file, layout }: ReadContext, chunks: AsyncGenerator<string>): AsyncGenerator<RawRecord[]> {
  const delimiter = layout.delimiter ?? ','
  const splitter = splitRecords(delimiter, refuseTable(file.name))
  const rows = (record: RawRecord) => record.line > layout.headerLine && !isBlank(record.text, delimiter)
  let oldMac: boolean | null = null
  for await (const chunk of chunks) {
    oldMac ??= !chunk.includes('\n') && chunk.includes('\r')
    yield splitter.push(oldMac ? chunk.replaceAll('\r', '\n') : chunk).filter(rows)
  }
  yield splitter.end().filter(rows)
}
