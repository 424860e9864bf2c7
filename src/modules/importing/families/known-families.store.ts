import { sql } from 'kysely'
import { readInBatches, type Trx } from '../../../platform/db/index.ts'
import { type Hash64, HashList, HashTable, NumberList } from './hashes.ts'

/** So many are asked for by their ids at once. */
const idsAtOnce = 5000

/** What is remembered of a family of the last applied run. */
export type KnownFamily = {
  id: string
  pupils: number
  rowsUsed: number
  contactRows: number
  contactRowsWithoutId: number
  settled: boolean
  /** Settled, and nobody but the MIS knew anything of its contacts (IMP-6). */
  plain: boolean
}

/** Of some families together. */
export type Totals = {
  families: number
  pupils: number
  rowsUsed: number
  contactRows: number
  contactRowsWithoutId: number
}

const [unsettled, settled, plain] = [0, 1, 2]
const standingOf = (family: Pick<KnownFamily, 'settled' | 'plain'>): number =>
  !family.settled ? unsettled : family.plain ? plain : settled

const inNumbers = ['pupils', 'rowsUsed', 'contactRows', 'contactRowsWithoutId'] as const

/** The families that the last applied run left behind, found by their rows. A million rows take about 40 MB. */
export class KnownFamilies {
  /** Two families bear one id, which cannot be: nothing is known for certain. */
  isDoubtful = false
  readonly #ids: HashTable
  readonly #restOfIds = new HashList()
  readonly #numbers = {
    pupils: new NumberList(),
    rowsUsed: new NumberList(),
    contactRows: new NumberList(),
    contactRowsWithoutId: new NumberList(),
  }
  readonly #standing = new NumberList()
  #rows: HashTable
  readonly #familyOfRow = new NumberList()
  readonly #sums: number[] = []

  constructor(expected = { families: 0, rows: 0 }) {
    this.#ids = new HashTable(expected.families)
    this.#rows = new HashTable(expected.rows)
  }

  get size(): number {
    return this.#standing.length
  }

  add({ start, rest }: FamilyId, family: Omit<KnownFamily, 'id'>, { bytes, from, to }: PackedHashes): void {
    const number = this.size
    if (this.#ids.add(start) !== number) this.isDoubtful = true
    this.#restOfIds.add(rest)
    for (const name of inNumbers) this.#numbers[name].add(family[name])
    this.#standing.add(standingOf(family))
    let sum = 0
    for (let at = from; at < to; at += 8) {
      const [hi, lo] = [bytes.readInt32BE(at), bytes.readInt32BE(at + 4)]
      if (this.#rows.addWords(hi, lo) === this.#familyOfRow.length) this.#familyOfRow.add(number)
      sum = addWordsToSum(sum, hi, lo)
    }
    this.#sums.push(sum)
  }

  idOf(number: number): string {
    return idFrom(this.#ids.at(number), this.#restOfIds.at(number))
  }

  /** The number of the family with this very id, or -1. */
  numberOf({ start, rest }: FamilyId): number {
    const number = this.#ids.find(start)
    return number >= 0 && this.#restOfIds.isAt(number, rest) ? number : -1
  }

  isSettled(number: number): boolean {
    return this.#standing.at(number) > unsettled
  }

  isPlain(number: number): boolean {
    return this.#standing.at(number) === plain
  }

  pupilsOf(number: number): number {
    return this.#numbers.pupils.at(number)
  }

  contactRowsOf(number: number): number {
    return this.#numbers.contactRows.at(number)
  }

  totalsOf(isMeant: (number: number) => boolean): Totals {
    const totals = { families: 0, pupils: 0, rowsUsed: 0, contactRows: 0, contactRowsWithoutId: 0 }
    for (let number = 0; number < this.size; number += 1) {
      if (!isMeant(number)) continue
      totals.families += 1
      for (const name of inNumbers) totals[name] += this.#numbers[name].at(number)
    }
    return totals
  }

  /** Of a large school the rows are most of what is remembered: once they were asked for, they need not be in the way. */
  forgetRows(): void {
    this.#rows = new HashTable()
    this.#familyOfRow.clear()
    this.#sums.length = 0
  }

  /** Where all families are looked at, what the last run counted of each is asked for by nobody. */
  forgetCounts(): void {
    for (const name of inNumbers) this.#numbers[name].clear()
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

/** An id as four numbers instead of a text. The first eight digits are the lower half: of the others one is always the same. */
export type FamilyId = { start: Hash64; rest: Hash64 }

export function halvesOf(id: string): FamilyId {
  const word = (at: number) => Number.parseInt(hex.slice(at, at + 8), 16)
  const hex = id.replaceAll('-', '')
  return { start: { hi: word(8), lo: word(0) }, rest: { hi: word(16), lo: word(24) } }
}

export const idOfFamily = ({ start, rest }: FamilyId): string => idFrom(start, rest)

function idFrom(start: Hash64, rest: Hash64): string {
  const hex = [start.lo, start.hi, rest.hi, rest.lo].map((word) => word.toString(16).padStart(8, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

const most = 2 ** 52

/** A sum does not depend on the order and counts a row that stands twice; it stays a whole number for a million rows. */
export const addToSum = (sum: number, { hi, lo }: Hash64): number => addWordsToSum(sum, hi, lo)

const addWordsToSum = (sum: number, hi: number, lo: number): number =>
  (sum + (hi & 0xfffff) * 2 ** 32 + (lo >>> 0)) % most

/** Null where not so many families are there as the last run left: then everything is looked at. */
export async function loadKnownFamilies(
  trx: Trx,
  schoolId: string,
  expected: { families: number; rows: number },
): Promise<KnownFamilies | null> {
  const known = new KnownFamilies(expected)
  const facts = [
    'cardinality(pupils)',
    'rows_used',
    'contact_rows',
    'contact_rows_without_id',
    'settled::int4',
    'plain::int4',
  ]
  const take = ({ id, numbers, hashes }: PackedFamily) => {
    const [pupils = 0, rowsUsed = 0, contactRows = 0, contactRowsWithoutId = 0, isSettled = 0, isPlain = 0] = numbers
    const standing = { settled: isSettled === 1, plain: isPlain === 1 }
    known.add(id, { pupils, rowsUsed, contactRows, contactRowsWithoutId, ...standing }, hashes)
  }
  await eachPackedFamily(trx, { schoolId, facts, hashes: 'rows', take })
  return known.size === expected.families && !known.isDoubtful ? known : null
}

/** The families of which some key fits. */
export async function familiesWithKeys(
  trx: Trx,
  schoolId: string,
  fits: (key: Hash64) => boolean,
): Promise<FamilyId[]> {
  const found: FamilyId[] = []
  const take = ({ id, hashes }: PackedFamily) => {
    if (unpackHashes(hashes).some(fits)) found.push(id)
  }
  await eachPackedFamily(trx, { schoolId, facts: [], hashes: 'keys', take })
  return found
}

/** The keys of each of these families. */
export async function* keysOfFamilies(trx: Trx, schoolId: string, ids: string[]): AsyncGenerator<Hash64[]> {
  const query = trx.selectFrom('mis_families').select('keys').where('school_id', '=', schoolId)
  for (let at = 0; at < ids.length; at += idsAtOnce)
    for (const { keys } of await query.where(sql<boolean>`id = any(${ids.slice(at, at + idsAtOnce)})`).execute())
      yield unpackHashes({ bytes: keys, from: 0, to: keys.length })
}

/** Hashes of eight bytes each, one after the other. */
export type PackedHashes = { bytes: Buffer; from: number; to: number }

type PackedFamily = { id: FamilyId; numbers: number[]; hashes: PackedHashes }

/**
 * Id, how many hashes, the facts in four bytes each, the hashes: family by family, those whose ids begin alike in one row, as a row
 * costs more to read than all that is remembered of a family.
 */
async function eachPackedFamily(
  trx: Trx,
  of: { schoolId: string; facts: string[]; hashes: 'rows' | 'keys'; take: (family: PackedFamily) => void },
): Promise<void> {
  const hashes = sql.ref(of.hashes)
  const facts = of.facts.map((fact) => sql` || int4send(${sql.raw(fact)})`)
  const query = sql<{ packed: Buffer }>`
    select string_agg(uuid_send(id) || int4send(length(${hashes}) / 8)${sql.join(facts, sql``)} || ${hashes}, '') as packed
    from mis_families where school_id = ${of.schoolId} group by get_byte(uuid_send(id), 0)`
  for await (const rows of readInBatches(trx, { compile: () => query.compile(trx) }, 16))
    for (const { packed } of rows) unpackFamilies(packed, of.facts.length, of.take)
}

function unpackFamilies(packed: Buffer, facts: number, take: (family: PackedFamily) => void): void {
  for (let at = 0; at < packed.length; ) {
    const id = { start: { lo: packed.readUInt32BE(at), hi: packed.readUInt32BE(at + 4) }, rest: hashAt(packed, at + 8) }
    const startOfFacts = at + 20
    const numbers: number[] = []
    for (let fact = 0; fact < facts; fact += 1) numbers.push(packed.readInt32BE(startOfFacts + fact * 4))
    const start = startOfFacts + facts * 4
    at = start + packed.readInt32BE(startOfFacts - 4) * 8
    take({ id, numbers, hashes: { bytes: packed, from: start, to: at } })
  }
}

export function packHashes(hashes: Hash64[]): Buffer {
  const bytes = Buffer.alloc(hashes.length * 8)
  for (const [index, { hi, lo }] of hashes.entries()) {
    bytes.writeUInt32BE(hi, index * 8)
    bytes.writeUInt32BE(lo, index * 8 + 4)
  }
  return bytes
}

export function unpackHashes({ bytes, from, to }: PackedHashes): Hash64[] {
  const hashes: Hash64[] = []
  for (let at = from; at < to; at += 8) hashes.push(hashAt(bytes, at))
  return hashes
}

const hashAt = (bytes: Buffer, at: number): Hash64 => ({ hi: bytes.readUInt32BE(at), lo: bytes.readUInt32BE(at + 4) })
