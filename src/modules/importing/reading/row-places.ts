import { NumberList } from '../families/hashes.ts'

/** Beyond that a place does not fit its four bytes. */
const farthest = 2 ** 31 - 1

/** Where each row of a file stands: how many bytes before its beginning and its end, and its physical line. Twelve bytes a row. */
export class RowPlaces {
  readonly #starts = new NumberList()
  readonly #ends = new NumberList()
  readonly #lines = new NumberList()
  #farthest = 0

  /** In the order of the rows. */
  note({ start, end, line }: { start: number; end: number; line: number }): void {
    this.#starts.add(start)
    this.#ends.add(end)
    this.#lines.add(line)
    this.#farthest = end
  }

  /** Whether every row of a file with so many can be found by its place. */
  areOf(rows: number): boolean {
    return this.#starts.length === rows && this.#farthest <= farthest
  }

  get length(): number {
    return this.#starts.length
  }

  startOf(nth: number): number {
    return this.#starts.at(nth - 1)
  }

  /** Without its line end. */
  endOf(nth: number): number {
    return this.#ends.at(nth - 1)
  }

  lineOf(nth: number): number {
    return this.#lines.at(nth - 1)
  }
}
