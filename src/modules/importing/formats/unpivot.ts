/**
 * Where a cell comes from: a column, a column with something put behind it, one's own column where any of some columns is filled and else a
 * shared one, or a text where any of some columns is filled; null: it stays empty.
 */
export type CellFrom =
  | number
  | { column: number; suffix: string }
  | { own: number | null; shared: number; where: number[] }
  | { text: string; where: number[] }
  | null

/** A row with several people on it, as one row for each. */
export type Unpivot = {
  captions: string[]
  /** Captions of the row as a whole, where its people have columns of their own. */
  ofRow?: string[]
  people: {
    /** In the order of the captions. */
    cells: CellFrom[]
    /** The columns that tell whether this person is there at all. */
    signs: number[]
  }[]
}

/** The rows that one row stands for; at least one, so that a child without contacts is not lost (IMP-16). */
export function unpivotRow(cells: string[], { people }: Unpivot): string[][] {
  const present = people.filter(({ signs }) => signs.some((column) => isFilled(cells, column)))
  const rows = present.length > 0 ? present : people.slice(0, 1)
  return rows.map((person) => person.cells.map((from) => cellFrom(cells, from)))
}

const isFilled = (cells: string[], column: number) => (cells[column] ?? '').trim() !== ''

function cellFrom(cells: string[], from: CellFrom): string {
  if (from === null) return ''
  if (typeof from === 'number') return cells[from] ?? ''
  if ('where' in from) {
    const isAny = from.where.some((column) => isFilled(cells, column))
    if ('text' in from) return isAny ? from.text : ''
    return cellFrom(cells, isAny ? from.own : from.shared)
  }
  const value = (cells[from.column] ?? '').trim()
  return value === '' ? '' : value + from.suffix
}
