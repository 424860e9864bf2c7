import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { type TestDb, testDatabase } from '../../../platform/db/testing.ts'
import { newId } from '../../../platform/ids/index.ts'
import { RowSpool, type StoredRow } from './row-spool.ts'

/** More than are kept in memory, so that most wait in the database. */
const rows = 18_300

const rowOf = (n: number): StoredRow => ({
  fileNo: 0,
  line: n + 1,
  weak: n % 2 === 0,
  records: { pupil: null, staff: null, contact: null, link: null, points: [], groups: [] },
})

describe('IMP-12 rows that wait until their family is complete', () => {
  let db: TestDb
  before(async () => {
    db = await testDatabase()
  })
  after(() => db.close())

  it('come back as they were, whichever are asked for and in whatever order, and none stays', async () => {
    const plan = { schoolId: newId(), planId: newId() }
    const other = { ...plan, planId: newId() }
    await db.inSchool(
      plan.schoolId,
      async (trx) => {
        const [spool, beside] = [new RowSpool(trx, plan), new RowSpool(trx, other)]
        for (let n = 1; n <= rows; n += 1) {
          await spool.add(n, rowOf(n))
          await beside.add(n, rowOf(0))
        }
        const near = fc.integer({ min: 1, max: 40 })
        const far = fc.integer({ min: 1, max: rows })
        await fc.assert(
          fc.asyncProperty(fc.uniqueArray(fc.oneof(near, far), { maxLength: 200 }), async (numbers) => {
            assert.deepEqual(
              await spool.read(numbers),
              numbers.map((n) => ({ n, ...rowOf(n) })),
            )
          }),
          { numRuns: 40 },
        )
        await spool.clear()
        const { rows: left } = await sql<{ plan: string; rows: number }>`
          select plan_id as plan, count(*)::int as rows from import_rows group by 1`.execute(trx)
        assert.deepEqual(
          left.map((one) => one.plan),
          [other.planId],
        )
      },
      { role: 'import' },
    )
  })
})
