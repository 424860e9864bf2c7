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

/** A list of hashes in eight bytes each: a million of them are 8 MB. */
export class HashList {
  length = 0
  #words = new Uint32Array(2048)

  add({ hi, lo }: Hash64): void {
    if (this.length * 2 === this.#words.length) {
      const more = new Uint32Array(this.#words.length * 2)
      more.set(this.#words)
      this.#words = more
    }
    this.#words[this.length * 2] = hi
    this.#words[this.length * 2 + 1] = lo
    this.length += 1
  }

  at(index: number): Hash64 {
    return { hi: this.#words[index * 2] ?? 0, lo: this.#words[index * 2 + 1] ?? 0 }
  }
}

/** A growing list of whole numbers in four bytes each. */
export class NumberList {
  length = 0
  #numbers = new Int32Array(1024)

  add(number: number): void {
    if (this.length === this.#numbers.length) {
      const more = new Int32Array(this.#numbers.length * 2)
      more.set(this.#numbers)
      this.#numbers = more
    }
    this.#numbers[this.length] = number
    this.length += 1
  }

  at(index: number): number {
    return this.#numbers[index] ?? -1
  }

  set(index: number, number: number): void {
    this.#numbers[index] = number
  }
}

/** Numbers hashes from 0 in the order in which they come, in twelve bytes and room to spare each. */
export class HashTable {
  size = 0
  #slots = 1024
  #words = new Uint32Array(2048)
  #numbers = new Int32Array(1024).fill(-1)

  /** The number of this hash, a new one if it never came. */
  add(hash: Hash64): number {
    if (this.size * 3 > this.#slots * 2) this.#grow()
    const slot = this.#slotOf(hash)
    const found = this.#numbers[slot] ?? -1
    if (found >= 0) return found
    this.#put(slot, hash, this.size)
    this.size += 1
    return this.size - 1
  }

  /** Its number, or -1. */
  find(hash: Hash64): number {
    return this.#numbers[this.#slotOf(hash)] ?? -1
  }

  #slotOf({ hi, lo }: Hash64): number {
    let slot = lo & (this.#slots - 1)
    while ((this.#numbers[slot] ?? -1) >= 0) {
      if (this.#words[slot * 2] === hi && this.#words[slot * 2 + 1] === lo) return slot
      slot = (slot + 1) & (this.#slots - 1)
    }
    return slot
  }

  #put(slot: number, { hi, lo }: Hash64, number: number): void {
    this.#words[slot * 2] = hi
    this.#words[slot * 2 + 1] = lo
    this.#numbers[slot] = number
  }

  #grow(): void {
    const [words, numbers] = [this.#words, this.#numbers]
    this.#slots *= 2
    this.#words = new Uint32Array(this.#slots * 2)
    this.#numbers = new Int32Array(this.#slots).fill(-1)
    for (const [slot, number] of numbers.entries()) {
      if (number < 0) continue
      const hash = { hi: words[slot * 2] ?? 0, lo: words[slot * 2 + 1] ?? 0 }
      this.#put(this.#slotOf(hash), hash, number)
    }
  }
}

/** A set of texts that keeps only their hashes: a million ids take about 24 MB. */
export class KeySet {
  readonly #table = new HashTable()

  get size(): number {
    return this.#table.size
  }

  has(text: string): boolean {
    return this.#table.find(hash64(text)) >= 0
  }

  hasHash(hash: Hash64): boolean {
    return this.#table.find(hash) >= 0
  }

  add(text: string): void {
    this.#table.add(hash64(text))
  }
}
