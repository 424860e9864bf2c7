import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { importedColumns, type Table } from './imported-columns.ts'
import { ImportScene } from './testing.ts'

/** What a row has whatever the MIS says, and what only Gatehouse knows of it. */
const besideThePlan: Record<Table, string[]> = {
  members: [],
  adults: ['registered_at', 'merged_into'],
  links: ['reason'],
  contact_points: ['proved_at', 'failures', 'blocked_at', 'block_reason', 'ended_at'],
}
const ofEveryRow = ['school_id', 'id', 'origin', 'created_at', 'updated_at']

describe('IMP-9 the columns that a plan fills', () => {
  let scene: ImportScene
  before(async () => {
    scene = await ImportScene.open()
  })
  after(() => scene.close())

  for (const table of Object.keys(importedColumns) as Table[])
    it(`are those of ${table}, each of its type: none of them is lost on the way`, async () => {
      const { given, changing } = importedColumns[table]
      const rows = await scene.db.inSchool(scene.school.id, async (trx) => {
        const found = await sql<{ column_name: string; data_type: string }>`
          select column_name, data_type from information_schema.columns where table_schema = 'public' and table_name = ${table}`.execute(
          trx,
        )
        return found.rows
      })
      const besides = [...ofEveryRow, ...besideThePlan[table]]
      const ofPlan = rows.filter(({ column_name }) => !besides.includes(column_name))
      assert.deepEqual(
        Object.fromEntries(ofPlan.map(({ column_name, data_type }) => [column_name, data_type])),
        { ...given, ...changing },
        'say of a new column whether a plan fills it',
      )
    })
})
