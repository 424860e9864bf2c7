import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { sql } from 'kysely'
import { fixedClock } from '../../platform/clock/index.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { optOutAdult } from '../people/index.ts'
import { forgetContactPoints } from './applying.ts'
import { findPlan, planImport, throwAwayPlan } from './planning.ts'
import { type ContactRow, ImportScene, office, report } from './testing.ts'

const ann: ContactRow = { name: 'Ann Hassan', mobile: '07700 900001', email: 'ann@example.org' }

describe('importing beside other things', () => {
  let scene: ImportScene
  before(async () => {
    scene = await ImportScene.open()
  })
  beforeEach(() => scene.freshSchool())
  after(() => scene.close())

  const codeOf = (result: PromiseSettledResult<unknown>) =>
    result.status === 'fulfilled' ? 'done' : result.reason instanceof Refusal ? result.reason.code : result.reason

  it('IMP-9 one plan applied twice at once is applied once, and the other is told', async () => {
    const plan = await scene.plan(report([ann]))
    const results = await Promise.allSettled([scene.apply(plan), scene.apply(plan)])
    assert.deepEqual(results.map(codeOf).sort(), ['applied-already', 'done'])
    assert.equal((await scene.links()).length, 1)
  })

  it('IMP-9 of two plans applied at once one is refused', async () => {
    const plans = [await scene.plan(report([ann])), await scene.plan(report([{ ...ann, mobile: '07700 900009' }]))]
    const results = await Promise.allSettled(plans.map((plan) => scene.apply(plan)))
    const codes = results.map(codeOf).filter((code) => code !== 'done')
    assert.equal(codes.length, 1)
    assert.ok(['plan-overtaken', 'plan-not-ready'].includes(String(codes[0])), String(codes[0]))
    assert.equal((await scene.links()).length, 1)
  })

  it('OPT-2 whoever opts out while an import is applied stays without details', async () => {
    await scene.import([ann])
    const [adult] = (await scene.people()).adults
    for (let round = 0; round < 5; round++) {
      const plan = await scene.plan(report([{ ...ann, mobile: `07700 90001${round}` }]))
      const optOut = scene.db.inSchool(scene.school.id, (trx) =>
        optOutAdult(trx, {
          schoolId: scene.school.id,
          adultId: adult?.id ?? '',
          channel: 'all',
          reason: 'rang',
          actor: office,
          clock: scene.clock,
          forget: forgetContactPoints,
        }),
      )
      await Promise.allSettled([scene.apply(plan), optOut])
      assert.deepEqual(await scene.links(), ['Ann Hassan prime mis'])
    }
  })

  it('plans of one school and of two are made at once', async () => {
    const other = await ImportScene.newSchool(scene.db)
    const files = [scene.write(report([ann]))]
    const plans = await Promise.all(
      [scene.school, scene.school, other, other].map((school) =>
        planImport(scene.db, { school, files, actor: office, clock: scene.clock }),
      ),
    )
    assert.deepEqual(
      plans.map((plan) => plan.changes.links.add),
      [1, 1, 1, 1],
    )
  })

  it('IMP-9 a plan is applied or thrown away, whoever clicks first, and an applied one can be undone', async () => {
    for (let round = 0; round < 5; round += 1) {
      await scene.freshSchool()
      const plan = await scene.plan(report([ann]))
      const [applied, thrownAway] = await Promise.allSettled([
        scene.apply(plan),
        throwAwayPlan(scene.db, { school: scene.school, planId: plan.id, actor: office, clock: scene.clock }),
      ])
      assert.notEqual(applied.status, thrownAway.status)
      const { state } = await findPlan(scene.db, scene.school, plan.id)
      assert.equal(state, applied.status === 'fulfilled' ? 'applied' : 'thrown away')
      assert.equal((await scene.links()).length, applied.status === 'fulfilled' ? 1 : 0)
    }
  })

  it('what broken-off, overtaken and forgotten plans left behind goes with the next plan', async () => {
    const [first, second] = [await scene.plan(report([ann])), await scene.plan(report([ann]))]
    await scene.apply(first)
    await scene.db.asOwner((trx) =>
      sql`update import_plans set state = 'planning' where id = ${second.id}`.execute(trx),
    )
    const third = await scene.plan(report([{ ...ann, mobile: '07700 900009' }]))
    scene.clock = fixedClock('2026-11-19T08:00:00Z')
    const fourth = await scene.plan(report([{ ...ann, mobile: '07700 900008' }]))
    assert.equal((await findPlan(scene.db, scene.school, second.id)).state, 'failed')
    assert.equal((await findPlan(scene.db, scene.school, third.id)).state, 'ready')
    assert.deepEqual(await stagedPlans(), [third.id, fourth.id].sort())
    scene.clock = fixedClock('2026-11-25T08:00:00Z')
    const fifth = await scene.plan(report([{ ...ann, mobile: '07700 900007' }]))
    assert.equal((await findPlan(scene.db, scene.school, third.id)).state, 'thrown away')
    assert.deepEqual(await stagedPlans(), [fourth.id, fifth.id].sort())
    assert.deepEqual(await scene.entries(third), [])
    assert.notDeepEqual(await scene.entries(first), [], 'an applied run can still be undone')
  })

  it('what a plan left behind goes with the plan that gives it up', async () => {
    const forgotten = await scene.plan(report([ann]))
    assert.deepEqual(await stagedPlans(), [forgotten.id])
    scene.clock = fixedClock('2026-12-29T08:00:00Z')
    const next = await scene.plan(report([ann]))
    assert.deepEqual(await stagedPlans(), [next.id])
  })

  it('IMP-9 a plan of which the database lost what waited with it, in a crash, says so and changes nothing', async () => {
    const plan = await scene.plan(report([ann]))
    await scene.db.asOwner((trx) => sql`truncate import_staging`.execute(trx))
    await assert.rejects(scene.apply(plan), /database stopped without being closed.*Make the plan again/)
    assert.deepEqual(await scene.links(), [])
    await scene.import([ann])
    assert.equal((await scene.links()).length, 1)
  })

  it('IMP-9 so does a plan that waits since before Gatehouse was brought up to date, which counted families alone', async () => {
    await scene.import([ann])
    const plan = await scene.plan(report([{ ...ann, mobile: '07700 900009' }]))
    await scene.db.asOwner((trx) =>
      sql`update import_plans set staged = (select count(*) from import_staging s where s.plan_id = import_plans.id) where id = ${plan.id}`.execute(
        trx,
      ),
    )
    await assert.rejects(scene.apply(plan), /brought up to date meanwhile.*Make the plan again/)
  })

  const stagedPlans = () =>
    scene.db.asOwner(async (trx) => {
      const { rows } = await sql<{ plan_id: string }>`
        select distinct plan_id from import_staging where school_id = ${scene.school.id}`.execute(trx)
      return rows.map((row) => row.plan_id).sort()
    })
})
