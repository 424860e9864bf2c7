import type { RowsDigested } from '../reading/digest-of-rows.ts'
import { addToSum, type KnownFamilies } from './known-families.store.ts'

/** So many rows at the end of each file are always looked at: they tell whether the next file was cut short (IMP-10). */
const rowsOfTail = 30

/** From so many on, a run that has to look at more than half of its rows looks at all. */
const manyRows = 50_000

export type Choice = { touched: Set<number>; familyOf: (n: number) => number; wants: (n: number) => boolean }

/**
 * Rows that the last run did not have, and those of families of which a row is gone, new or was refused, or stands at a file's end. Null
 * where these are most of many, as in a new school year: what it takes to pass the others over would cost more than they do.
 */
export function chooseRows(digested: RowsDigested, known: KnownFamilies): Choice | null {
  const { hashes } = digested
  const families = new Int32Array(hashes.length)
  const familyOf = (n: number) => families[n - 1] ?? -1
  const sums = new Float64Array(known.size)
  for (let n = 1; n <= hashes.length; n += 1) {
    const family = known.familyOfRow(hashes.at(n - 1))
    families[n - 1] = family
    if (family >= 0) sums[family] = addToSum(sums[family] ?? 0, hashes.at(n - 1))
  }
  const touched = new Set<number>()
  for (let number = 0; number < known.size; number += 1)
    if (!known.isSettled(number) || !known.isWhole(number, sums[number] ?? 0)) touched.add(number)
  for (const n of tailOf(digested)) if (familyOf(n) >= 0) touched.add(familyOf(n))
  const wants = (n: number) => familyOf(n) < 0 || touched.has(familyOf(n))
  let wanted = 0
  for (let n = 1; n <= hashes.length; n += 1) if (wants(n)) wanted += 1
  return wanted > manyRows && wanted * 2 > hashes.length ? null : { touched, familyOf, wants }
}

/** The numbers of the rows at the end of each file. */
export function tailOf({ rowsOfFiles }: RowsDigested): Set<number> {
  const tail = new Set<number>()
  let end = 0
  for (const rows of rowsOfFiles) {
    end += rows
    for (let n = Math.max(end - rows, end - rowsOfTail) + 1; n <= end; n += 1) tail.add(n)
  }
  return tail
}
