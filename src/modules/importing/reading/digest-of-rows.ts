import { hash } from 'node:crypto'
import { type Hash64, HashList, hash64, hash64At } from '../families/hashes.ts'
import type { InspectedFile, Inspection } from './inspect-files.ts'
import { RowPlaces } from './row-places.ts'
import { textsOf } from './rows-of-file.ts'

/** Raised when the reading of the same bytes comes to mean something else. */
const READING_VERSION = 5
const WORD = 2 ** 48

export type RowsDigested = {
  digest: string
  rowsRead: number
  /** Of every row, in the order in which `readRows` numbers them: the same row, read in the same way, has the same hash in every run. */
  hashes: HashList
  /** How many rows each file has. */
  rowsOfFiles: number[]
  /** Where the rows of each file stand, or null where that cannot be told of every one of them. */
  placesOfFiles: (RowPlaces | null)[]
}

/**
 * One cheap pass that tells whether these files say the same as an earlier run: the same rows, in any order, read in the same
 * way, give the same digest. `rowsRead` counts as `readRows` does. Throws a Refusal where a file breaks off.
 */
export async function digestOfRows(inspection: Inspection): Promise<RowsDigested> {
  const rowsOfFiles: number[] = []
  const placesOfFiles: (RowPlaces | null)[] = []
  const files: string[] = []
  const hashes = new HashList()
  for (const file of inspection.files) {
    const way = howItIsRead(file, inspection.placeholders)
    const places = new RowPlaces()
    const wayOfRows = hash64(`${READING_VERSION}|${way}|${JSON.stringify(file.contents)}`)
    const sums = await sumOfRows(textsOf(file, places), hashes, wayOfRows)
    rowsOfFiles.push(sums.rows)
    placesOfFiles.push(places.areOf(sums.rows) ? places : null)
    files.push(`${way}|${sums.rows}|${sums.text}`)
  }
  const digest = hash('sha256', `${READING_VERSION}|${files.sort().join('|')}`)
  return { digest, rowsRead: hashes.length, hashes, rowsOfFiles, placesOfFiles }
}

function howItIsRead(file: InspectedFile, placeholders: readonly string[]): string {
  const orders = [...file.dateOrders].map(([index, order]) => `${index}=${order}`)
  return JSON.stringify([file.format, file.encoding, file.delimiter, file.captions, file.columns, orders, placeholders])
}

/** A sum of hashes does not depend on the order, and counts a row that stands twice. */
async function sumOfRows(
  texts: AsyncGenerator<string[]>,
  hashes: HashList,
  way: Hash64,
): Promise<{ rows: number; text: string }> {
  let rows = 0
  const sums = [0, 0, 0]
  for await (const some of texts) {
    rows += some.length
    for (const text of some) {
      const bytes = hash('sha1', text, 'binary')
      for (let part = 0; part < 3; part++) sums[part] = ((sums[part] ?? 0) + wordAt(bytes, part * 6)) % WORD
      const { hi, lo } = hash64At(bytes, 12)
      hashes.add({ hi: (hi ^ way.hi) >>> 0, lo: (lo ^ way.lo) >>> 0 })
    }
  }
  return { rows, text: sums.join(',') }
}

/** 48 bits of a digest that is written as one character a byte: numbers add up exactly, and nothing is allocated. */
function wordAt(bytes: string, at: number): number {
  let word = 0
  for (let index = at; index < at + 6; index++) word = word * 256 + bytes.charCodeAt(index)
  return word
}
