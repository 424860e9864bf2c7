import { NumberList } from '../families/hashes.ts'

/** Beyond that a place does not fit its four bytes. */
const farthest = 2 ** 31 - 1

/** Where each row of a file begins: how many bytes stand before it, and its physical line. Eight bytes a row. */
export class RowPlaces {
  readonly #starts = new NumberList()
  readonly #lines = new NumberList()
  #end = 0

  /** In the order of the rows. */
  note({ start, end, line }: { start: number; end: number; line: number }): void {
    this.#starts.add(start)
    this.#lines.add(line)
    this.#end = end
  }

  /** Whether every row of a file with so many can be found by its place. */
  areOf(rows: number): boolean {
    return this.#starts.length === rows && this.#end <= farthest
  }

  get length(): number {
    return this.#starts.length
  }

  startOf(nth: number): number {
    return this.#starts.at(nth - 1)
  }

  /** Where the next row begins; of the last row, where it ends. */
  endOf(nth: number): number {
    return nth < this.length ? this.startOf(nth + 1) : this.#end
  }

  lineOf(nth: number): number {
    return this.#lines.at(nth - 1)
  }
}
