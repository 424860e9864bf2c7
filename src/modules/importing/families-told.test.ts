import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { fixedClock } from '../../platform/clock/index.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { createSchool, listFamiliesTold } from '../schools/index.ts'
import { applyPlan } from './applying.ts'
import { ImportScene, office, report } from './testing.ts'

const clock = fixedClock('2026-11-16T08:00:00Z')
const ann = { name: 'Ann Hassan', mobile: '07700 900001' }
const familiesTold = { toldOn: '2026-11-01', channel: 'letter' }

describe('OPT-1 the first import of contacts', () => {
  let scene: ImportScene
  before(async () => {
    scene = await ImportScene.open()
    scene.school = await createSchool(scene.db, { name: 'Moor High', slug: 'moor', actor: office, clock })
  })
  after(() => scene.close())
  const apply = (planId: string, told = {}) =>
    applyPlan(scene.db, { school: scene.school, planId, actor: office, clock, ...told })
  const told = () => scene.db.inSchool(scene.school.id, (trx) => listFamiliesTold(trx, scene.school.id))

  it('lets pupils in without the question', async () => {
    const pupils = await scene.plan('Adno,Forename,Surname,DOB,Year,Reg\n001001,Amira,Hassan,15/05/2015,6,6 Beech\n')
    assert.equal((await apply(pupils.id)).state, 'applied')
  })

  it('is refused while nobody said that families were told, and changes nothing', async () => {
    const plan = await scene.plan(report([ann]))
    await assert.rejects(apply(plan.id), (error) => error instanceof Refusal && error.code === 'families-not-told')
    const wrong = { familiesTold: { ...familiesTold, toldOn: '2027-01-01' } }
    await assert.rejects(apply(plan.id, wrong), (error) => error instanceof Refusal && error.code === 'told-on')
    assert.deepEqual([(await scene.people()).adults.length, (await told()).length], [0, 0])
    assert.equal((await apply(plan.id, { familiesTold })).state, 'applied')
    assert.deepEqual([(await scene.people()).adults.length, (await told()).length], [1, 1])
  })

  it('is asked once', async () => {
    const plan = await scene.plan(report([{ ...ann, mobile: '07700 900002' }]))
    assert.equal((await apply(plan.id)).state, 'applied')
  })
})
