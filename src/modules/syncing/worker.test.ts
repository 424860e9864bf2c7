import assert from 'node:assert/strict'
import { mkdirSync, renameSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { systemClock } from '../../platform/clock/index.ts'
import { silentLog } from '../../platform/log/index.ts'
import { listEntries } from '../audit/index.ts'
import { report } from '../importing/testing.ts'
import type { School } from '../schools/index.ts'
import { latestRuns, type SyncParts, startSyncWorker, workAtDeskOf } from './index.ts'
import { SyncScene } from './testing.ts'

const ann = (n: number) => ({ name: `Ann Hassan${'abcdefghij'[n] ?? ''}`, mobile: `07700 90000${n % 10}` })

describe('IMP-23 workers that share the desks', () => {
  let scene: SyncScene
  let parts: SyncParts
  before(async () => {
    scene = await SyncScene.open()
    scene.clock = systemClock
    parts = scene.parts
  })
  after(() => scene.close())

  const until = async (done: () => Promise<boolean>) => {
    const giveUp = Date.now() + 30_000
    while (!(await done())) {
      assert.ok(Date.now() < giveUp, 'it took too long')
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  const runsOf = (school: School) => scene.db.inSchool(school.id, (trx) => latestRuns(trx, school.id, 100))

  it('do ten runs of ten schools at once, and none disturbs another', async () => {
    const schools: School[] = []
    for (let n = 0; n < 10; n += 1) {
      await scene.fresh({ syncApply: 'yes' })
      await scene.push(report([ann(n)]))
      schools.push(scene.school)
    }
    const faults: unknown[] = []
    const log = { ...silentLog, error: (facts: unknown) => void faults.push(facts) }
    // Two workers, as in two processes: they know of each other only by the database.
    const workers = [1, 2].map(() => startSyncWorker({ ...parts, log }, { atOnce: 5, pollMs: 20 }))
    await until(async () =>
      (await Promise.all(schools.map(runsOf))).flat().every(({ finishedAt }) => finishedAt !== null),
    )
    await Promise.all(workers.map((worker) => worker.stop()))
    assert.deepEqual(faults, [])
    for (const [n, school] of schools.entries()) {
      assert.deepEqual(
        (await runsOf(school)).map(({ state, tries }) => [state, tries]),
        [['applied', 1]],
      )
      const applied = await scene.db.inSchool(school.id, (trx) =>
        listEntries(trx, school.id, { act: 'import.applied' }),
      )
      assert.equal(applied.length, 1, `school ${n}`)
    }
  })

  it('do two runs of one school one after the other, in the order in which they came', async () => {
    await scene.fresh({ syncApply: 'yes', brakeLinksShare: '1' })
    const first = await scene.push(report([ann(1)]))
    const second = await scene.push(report([ann(2)]))
    const workers = [1, 2].map(() => startSyncWorker(parts, { atOnce: 3, pollMs: 10 }))
    await until(async () => (await runsOf(scene.school)).every(({ finishedAt }) => finishedAt !== null))
    await Promise.all(workers.map((worker) => worker.stop()))
    const [one, two] = [await scene.run(first.id), await scene.run(second.id)]
    assert.deepEqual([one.state, two.state], ['applied', 'applied'])
    assert.ok((one.finishedAt ?? 0) <= (two.finishedAt ?? 0))
    assert.deepEqual(await scene.links(), ['Ann Hassanc prime'], 'the later file counts')
  })

  it('leave a desk at which somebody works, and take it when that one fell silent', async () => {
    await scene.fresh({ syncApply: 'yes' })
    const run = await scene.push(report([ann(3)]))
    const { id } = scene.school
    const lease = (until: Date) =>
      scene.db.inInstance((trx) =>
        trx
          .updateTable('sync_desks')
          .set({ lease_token: id, lease_until: until })
          .where('school_id', '=', id)
          .execute(),
      )
    await lease(new Date(Date.now() + 60_000))
    assert.equal(await workAtDeskOf(parts, id), false)
    assert.equal((await scene.run(run.id)).state, 'queued')
    await lease(new Date(Date.now() - 1))
    assert.equal(await workAtDeskOf(parts, id), true)
    assert.equal((await scene.run(run.id)).state, 'applied')
  })

  it('go on where a process ended: after the files were handed over, after the plan was made, after it was applied', async () => {
    for (const [at, brokenOff] of Object.entries({
      handedOver: { plan_id: null, state: 'working' },
      planned: { state: 'working' },
      applied: { state: 'working' },
    })) {
      await scene.fresh(at === 'applied' ? { syncApply: 'yes' } : {})
      const run = await scene.push(report([ann(4)]))
      await workAtDeskOf(parts, scene.school.id)
      if (at !== 'applied') await scene.set({ syncApply: 'yes' })
      // As it stood in the database when the process ended.
      await scene.inSchool((trx) =>
        trx
          .updateTable('sync_runs')
          .set({ ...brokenOff, finished_at: null, words: null })
          .where('school_id', '=', scene.school.id)
          .execute(),
      )
      await workAtDeskOf(parts, scene.school.id)
      assert.match((await scene.run(run.id)).state, /applied|unchanged/, at)
      const applied = await scene.inSchool((trx) => listEntries(trx, scene.school.id, { act: 'import.applied' }))
      assert.equal(applied.length, 1, `applied once: ${at}`)
    }
  })
})

describe('IMP-23 the runs of one school', () => {
  let scene: SyncScene
  before(async () => {
    scene = await SyncScene.open()
  })
  after(() => scene.close())

  const setRun = (id: string, values: Record<string, unknown>) =>
    scene.inSchool((trx) => trx.updateTable('sync_runs').set(values).where('id', '=', id).execute())
  const statesOf = (...ids: string[]) => Promise.all(ids.map(async (id) => (await scene.run(id)).state))

  it('wait for an earlier one that has to be tried again: older files never come in after newer ones', async () => {
    await scene.fresh({ syncApply: 'yes', brakeLinksShare: '1' })
    const older = await scene.push(report([ann(1)]))
    const file = join(scene.parts.dataFolder, 'syncs', scene.school.id, older.id, '0')
    renameSync(file, `${file} aside`)
    mkdirSync(file)
    await scene.work()
    const newer = await scene.push(report([ann(2)]))
    await scene.work()
    assert.deepEqual(await statesOf(older.id, newer.id), ['queued', 'queued'])
    rmdirSync(file)
    renameSync(`${file} aside`, file)
    scene.laterSeconds(60)
    await scene.work()
    assert.deepEqual(await statesOf(older.id, newer.id), ['applied', 'applied'])
    assert.deepEqual(await scene.links(), ['Ann Hassanc prime'], 'the later file counts')
  })

  it('go on when one of them ends the process each time: it is given up, and people are told', async () => {
    await scene.fresh({ syncApply: 'yes' })
    const deadly = await scene.push(report([ann(1)]))
    // As it stands when the process ended five times while it was read.
    await setRun(deadly.id, { state: 'working', tries: 5 })
    const next = await scene.push(report([ann(2)]))
    await scene.work()
    assert.deepEqual(await statesOf(deadly.id, next.id), ['refused', 'applied'])
    assert.match((await scene.run(deadly.id)).words ?? '', /Something went wrong here/)
    assert.equal((await scene.emails()).length, 1)
  })

  it('are not given up because somebody else reads the same files for long', async () => {
    await scene.fresh({ syncApply: 'yes' })
    const run = await scene.push(report([ann(1)]))
    await scene.work()
    const { uploadId } = await scene.run(run.id)
    await setRun(run.id, { state: 'working', plan_id: null, words: null, finished_at: null })
    const setUpload = (values: Record<string, unknown>) =>
      scene.inSchool((trx) => trx.updateTable('import_uploads').set(values).where('id', '=', uploadId).execute())
    for (let look = 0; look < 8; look += 1) {
      await setUpload({ state: 'reading', plan_id: null, heard_at: scene.clock.now() })
      await scene.work()
      assert.equal((await scene.run(run.id)).state, 'queued')
      scene.laterSeconds(36)
    }
    scene.laterSeconds(60)
    await scene.work()
    assert.match((await scene.run(run.id)).state, /applied|unchanged/)
  })
})
