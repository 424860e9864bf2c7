import { NumberList } from './hashes.ts'
import type { JoinedKeys } from './joined-keys.ts'

/** Numbers of rows in the order in which they were read, and beside each the key by which its family is found. */
type RowsRead = { joined: JoinedKeys; rows: NumberList; ofKeys: NumberList }

/** The rows' numbers, families one after the other by their first row; beside each its family. */
export function rowsByFamily({ joined, rows, ofKeys }: RowsRead): { order: Int32Array; families: Int32Array } {
  const length = rows.length
  const placeOf = placesOf(rows)
  const familyAt = (at: number) => joined.familyOf(ofKeys.at(placeOf(at)))
  const rankOf = new Int32Array(joined.size).fill(-1)
  const sizes = new NumberList()
  for (let at = 0; at < length; at += 1) {
    const family = familyAt(at)
    if (rankOf[family] === -1) {
      rankOf[family] = sizes.length
      sizes.add(0)
    }
    const rank = rankOf[family] ?? 0
    sizes.set(rank, sizes.at(rank) + 1)
  }
  // As there are as many ranks as families, counting sorts: each row's place is known from how many come before.
  const next = startsOf(sizes)
  const order = new Int32Array(length)
  const families = new Int32Array(length)
  for (let at = 0; at < length; at += 1) {
    const rank = rankOf[familyAt(at)] ?? 0
    const to = next[rank] ?? 0
    next[rank] = to + 1
    order[to] = rows.at(placeOf(at))
    families[to] = rank
  }
  return { order, families }
}

function startsOf(sizes: NumberList): Int32Array {
  const starts = new Int32Array(sizes.length)
  for (let rank = 1; rank < sizes.length; rank += 1) starts[rank] = (starts[rank - 1] ?? 0) + sizes.at(rank - 1)
  return starts
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
