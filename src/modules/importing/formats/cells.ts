import type { Flag } from '../records.ts'
import { type DateOrder, readDate } from '../rules/read-date.ts'
import { readFlag } from '../rules/read-flag.ts'
import { cleanCell } from '../rules/read-school-words.ts'
import { saysNothing } from '../rules/says-nothing.ts'
import type { Meaning, Side } from './fields.ts'
import type { Column } from './resolve-columns.ts'

/** Why a row cannot be used. */
export type Rejection = { column: string | null; value: string | null; reason: string }

/** Thrown out of the reading of one row; caught where rows are read. */
export class Reject extends Error {
  readonly rejection: Rejection
  constructor(rejection: Rejection) {
    super(rejection.reason)
    this.rejection = rejection
  }
}

/** The columns about one kind of person, by meaning. */
export type SideColumns = ReadonlyMap<Meaning, Column>

export function columnsOf(columns: Column[], side: Side): SideColumns {
  const at = new Map<Meaning, Column>()
  for (const column of columns) if (column.side === side && !at.has(column.meaning)) at.set(column.meaning, column)
  return at
}

/** No cell of a person is longer; a longer one is something else, such as a picture or half a file. */
export const LONGEST_CELL = 1000

/** The text of a field in this row, cleaned; null where the column or the text is missing. Rejects what is too long. */
export function text(cells: string[], side: SideColumns, meaning: Meaning): string | null {
  const column = side.get(meaning)
  if (!column) return null
  const value = cleanCell(cells[column.index] ?? '')
  if (value.length > LONGEST_CELL) throw tooLong(column.caption, value)
  return value === '' ? null : value
}

/** The same, where `n/a`, `-` and the like are as good as empty. */
export function textIfAny(cells: string[], side: SideColumns, meaning: Meaning): string | null {
  const value = text(cells, side, meaning)
  return value === null || saysNothing(value) ? null : value
}

export const tooLong = (column: string, value: string): Reject =>
  new Reject({
    column,
    value: `${value.slice(0, 80)}…`,
    reason: `This cell has ${value.length} characters, and none of a person has more than ${LONGEST_CELL}.`,
  })

export function readDateCell(
  cells: string[],
  side: SideColumns,
  meaning: Meaning,
  orders: ReadonlyMap<number, DateOrder>,
): string | null {
  const value = textIfAny(cells, side, meaning)
  if (value === null) return null
  const column = side.get(meaning)
  const order = orders.get(column?.index ?? -1) ?? 'day first'
  const date = readDate(value, order)
  if (date !== null) return date
  throw new Reject({
    column: column?.caption ?? null,
    value,
    reason: `This is no date that fits its column (${order}). Write it like 2011-05-31 or ${order === 'day first' ? '31/05/2011' : '05/31/2011'}.`,
  })
}

/** `read` knows the words of this column. */
export function readFlagCell(
  cells: string[],
  side: SideColumns,
  meaning: Meaning,
  read: (text: string) => Flag | null = readFlag,
): Flag {
  const value = text(cells, side, meaning)
  if (value === null) return 'unknown'
  const flag = read(value)
  if (flag !== null) return flag
  throw new Reject({
    column: side.get(meaning)?.caption ?? null,
    value,
    reason: 'This column says yes or no (T or F, Yes or No, 1 or 0), and this is neither.',
  })
}
