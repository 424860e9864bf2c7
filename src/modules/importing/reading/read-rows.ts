import type { SourceRow } from '../formats/format.ts'
import { formatNamed } from '../formats/formats.ts'
import { type RowReader, rowReader } from '../formats/row-to-records.ts'
import type { RejectedRow, RowRecords } from '../records.ts'
import { admissionKey } from '../rules/read-school-words.ts'
import { refsOfStaffInPieces } from '../rules/whom-staff-rows-spare.ts'
import type { InspectedFile, Inspection } from './inspect-files.ts'
import type { RowPlaces } from './row-places.ts'
import { rowsAt, rowsOf } from './rows-of-file.ts'

export type ReadRow = { n: number; fileNo: number } & (
  | { kind: 'row'; file: string; line: number; records: RowRecords }
  /** `about`: references of whom the row was about, as far as it can be told. The file was not silent about them. */
  | { kind: 'rejected'; row: RejectedRow; about: string[] }
)

/** Which rows are to be read, by their number in the run, from 1; of the others only how many they are and the line of the last. */
export type RowsWanted = {
  isWanted: (n: number) => boolean
  onPassed: (passed: { rows: number; fileNo: number; line: number }) => void
  /** Where the rows of each file stand, if that is known: then what lies between those that are wanted is not looked at. */
  placesOfFiles: (RowPlaces | null)[]
}

const BATCH = 500
/** Enough of a broken line to find it again, and no more. */
const SHOWN = 80
/** A quotation mark that is never closed well may swallow many lines; so much of them is looked through. */
const MOST_SEARCHED = 100_000

/**
 * Reads every row of an inspected run once, in batches of up to 500: as records, or as a rejected row with its line, column,
 * value and reason (IMP-16). Nothing is dropped silently. Throws a Refusal where a file breaks off.
 */
export async function* readRows(inspection: Inspection, wanted?: RowsWanted): AsyncGenerator<ReadRow[]> {
  let n = 0
  for (const [fileNo, file] of inspection.files.entries()) {
    const toRecords = rowReader(file.resolved, file.dateOrders, {
      ...formatNamed(file.format),
      placeholders: inspection.placeholders,
      onlyNamesPupils: file.contents.partial === 'all' && !file.contents.listsPupils,
    })
    const before = n
    const isWanted = wanted && ((nth: number) => wanted.isWanted(before + nth))
    const places = wanted?.placesOfFiles[fileNo]
    const found = places && isWanted ? rowsAt(file, places, isWanted) : null
    if (wanted && places && isWanted && found) {
      for await (const rows of found)
        for (const some of inBatches(rows))
          yield some.map(({ nth, row }) => ({ n: before + nth, fileNo, ...readRow(file, row, toRecords) }))
      wanted.onPassed({ fileNo, ...passedOf(places, isWanted) })
      n += places.length
      continue
    }
    for await (const rows of rowsOf(file, isWanted)) {
      for (const some of inBatches(rows)) {
        const read: ReadRow[] = []
        for (const row of some) {
          n += 1
          if (wanted === undefined || wanted.isWanted(n)) read.push({ n, fileNo, ...readRow(file, row, toRecords) })
          else wanted.onPassed({ rows: 1, fileNo, line: row.line })
        }
        if (read.length > 0) yield read
      }
    }
  }
}

function* inBatches<Row>(rows: Row[]): Generator<Row[]> {
  for (let from = 0; from < rows.length; from += BATCH) yield rows.slice(from, from + BATCH)
}

/** How many rows of a file are not wanted, and on which line the last of them stands. */
function passedOf(places: RowPlaces, isWanted: (nth: number) => boolean): { rows: number; line: number } {
  const passed = { rows: 0, line: 0 }
  for (let nth = 1; nth <= places.length; nth += 1) {
    if (isWanted(nth)) continue
    passed.rows += 1
    passed.line = places.lineOf(nth)
  }
  return passed
}

type WithoutPlace<Row> = Row extends unknown ? Omit<Row, 'n' | 'fileNo'> : never

function readRow(file: InspectedFile, row: SourceRow, toRecords: RowReader): WithoutPlace<ReadRow> {
  if ('problem' in row) {
    const text = row.text.replaceAll('\u001f', ' | ')
    const value = text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text
    return {
      kind: 'rejected',
      row: { file: file.name, line: row.line, column: null, value, reason: row.problem },
      about: refsInBrokenRow(text, file.contents.listsStaff),
    }
  }
  const read = toRecords(row.cells)
  if ('rejection' in read) {
    return { kind: 'rejected', row: { file: file.name, line: row.line, ...read.rejection }, about: read.about }
  }
  return {
    kind: 'row',
    file: file.name,
    line: row.line,
    records: read.records,
  }
}

/**
 * Whom a row may be about whose cells cannot be told apart: any of its pieces may be the person's number. Too many only spares
 * somebody from being taken for gone (IMP-16).
 */
function refsInBrokenRow(text: string, isOfStaff: boolean): string[] {
  const all = text
    .slice(0, MOST_SEARCHED)
    .split(/[,;\t|"\r\n]+/)
    .map((piece) => piece.trim())
  const pieces = [...new Set(all)].filter((piece) => piece !== '' && piece.length <= 40)
  if (isOfStaff) return refsOfStaffInPieces(pieces)
  return pieces.flatMap((piece) => [`id:${piece}`, `adm:${admissionKey(piece)}`, `upn:${piece.toUpperCase()}`])
}
