import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import { fetchPagesTogether } from './how-to-join.store.ts'
import { ImportScene } from './testing.ts'

describe('IMP-6 what a run looks up of the few families that changed', () => {
  let scene: ImportScene
  before(async () => {
    scene = await ImportScene.open()
  })
  after(() => scene.close())

  const wayOf = async (trx: Trx) => {
    const { rows } = await sql<{ 'QUERY PLAN': string }>`
      explain select hash from mis_records where school_id = ${scene.school.id} and parent = any(array['adm:1', 'adm:2'])`.execute(
      trx,
    )
    return rows.map((row) => row['QUERY PLAN'].trim()).join('\n')
  }

  it('comes from the disk together, in its own transaction only', async () => {
    await scene.db.inSchool(
      scene.school.id,
      async (trx) => {
        await fetchPagesTogether(trx)
        assert.match(await wayOf(trx), /Bitmap Heap Scan on mis_records/)
        assert.match(await wayOf(trx), /Bitmap Index Scan on mis_records_by_parent/)
      },
      { role: 'import' },
    )
    await scene.db.inSchool(scene.school.id, async (trx) => {
      const { rows } = await sql<{ is: string }>`select current_setting('enable_indexscan') as is`.execute(trx)
      assert.deepEqual(rows, [{ is: 'on' }])
    })
  })
})
