import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { applyPlan } from '../importing/index.ts'
import { report } from '../importing/testing.ts'
import { findNotices } from './index.ts'
import { SyncScene } from './testing.ts'

const ann = { name: 'Ann Hassan', mobile: '07700 900001' }
const bob = { name: 'Bob Hassan', relationship: 'Father', mobile: '07700 900002' }

describe('IMP-23 a sync that has not succeeded for the set time', () => {
  let scene: SyncScene
  before(async () => {
    scene = await SyncScene.open()
  })
  after(() => scene.close())

  it('is told once, on the home page and by email, and settled by the next success', async () => {
    await scene.fresh({ syncApply: 'yes', syncStaleHours: '48' })
    await scene.push(report([ann]))
    await scene.work()
    scene.later(47)
    await scene.work()
    assert.deepEqual(await scene.notices(), [])
    scene.later(2)
    await scene.work()
    scene.later(24)
    await scene.work()
    assert.deepEqual([await scene.notices(), (await scene.emails()).length], [['stale'], 1])
    assert.match((await scene.emails())[0]?.body ?? '', /more than 48 hours since a sync succeeded/)
    await scene.push(report([ann, bob]))
    await scene.work()
    assert.deepEqual(await scene.notices(), [])
    scene.later(49)
    await scene.work()
    assert.deepEqual(
      [await scene.notices(), (await scene.emails()).length],
      [['stale'], 2],
      'a new staleness is told anew',
    )
  })

  it('is said on the page also while no worker runs, and no longer once a person imported by hand', async () => {
    await scene.fresh({ syncApply: 'yes', syncStaleHours: '48' })
    await scene.push(report([ann]))
    await scene.work()
    const kinds = async () => (await findNotices(scene.db, scene)).map(({ kind }) => kind)
    scene.later(47)
    assert.deepEqual(await kinds(), [])
    scene.later(2)
    assert.deepEqual([await kinds(), await scene.notices()], [['stale'], []])
    await scene.work()
    assert.deepEqual(await kinds(), ['stale'])
    await scene.set({ syncApply: 'no' })
    const run = await scene.push(report([ann, bob]))
    await scene.work()
    assert.deepEqual(await kinds(), ['waits', 'stale'])
    const { db, school, clock, ruth: actor } = scene
    await applyPlan(db, { school, planId: (await scene.run(run.id)).planId ?? '', actor, clock })
    assert.deepEqual(await kinds(), ['waits'])
  })

  it('is no matter where nothing syncs by itself', async () => {
    await scene.fresh()
    scene.later(2000)
    await scene.work()
    assert.deepEqual(await scene.notices(), [])
  })
})
