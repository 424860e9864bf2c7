import { type ParsedPoint, type ReadingOptions, readEmails, readPhones } from '../../people/index.ts'
import type { PointRecord } from '../records.ts'
import { readFlag } from '../rules/read-flag.ts'
import { LONGEST_CELL, tooLong } from './cells.ts'
import { columnsSpokenOf } from './columns-spoken-of.ts'
import { type Meaning, POINT_MEANINGS, type Side } from './fields.ts'
import type { Column } from './resolve-columns.ts'

type Kind = 'email' | 'phone'
type PointColumn = {
  kind: Kind
  caption: string
  index: number
  first: boolean
  notes: number | null
  main: number | null
}

/** What is particular to how an MIS writes several numbers, and the words by which the school says that there is none. */
export type PointHabits = ReadingOptions & { lastMobileFirst?: boolean }

export type PointReader = (cells: string[], ownerKey: string) => PointRecord[]

/** How many cells' readings are kept: the cross product repeats the same numbers on neighbouring rows (IMP-12). */
const REMEMBERED = 2_000

/** Prepares the reading of one kind of person's emails and phones from the rows of a file. */
export function pointReader(columns: Column[], side: Side, habits: PointHabits = {}): PointReader {
  const owner = side
  const read = rememberingReader(habits)
  const points = pointColumns(columns.filter((column) => column.side === side))
  return (cells, ownerKey) => {
    const found: PointRecord[] = []
    for (const column of points) {
      const cell = (cells[column.index] ?? '').trim()
      if (cell === '') continue
      if (cell.length > LONGEST_CELL) throw tooLong(column.caption, cell)
      const note = column.notes === null ? '' : (cells[column.notes] ?? '').trim()
      // SIMS multiplies rows, so a number that is not the main one must stand behind one that is in another row.
      const behind = column.main !== null && readFlag(cells[column.main] ?? '') === 'no' ? 1 : 0
      for (const point of read(column.kind, note === '' ? cell : `${cell} (${note})`)) {
        found.push({ ...point, owner, ownerKey, position: found.length + behind })
      }
    }
    return habits.lastMobileFirst ? putLastMobileFirst(found) : found
  }
}

/** The mobiles change places among themselves; everything else stays. */
function putLastMobileFirst(points: PointRecord[]): PointRecord[] {
  const mobiles = points.filter((point) => point.kind === 'mobile')
  const positions = mobiles.map((point) => point.position).reverse()
  const moved = new Map(mobiles.map((point, index) => [point, positions[index] ?? point.position]))
  return points.map((point) => ({ ...point, position: moved.get(point) ?? point.position }))
}

function pointColumns(own: Column[]): PointColumn[] {
  const columns = POINT_MEANINGS.flatMap(({ meaning, kind, first }) =>
    own
      .filter((column) => column.meaning === meaning)
      .map((column) => ({
        kind,
        caption: column.caption,
        index: column.index,
        first,
        ...beside({ column, kind, own }),
      })),
  )
  return columns.sort((a, b) => Number(b.first) - Number(a.first) || a.index - b.index)
}

/** `Telephone` may come with `Telephone notes` and `Telephone main` beside it. */
function beside({
  column,
  kind,
  own,
}: {
  column: Column
  kind: Kind
  own: Column[]
}): Pick<PointColumn, 'notes' | 'main'> {
  const at = (wanted: Meaning) =>
    columnsSpokenOf(wanted, own)?.includes(column)
      ? (own.find(({ meaning }) => meaning === wanted)?.index ?? null)
      : null
  return { notes: at(`${kind}Notes`), main: at(`${kind}IsMain`) }
}

function rememberingReader({ placeholders = [] }: ReadingOptions): (kind: Kind, cell: string) => ParsedPoint[] {
  const remembered = { email: new Map<string, ParsedPoint[]>(), phone: new Map<string, ParsedPoint[]>() }
  return (kind, cell) => {
    const known = remembered[kind].get(cell)
    if (known) return known
    const points = kind === 'email' ? readEmails(cell, { placeholders }) : readPhones(cell, { placeholders })
    if (remembered[kind].size >= REMEMBERED) remembered[kind].clear()
    remembered[kind].set(cell, points)
    return points
  }
}
