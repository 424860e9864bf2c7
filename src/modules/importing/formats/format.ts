import type { Encoding, SourceFile } from '../reading/detect-encoding.ts'
import type { Mapping } from './resolve-columns.ts'

export type FormatName = 'sims-csv' | 'sims-xml' | 'csv'

/** How a file is written, found by its format before any row is read. */
export type Layout = {
  captions: string[]
  delimiter: string | null
  /** The physical line of the captions, from 1; 0 in XML, which has none. */
  headerLine: number
  /** In XML: the name of the element that holds one record. */
  recordElement: string | null
}

/** One row as cells in the order of the captions, or why it is none. `line`: physical line from 1; in XML the record's number. */
export type SourceRow =
  | { line: number; text: string; cells: string[] }
  | { line: number; text: string; problem: string }

export type ReadContext = { file: SourceFile; encoding: Encoding; layout: Layout }

/** `head` is the beginning of the file, as text. */
export type LayoutInput = { file: SourceFile; encoding: Encoding; head: string; headIsAll: boolean; mapping: Mapping }

/** What a format has to know; everything after the cells is common to all. */
export type Format = {
  name: FormatName
  findLayout: (input: LayoutInput) => Promise<Layout>
  readRows: (context: ReadContext) => AsyncGenerator<SourceRow[]>
  /** The rows in one piece each, as fast as the disk: for telling whether a file has changed. */
  readTexts: (context: ReadContext) => AsyncGenerator<string[]>
  /** Dates in digits are day first where nothing in the file tells. */
  dayFirstByDefault: boolean
}
