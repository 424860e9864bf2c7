import { hash } from 'node:crypto'

/** 64 bits of a digest, as two whole numbers below 2^32. */
export type Hash64 = { hi: number; lo: number }

export const hash64 = (text: string): Hash64 => hash64At(hash('sha1', text, 'binary'), 0)

/** 64 bits out of a digest that is written as one character a byte: nothing is allocated but the answer. */
export function hash64At(bytes: string, at: number): Hash64 {
  return { hi: wordAt(bytes, at), lo: wordAt(bytes, at + 4) }
}

const wordAt = (bytes: string, at: number): number =>
  ((bytes.charCodeAt(at) << 24) |
    (bytes.charCodeAt(at + 1) << 16) |
    (bytes.charCodeAt(at + 2) << 8) |
    bytes.charCodeAt(at + 3)) >>>
  0

/** Lists grow by pieces of so many, so that no long one is ever copied. */
const bits = 12
const pieceLength = 1 << bits

/** A growing list of whole numbers in four bytes each: a million of them are 4 MB. */
export class NumberList {
  length = 0
  readonly #pieces: Int32Array[] = []

  add(number: number): void {
    const at = this.length & (pieceLength - 1)
    if (at === 0) this.#pieces.push(new Int32Array(pieceLength))
    this.length += 1
    this.set(this.length - 1, number)
  }

  at(index: number): number {
    return this.#pieces[index >>> bits]?.[index & (pieceLength - 1)] ?? -1
  }

  set(index: number, number: number): void {
    const piece = this.#pieces[index >>> bits]
    if (piece) piece[index & (pieceLength - 1)] = number
  }

  clear(): void {
    this.length = 0
    this.#pieces.length = 0
  }
}

/** A list of hashes in eight bytes each. */
export class HashList {
  length = 0
  /** Both halves of a hash side by side. */
  readonly #pieces: Int32Array[] = []

  add({ hi, lo }: Hash64): void {
    this.addWords(hi, lo)
  }

  /** Both halves of a hash, with or without a sign. */
  addWords(hi: number, lo: number): void {
    const at = (this.length & (pieceLength - 1)) * 2
    if (at === 0) this.#pieces.push(new Int32Array(pieceLength * 2))
    const piece = this.#pieces[this.length >>> bits]
    this.length += 1
    if (!piece) return
    piece[at] = hi
    piece[at + 1] = lo
  }

  at(index: number): Hash64 {
    const piece = this.#pieces[index >>> bits]
    const at = (index & (pieceLength - 1)) * 2
    return { hi: (piece?.[at] ?? 0) >>> 0, lo: (piece?.[at + 1] ?? 0) >>> 0 }
  }

  isAt(index: number, { hi, lo }: Hash64): boolean {
    return this.areWordsAt(index, hi, lo)
  }

  areWordsAt(index: number, hi: number, lo: number): boolean {
    const piece = this.#pieces[index >>> bits]
    const at = (index & (pieceLength - 1)) * 2
    return piece !== undefined && piece[at + 1] === (lo | 0) && piece[at] === (hi | 0)
  }
}

/** Numbers hashes from 0 in the order in which they come, in eight bytes and five to eight for finding them each. */
export class HashTable {
  readonly #hashes = new HashList()
  #slots: Int32Array

  /** So many as are expected come without making room again. */
  constructor(expected = 0) {
    this.#slots = new Int32Array(Math.max(1024, Math.ceil((expected * 4) / 3) + 1)).fill(-1)
  }

  get size(): number {
    return this.#hashes.length
  }

  /** The number of this hash, a new one if it never came. */
  add({ hi, lo }: Hash64): number {
    return this.addWords(hi, lo)
  }

  /** The same by its halves, with or without a sign: of a million rows no object is made. */
  addWords(hi: number, lo: number): number {
    if (this.size * 4 > this.#slots.length * 3) this.#grow()
    const slot = this.#slotOf(hi, lo)
    const found = this.#slots[slot] ?? -1
    if (found >= 0) return found
    this.#slots[slot] = this.size
    this.#hashes.addWords(hi, lo)
    return this.size - 1
  }

  /** Its number, or -1. */
  find({ hi, lo }: Hash64): number {
    return this.#slots[this.#slotOf(hi, lo)] ?? -1
  }

  /** The hash with this number. */
  at(number: number): Hash64 {
    return this.#hashes.at(number)
  }

  /** Where the hash stands, or the free slot where it would. */
  #slotOf(hi: number, lo: number): number {
    const slots = this.#slots
    // The lowest bits count most: hashes often come sorted, and the highest would crowd them into one end.
    let slot = (lo >>> 0) % slots.length
    for (;;) {
      const number = slots[slot] ?? -1
      if (number < 0 || this.#hashes.areWordsAt(number, hi, lo)) return slot
      slot = slot + 1 === slots.length ? 0 : slot + 1
    }
  }

  /** By half: doubled, they would stand half empty most of the time. */
  #grow(): void {
    this.#slots = new Int32Array(Math.floor(this.#slots.length * 1.5)).fill(-1)
    for (let number = 0; number < this.size; number += 1) {
      const { hi, lo } = this.#hashes.at(number)
      this.#slots[this.#slotOf(hi, lo)] = number
    }
  }
}

/** A set of texts that keeps only their hashes: a million ids take about 16 MB. */
export class KeySet {
  readonly #table = new HashTable()

  get size(): number {
    return this.#table.size
  }

  has(text: string): boolean {
    return this.#table.find(hash64(text)) >= 0
  }

  add(text: string): void {
    this.#table.add(hash64(text))
  }
}
