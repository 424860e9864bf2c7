import type { NumberList } from './hashes.ts'
import type { JoinedKeys } from './joined-keys.ts'

/** The rows' numbers, families one after the other by their first row; beside each its family. */
export function rowsByFamily({ joined, rows, ofKeys }: { joined: JoinedKeys; rows: NumberList; ofKeys: NumberList }): {
  order: Int32Array
  families: Int32Array
} {
  const length = rows.length
  const places = new Int32Array(length)
  const numbers = new Int32Array(length)
  let isInOrder = true
  for (let at = 0; at < length; at += 1) {
    places[at] = at
    numbers[at] = rows.at(at)
    if (at > 0 && rows.at(at) < rows.at(at - 1)) isInOrder = false
  }
  // Only what was read later, because its family turned out to be concerned, stands out of order.
  if (!isInOrder) places.sort((one, other) => rows.at(one) - rows.at(other))
  const rankOf = new Int32Array(joined.size).fill(-1)
  const ranks = new Int32Array(length)
  let count = 0
  for (let at = 0; at < length; at += 1) {
    const family = joined.familyOf(ofKeys.at(places[at] ?? 0))
    if (rankOf[family] === -1) {
      rankOf[family] = count
      count += 1
    }
    ranks[at] = rankOf[family] ?? 0
  }
  return inOrder({ numbers, places, ranks, families: count })
}

/** Sorts by rank and keeps the order within it: by counting, as there are as many ranks as families. */
function inOrder(of: { numbers: Int32Array; places: Int32Array; ranks: Int32Array; families: number }) {
  const starts = new Int32Array(of.families + 1)
  for (const rank of of.ranks) starts[rank + 1] = (starts[rank + 1] ?? 0) + 1
  for (let rank = 0; rank < of.families; rank += 1) starts[rank + 1] = (starts[rank + 1] ?? 0) + (starts[rank] ?? 0)
  const order = new Int32Array(of.ranks.length)
  const families = new Int32Array(of.ranks.length)
  for (const [at, rank] of of.ranks.entries()) {
    const to = starts[rank] ?? 0
    starts[rank] = to + 1
    order[to] = of.numbers[of.places[at] ?? 0] ?? 0
    families[to] = rank
  }
  return { order, families }
}
