import type { Encoding, SourceFile } from '../reading/detect-encoding.ts'
import type { RowPlaces } from '../reading/row-places.ts'
import type { FileContents } from '../records.ts'
import type { Mapping } from './resolve-columns.ts'
import type { RosterPart } from './roster.ts'
import type { Unpivot } from './unpivot.ts'

/** Everything that is read, as `--format` names it. */
export const FORMAT_NAMES = [
  'sims-csv',
  'sims-xml',
  'arbor',
  'bromcom',
  'scholarpack',
  'isams',
  'parentmail',
  'schoolbooking',
  'wide',
  'ctf',
  'oneroster',
  'sds',
  'wonde',
  'csv',
] as const
export type FormatName = (typeof FORMAT_NAMES)[number]

/** How the bytes of a file become rows. */
export type SourceName = 'csv' | 'xlsx' | 'sims-xml' | 'ctf' | 'roster' | 'wonde'

/** How a file is written, found by its source before any row is read. */
export type Layout = {
  source: SourceName
  captions: string[]
  delimiter: string | null
  /** The physical line of the captions, from 1; 0 where there is none, as in XML. */
  headerLine: number
  /** In XML: the name of the element that holds one record. */
  recordElement: string | null
  /** Which table of a roster this is. */
  part?: RosterPart
  /** Of a roster: the day on which roles and memberships are to hold; all of them count where it is not given. */
  today?: string
}

/** One row as cells in the order of the captions, or why it is none. `line`: physical line from 1; in XML the record's number. */
export type SourceRow =
  | { line: number; text: string; cells: string[] }
  | { line: number; text: string; problem: string }

export type ReadContext = {
  file: SourceFile
  encoding: Encoding
  layout: Layout
  /** Which rows of the file anybody will look at, from 1; the others need no cells. */
  isWanted?: (nth: number) => boolean
}

/** `head` is the beginning of the file, as text. */
export type LayoutInput = { file: SourceFile; encoding: Encoding; head: string; headIsAll: boolean; mapping: Mapping }

/** What a way of writing has to know; everything after the cells is common to all. */
export type Source = {
  findLayout: (input: LayoutInput) => Promise<Layout>
  readRows: (context: ReadContext) => AsyncGenerator<SourceRow[]>
  /**
   * The rows in one piece each, as fast as the disk: for telling whether a file has changed. Notes where each stands, if a row can
   * be read by that alone.
   */
  readTexts: (context: ReadContext, places: RowPlaces) => AsyncGenerator<string[]>
  /** Rows that are wanted, each by its place, and nothing between them. */
  readRowsAt?: (context: Required<ReadContext>, places: RowPlaces) => AsyncGenerator<RowFound[]>
}

/** `nth`: its number in the file, from 1. */
export type RowFound = { nth: number; row: SourceRow }

/** What is particular to the exports of one MIS. One file each; a new MIS is one more file. */
export type Format = {
  name: FormatName
  /** As people say it: `Arbor`. */
  words: string
  /** Why these captions are this format's, as a sentence for the person; null where they are not. */
  recognise: (captions: string[]) => string | null
  /** Captions (folded) that mean something else here, or that only this format has: caption → field. The school's mapping wins. */
  synonyms?: Record<string, string>
  /** Several people on one row, and how to tell them apart. */
  unpivot?: (captions: string[]) => Unpivot | null
  /** Of several mobiles on one row the last is the one to use. */
  lastMobileFirst?: boolean
  /** What its files are about, where the columns alone would mislead. */
  contents?: Partial<FileContents>
  /** Dates in digits are day first where nothing in the file tells. */
  dayFirstByDefault: boolean
}
