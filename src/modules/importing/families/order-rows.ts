import type { NumberList } from './hashes.ts'
import type { JoinedKeys } from './joined-keys.ts'

/** Numbers of rows in the order in which they were read, and beside each the key by which its family is found. */
type RowsRead = { joined: JoinedKeys; rows: NumberList; ofKeys: NumberList }

/** Numbers of rows, family after family, and which of them begin one: four bytes each. */
class RowsByFamily {
  readonly #places: Int32Array

  constructor(length: number) {
    this.#places = new Int32Array(length)
  }

  get length(): number {
    return this.#places.length
  }

  put(at: number, number: number, isFirst: boolean): void {
    this.#places[at] = (number << 1) | (isFirst ? 1 : 0)
  }

  isFirst(at: number): boolean {
    return ((this.#places[at] ?? 1) & 1) === 1
  }

  numbers(from: number, to: number): number[] {
    return Array.from(this.#places.subarray(from, to), (place) => place >>> 1)
  }
}

/**
 * The rows of each family together, by their numbers; families in the order of their first keys, which is that of their first
 * rows where nothing was read later.
 */
export function rowsByFamily({ joined, rows, ofKeys }: RowsRead): RowsByFamily {
  const placeOf = placesOf(rows)
  const familyAt = (at: number) => joined.familyOf(ofKeys.at(placeOf(at)))
  // A family has the number of one of its keys, so counting sorts: each row's place is known from how many come before.
  const next = new Int32Array(joined.size)
  for (let at = 0; at < rows.length; at += 1) {
    const family = familyAt(at)
    next[family] = (next[family] ?? 0) + 1
  }
  turnIntoStarts(next)
  const order = new RowsByFamily(rows.length)
  for (let at = 0; at < rows.length; at += 1) {
    const family = familyAt(at)
    const place = next[family] ?? 0
    const isFirst = place < 0
    const to = isFirst ? ~place : place
    next[family] = to + 1
    order.put(to, rows.at(placeOf(at)), isFirst)
  }
  return order
}

/** How many each has becomes the place at which it starts, turned over to tell it from a place that comes after. */
function turnIntoStarts(counts: Int32Array): void {
  let start = 0
  for (let family = 0; family < counts.length; family += 1) {
    const count = counts[family] ?? 0
    counts[family] = ~start
    start += count
  }
}

/** Where the rows stand in the list, in the order of their numbers. */
function placesOf(rows: NumberList): (at: number) => number {
  let isInOrder = true
  for (let at = 1; at < rows.length; at += 1) if (rows.at(at) < rows.at(at - 1)) isInOrder = false
  if (isInOrder) return (at) => at
  // Only what was read later, because its family turned out to be concerned, stands out of order.
  const places = Int32Array.from({ length: rows.length }, (_, at) => at)
  places.sort((one, other) => rows.at(one) - rows.at(other))
  return (at) => places[at] ?? 0
}
