import { sql } from 'kysely'
import { copyInto, type Trx } from '../../../platform/db/index.ts'
import { inCopy, withoutBadEscapes } from './copy-text.ts'
import type { RunRow } from './gather-family.ts'

/** A row as it waits. */
export type StoredRow = Omit<RunRow, 'n'>

/** So many rows are kept in memory, as text of about 20 MB; those of a larger run wait in the database. */
const rowsKept = 16_000
const rowsAtOnce = 2_000
/** A few rows that nobody asked for cost less than another look into the index. */
const widestGap = 10

/** Where the rows of a run wait until their family is complete. */
export class RowSpool {
  readonly #trx: Trx
  readonly #plan: { schoolId: string; planId: string }
  /** The rows as JSON, which takes a third of the memory, without the few signs that PostgreSQL does not take. */
  #waiting = new Map<number, string>()
  #isSpilling = false

  constructor(trx: Trx, plan: { schoolId: string; planId: string }) {
    this.#trx = trx
    this.#plan = plan
  }

  async add(n: number, row: StoredRow): Promise<void> {
    this.#waiting.set(n, withoutBadEscapes(JSON.stringify(row)))
    if (this.#waiting.size < (this.#isSpilling ? rowsAtOnce : rowsKept)) return
    this.#isSpilling = true
    await this.#spill()
  }

  /** In the order asked for. */
  async read(numbers: number[]): Promise<RunRow[]> {
    const stored = numbers.filter((n) => !this.#waiting.has(n))
    const found = new Map((await this.#stored(stored)).map(({ n, data }) => [n, data]))
    const textOf = (n: number) => this.#waiting.get(n) ?? found.get(n) ?? ''
    return numbers.map((n) => ({ n, ...(JSON.parse(textOf(n)) as StoredRow) }))
  }

  /**
   * Range by range: one list of numbers would be looked for in the whole table, as PostgreSQL knows nothing yet of what was put
   * there a moment ago.
   */
  async #stored(numbers: number[]): Promise<{ n: number; data: string }[]> {
    if (numbers.length === 0) return []
    const { schoolId, planId } = this.#plan
    const ranges = rangesOf(numbers)
    const { rows } = await sql<{ n: number; data: string }>`
      select r.n, r.data from unnest(${ranges.map(([first]) => first)}::bigint[], ${ranges.map(([, last]) => last)}::bigint[]) as wanted (first, last),
        lateral (select n, data from import_rows where school_id = ${schoolId} and plan_id = ${planId}
          and n between wanted.first and wanted.last offset 0) r`.execute(this.#trx)
    return rows
  }

  async clear(): Promise<void> {
    this.#waiting.clear()
    const { schoolId, planId } = this.#plan
    if (this.#isSpilling)
      await sql`delete from import_rows where school_id = ${schoolId} and plan_id = ${planId}`.execute(this.#trx)
  }

  async #spill(): Promise<void> {
    const rows = this.#waiting
    const head = `${this.#plan.schoolId}\t${this.#plan.planId}\t`
    await copyInto(this.#trx, 'copy import_rows (school_id, plan_id, n, data) from stdin', linesOf(rows, head))
    rows.clear()
  }
}

/** From the first to the last of numbers that stand close together. */
function rangesOf(numbers: number[]): [number, number][] {
  const ranges: [number, number][] = []
  for (const n of numbers.toSorted((one, other) => one - other)) {
    const range = ranges.at(-1)
    if (range && n - range[1] <= widestGap) range[1] = n
    else ranges.push([n, n])
  }
  return ranges
}

function* linesOf(rows: Map<number, string>, head: string): Generator<string> {
  for (const [n, row] of rows) yield `${head}${n}\t${inCopy(row)}\n`
}
