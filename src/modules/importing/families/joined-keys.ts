import { type Hash64, HashTable, hash64, NumberList } from './hashes.ts'

const listed = 1
const known = 2
const apart = 4
const bitsOfMarks = 3
const marks = 7

/**
 * Which keys of a run belong together: those that stand on one row, directly or by way of other rows. Keys that belong
 * together are one family, of which nothing outside it can change what is decided.
 */
export class JoinedKeys {
  #table = new HashTable()
  /** For each key another one of its family, nearer to the one that stands for it, and its marks in the lowest bits. */
  #parents = new NumberList()

  get size(): number {
    return this.#table.size
  }

  /** The number of this key if it came on any row, else -1. */
  find(key: string): number {
    return this.#table.find(hash64(key))
  }

  /** The number of this key. */
  add(key: string): number {
    const number = this.#table.add(hash64(key))
    if (number === this.#parents.length) this.#parents.add(number << bitsOfMarks)
    return number
  }

  /** Notes that these keys were a family of the last run, so that no other family of that run has them. */
  markFamily(keys: Hash64[]): void {
    const numbers = keys.map((key) => this.#table.find(key)).filter((number) => number >= 0)
    const families = new Set(numbers.map((number) => this.familyOf(number)))
    const mark = families.size > 1 ? known | apart : known
    for (const number of numbers) this.#mark(number, mark)
  }

  /** Whether the rows alone do not say that this key belongs where it belonged at the last run. */
  isUnsettled(key: string): boolean {
    return (this.#parents.at(this.find(key)) & (known | apart)) !== known
  }

  /** Whether some key is of no family of the last run that is looked at: another family may have it. */
  hasStrangers(): boolean {
    for (let number = 0; number < this.size; number += 1) if ((this.#parents.at(number) & known) === 0) return true
    return false
  }

  /** Notes that a pupil whom the run lists bears this key; one whom it only names may mean somebody else. */
  markListed(number: number): void {
    this.#mark(number, listed)
  }

  /** The family of this key, or -1. */
  familyOfKey(key: string): number {
    const number = this.#table.find(hash64(key))
    return number < 0 ? -1 : this.familyOf(number)
  }

  /** The same, if a listed pupil bears it. */
  familyOfListed(key: string): number {
    const number = this.#table.find(hash64(key))
    return number >= 0 && (this.#parents.at(number) & listed) !== 0 ? this.familyOf(number) : -1
  }

  /** Whether the key came on any row. */
  has(hash: Hash64): boolean {
    return this.#table.find(hash) >= 0
  }

  join(one: number, other: number): void {
    const [first, second] = [this.familyOf(one), this.familyOf(other)]
    // The older number stands for both, so that numbers of families rise as their first rows do.
    if (first !== second) this.#setParent(Math.max(first, second), Math.min(first, second))
  }

  /** The number that stands for the whole family of this key. */
  familyOf(number: number): number {
    let at = number
    for (;;) {
      const parent = this.#parentOf(at)
      if (parent === at) return at
      const next = this.#parentOf(parent)
      this.#setParent(at, next)
      at = next
    }
  }

  #parentOf(number: number): number {
    return this.#parents.at(number) >>> bitsOfMarks
  }

  #setParent(number: number, parent: number): void {
    this.#parents.set(number, (parent << bitsOfMarks) | (this.#parents.at(number) & marks))
  }

  #mark(number: number, mark: number): void {
    this.#parents.set(number, this.#parents.at(number) | mark)
  }
}
