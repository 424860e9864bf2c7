import { sql } from 'kysely'
import { readInBatches, type Trx } from '../../../platform/db/index.ts'
import { type Hash64, HashTable, NumberList } from './hashes.ts'

const familiesAtOnce = 5000

/** What is remembered of a family of the last applied run. */
export type KnownFamily = {
  id: string
  pupils: number
  rowsUsed: number
  contactRows: number
  contactRowsWithoutId: number
  settled: boolean
}

/** The families that the last applied run left behind, found by their rows. A million rows take about 40 MB. */
export class KnownFamilies {
  readonly families: KnownFamily[] = []
  readonly #numbers = new Map<string, number>()
  readonly #rows = new HashTable()
  readonly #familyOfRow = new NumberList()
  readonly #sums: number[] = []

  add(family: KnownFamily, rows: Hash64[]): void {
    const number = this.families.length
    this.families.push(family)
    this.#numbers.set(family.id, number)
    for (const row of rows) {
      if (this.#rows.add(row) === this.#familyOfRow.length) this.#familyOfRow.add(number)
    }
    this.#sums.push(sumOf(rows))
  }

  /** The number of the family with this very id, or -1. */
  numberOf(id: string): number {
    return this.#numbers.get(id) ?? -1
  }

  /** The number of the family that has this row, or -1. */
  familyOfRow(row: Hash64): number {
    const found = this.#rows.find(row)
    return found < 0 ? -1 : this.#familyOfRow.at(found)
  }

  /** Whether rows with this sum are all those of the family, each as often. */
  isWhole(number: number, sum: number): boolean {
    return this.#sums[number] === sum
  }
}

/** A sum does not depend on the order and counts a row that stands twice; it stays a whole number for a million rows. */
const sumOf = (rows: Iterable<Hash64>): number => {
  let sum = 0
  for (const row of rows) sum = addToSum(sum, row)
  return sum
}

const most = 2 ** 52
export const addToSum = (sum: number, { hi, lo }: Hash64): number => (sum + (hi % 2 ** 20) * 2 ** 32 + lo) % most

/** Null where not so many families are there as the last run left: then everything is looked at. */
export async function loadKnownFamilies(trx: Trx, schoolId: string, expected: number): Promise<KnownFamilies | null> {
  const known = new KnownFamilies()
  const query = trx
    .selectFrom('mis_families')
    .select(['id', 'rows', 'rows_used', 'contact_rows', 'contact_rows_without_id', 'settled'])
    .select(sql<number>`cardinality(pupils)`.as('pupils'))
    .where('school_id', '=', schoolId)
  for await (const rows of readInBatches(trx, query, familiesAtOnce))
    for (const row of rows)
      known.add(
        {
          id: row.id,
          pupils: row.pupils,
          rowsUsed: row.rows_used,
          contactRows: row.contact_rows,
          contactRowsWithoutId: row.contact_rows_without_id,
          settled: row.settled,
        },
        unpackHashes(row.rows),
      )
  return known.families.length === expected ? known : null
}

/** The families of which some key fits. */
export async function familiesWithKeys(trx: Trx, schoolId: string, fits: (key: Hash64) => boolean): Promise<string[]> {
  const found: string[] = []
  const query = trx.selectFrom('mis_families').select(['id', 'keys']).where('school_id', '=', schoolId)
  for await (const rows of readInBatches(trx, query, familiesAtOnce))
    for (const { id, keys } of rows) if (unpackHashes(keys).some(fits)) found.push(id)
  return found
}

export function packHashes(hashes: Hash64[]): Buffer {
  const bytes = Buffer.alloc(hashes.length * 8)
  for (const [index, { hi, lo }] of hashes.entries()) {
    bytes.writeUInt32BE(hi, index * 8)
    bytes.writeUInt32BE(lo, index * 8 + 4)
  }
  return bytes
}

export function unpackHashes(bytes: Buffer): Hash64[] {
  const hashes: Hash64[] = []
  for (let at = 0; at < bytes.length; at += 8)
    hashes.push({ hi: bytes.readUInt32BE(at), lo: bytes.readUInt32BE(at + 4) })
  return hashes
}
