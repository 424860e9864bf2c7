import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { fixedClock } from '../../platform/clock/index.ts'
import { listEntries } from '../audit/index.ts'
import {
  applyPlan,
  entriesOf,
  findPlan,
  leaveOut,
  listPlans,
  listUnplanned,
  notePlan,
  planImport,
  throwAwayPlan,
  undoRun,
} from '../importing/index.ts'
import { zipOf } from '../importing/reading/testing.ts'
import { report } from '../importing/testing.ts'
import { listIssues } from '../people/index.ts'
import { receivePushedFiles } from './index.ts'
import { SyncScene } from './testing.ts'

const ann = { name: 'Ann Hassan', mobile: '07700 900001' }
const bob = { name: 'Bob Hassan', relationship: 'Father', mobile: '07700 900002' }

async function somebodyWaitsForALock({ db }: SyncScene): Promise<void> {
  const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  while ((await db.look(waiting, [])).length === 0) await setTimeout(10)
}

describe('IMP-9 and IMP-23 files that a machine pushed', () => {
  let scene: SyncScene
  before(async () => {
    scene = await SyncScene.open()
  })
  after(() => scene.close())

  /** SEC-6: as the journal says. */
  const whoThrewAway = async () =>
    (await scene.inSchool((trx) => listEntries(trx, scene.school.id, { act: 'import-plan.thrown-away' }))).map(
      ({ actorName }) => actorName,
    )
  const throwAway = async (runId: string) => {
    const { db, school, ruth: actor, clock } = scene
    await throwAwayPlan(db, { school, planId: (await scene.run(runId)).planId ?? '', actor, clock })
  }

  it('wait for a person where the school has not chosen otherwise, and people are told once', async () => {
    await scene.fresh()
    const run = await scene.push(report([ann]))
    await scene.work()
    const done = await scene.run(run.id)
    assert.equal(done.state, 'waits')
    assert.deepEqual(await scene.links(), [])
    assert.deepEqual(await scene.notices(), ['waits'])
    const mails = await scene.emails()
    assert.equal(mails.length, 1)
    assert.match(mails[0]?.body ?? '', new RegExp(`/schools/${scene.school.slug}/imports/${done.planId}`))
    const issues = await scene.inSchool((trx) => listIssues(trx, scene.school.id))
    assert.deepEqual(
      issues.map(({ kind }) => kind),
      ['import waits'],
    )
    await scene.work()
    assert.equal((await scene.emails()).length, 1, 'nobody is told twice')
  })

  it('are applied when the person says so, and then nothing asks for an eye', async () => {
    await scene.fresh()
    const run = await scene.push(report([ann]))
    await scene.work()
    const { planId } = await scene.run(run.id)
    await applyPlan(scene.db, { school: scene.school, planId: planId ?? '', actor: scene.ruth, clock: scene.clock })
    await scene.work()
    assert.deepEqual(
      [(await scene.run(run.id)).state, (await scene.run(run.id)).words],
      ['applied', 'Ruth Adeyemi applied it.'],
    )
    assert.deepEqual(await scene.notices(), [])
    const issues = await scene.inSchool((trx) => listIssues(trx, scene.school.id))
    assert.deepEqual(
      issues.filter(({ kind }) => kind === 'import waits'),
      [],
    )
  })

  it('say so when the person threw the plan away', async () => {
    await scene.fresh()
    const run = await scene.push(report([ann]))
    await scene.work()
    await throwAway(run.id)
    await scene.work()
    assert.equal((await scene.run(run.id)).state, 'thrown away')
    assert.deepEqual(await scene.notices(), [])
    assert.deepEqual(await whoThrewAway(), ['Ruth Adeyemi'])
  })

  it('are applied by themselves where the school chose that, in the name of the credential and of who set it up', async () => {
    await scene.fresh({ syncApply: 'yes' })
    const run = await scene.push(report([ann]))
    await scene.work()
    assert.equal((await scene.run(run.id)).state, 'applied')
    assert.deepEqual(await scene.links(), ['Ann Hassan prime'])
    const [entry] = await scene.inSchool((trx) => listEntries(trx, scene.school.id, { act: 'import.applied' }))
    assert.deepEqual([entry?.actorKind, entry?.actorName], ['service', 'SIMS server, set up by Ruth Adeyemi'])
    assert.deepEqual(await scene.notices(), [])
  })

  it('IMP-10 wait for a person although applying by itself is on, when a brake holds the plan', async () => {
    await scene.fresh({ syncApply: 'yes' })
    const family = (count: number) =>
      Array.from({ length: count }, (_, n) => ({ ...ann, pupil: `Child${n} Hassan`, name: `Ann${n} Hassan` }))
    await scene.push(report(family(12)))
    await scene.work()
    scene.later(24)
    const run = await scene.push(report(family(6)))
    await scene.work()
    const held = await scene.run(run.id)
    assert.equal(held.state, 'waits')
    assert.match(held.words ?? '', /A brake holds it: It would/)
    assert.equal((await scene.links()).length, 12, 'nothing was changed')
    assert.deepEqual(await scene.notices(), ['waits'])
  })

  it('change nothing the second day, and count as heard', async () => {
    await scene.fresh({ syncApply: 'yes' })
    await scene.push(report([ann]))
    await scene.work()
    scene.later(24)
    const again = await scene.push(report([ann]))
    await scene.work()
    assert.deepEqual(
      [(await scene.run(again.id)).state, (await scene.run(again.id)).words],
      ['unchanged', 'Nothing had changed.'],
    )
  })

  it('wait for a person the night after somebody undid what came', async () => {
    await scene.fresh({ syncApply: 'yes' })
    const run = await scene.push(report([ann]))
    await scene.work()
    const { db, school, ruth: actor } = scene
    await undoRun(db, { school, runId: (await scene.run(run.id)).planId ?? '', actor, clock: scene.clock })
    scene.later(24)
    const again = await scene.push(report([ann]))
    await scene.work()
    assert.deepEqual([(await scene.run(again.id)).state, await scene.links()], ['waits', []])
    assert.match((await scene.run(again.id)).words ?? '', /Ruth Adeyemi undid an import/)
  })

  it('are a run of their own when the first plan was thrown away', async () => {
    await scene.fresh()
    const first = await scene.push(report([ann]))
    await scene.work()
    await throwAway(first.id)
    await scene.work()
    assert.notEqual((await scene.push(report([ann]))).id, first.id)
  })

  it('leave no file behind of a sending that ended with its process', async () => {
    await scene.fresh()
    const left = join(scene.parts.dataFolder, 'syncs', scene.school.id, '018f0000-0000-7000-8000-000000000009')
    mkdirSync(left, { recursive: true })
    writeFileSync(join(left, '0'), report([ann]))
    await scene.work()
    assert.ok(existsSync(left), 'it may still be on its way')
    scene.clock = fixedClock(new Date(Date.now() + 2 * 3_600_000).toISOString())
    await scene.work()
    assert.ok(!existsSync(left))
  })

  it('are one run when the same bytes come twice in a row, also at the same moment', async () => {
    await scene.fresh()
    const [one, two] = await Promise.all([scene.push(report([ann])), scene.push(report([ann]))])
    assert.equal(one.id, two.id)
    await scene.work()
    assert.equal((await scene.push(report([ann]))).id, one.id, 'a retry after the end gets the same answer')
    assert.equal((await scene.inSchool((trx) => listPlans(trx, scene.school.id))).length, 1)
  })

  it('are read again a minute later when other files were, or the import was undone, in between', async () => {
    await scene.fresh({ syncApply: 'yes' })
    const mobiles = () =>
      scene.db.look(`select value from contact_points where school_id = $1`, [scene.school.id]).then(JSON.stringify)
    const first = await scene.push(report([ann]))
    await scene.work()
    await scene.push(report([{ ...ann, mobile: '07700 900009' }]))
    await scene.work()
    scene.laterSeconds(60)
    const back = await scene.push(report([ann]))
    await scene.work()
    assert.notEqual(back.id, first.id)
    assert.match(await mobiles(), /900001/)
    const { db, school, ruth: actor, clock } = scene
    await undoRun(db, { school, runId: (await scene.run(back.id)).planId ?? '', actor, clock })
    const again = await scene.push(report([ann]))
    await scene.work()
    assert.equal((await scene.run(again.id)).state, 'waits')
    await throwAway(again.id)
    assert.notEqual((await scene.push(report([ann]))).id, again.id)
  })

  it('are refused in words when they cannot be read, people are told once, and the next good ones settle it', async () => {
    await scene.fresh({ syncApply: 'yes' })
    const error = '<CommandReporterError>The report could not be found</CommandReporterError>'
    const run = await scene.push(error, 'contacts.xml')
    await scene.work()
    const refused = await scene.run(run.id)
    assert.equal(refused.state, 'refused')
    assert.match(refused.words ?? '', /could not be found/)
    await scene.push(`${error} `, 'contacts.xml')
    await scene.work()
    assert.deepEqual([await scene.notices(), (await scene.emails()).length], [['refused'], 1])
    await scene.push(report([ann]))
    await scene.work()
    assert.deepEqual(await scene.notices(), [])
  })

  it('IMP-23 leave people told of files that could not be read when others of that night could', async () => {
    await scene.fresh({ syncApply: 'yes' })
    const night = async (pupils: string) => {
      await scene.push(pupils, 'pupils.csv')
      await scene.work()
      await scene.push(report([ann]), 'contacts.csv')
      await scene.work()
    }
    for (const _ of ['Monday', 'Tuesday']) {
      await night('nothing,of,use\n1,2,3\n')
      assert.deepEqual([await scene.notices(), (await scene.emails()).length], [['refused'], 1])
      scene.later(24)
    }
    await scene.push(report([ann]), 'contacts.csv')
    await scene.work()
    assert.deepEqual(await scene.notices(), [], 'nobody sends them any more')
    await night('nothing,of,use\n1,2,3\n')
    await night(`${report([ann])}\n`)
    assert.deepEqual(await scene.notices(), [], 'they were read')
  })

  it('take the place of files that could not be read, however often those came', async () => {
    await scene.fresh()
    for (let night = 0; night < 25; night += 1) {
      await scene.push(`nothing,of,use\n${night},2,3\n`)
      await scene.work()
    }
    assert.equal((await scene.inSchool((trx) => listUnplanned(trx, scene.school.id))).length, 1)
    assert.ok((await scene.runs()).every(({ code }) => code !== 'upload.too-many-wait'))
  })

  it('take the place of files of the same names whose plan nobody looked at', async () => {
    await scene.fresh()
    const first = await scene.push(report([ann]))
    await scene.work()
    scene.later(24)
    const second = await scene.push(report([ann, bob]))
    await scene.work()
    assert.deepEqual([(await scene.run(first.id)).state, (await scene.run(second.id)).state], ['superseded', 'waits'])
    assert.deepEqual(await whoThrewAway(), ['SIMS server, set up by Ruth Adeyemi'])
    assert.equal(
      (await findPlan(scene.db, scene.school, (await scene.run(first.id)).planId ?? '')).state,
      'thrown away',
    )
    assert.deepEqual(await scene.notices(), ['waits'])
  })

  it('IMP-10 go on waiting for a person, by a plan made again, when other files are applied beside them', async () => {
    await scene.fresh({ syncApply: 'yes' })
    const family = (count: number) =>
      report(Array.from({ length: count }, (_, n) => ({ ...ann, pupil: `Child${n} Hassan`, name: `Ann${n} Hassan` })))
    await scene.push(family(12))
    await scene.work()
    scene.later(24)
    const held = await scene.push(family(6))
    await scene.work()
    const { planId: first } = await scene.run(held.id)
    await scene.push('Staff ID,Forename,Surname,Role,Email\n1,Tina,Teach,Teacher,t@example.org\n', 'staff.csv')
    await scene.work()
    await scene.work()
    const { state, words, planId } = await scene.run(held.id)
    assert.deepEqual([state, await scene.notices(), (await scene.emails()).length], ['waits', ['waits'], 1])
    assert.match(words ?? '', /A brake holds it: It would/)
    assert.notEqual(planId, first)
    assert.equal((await findPlan(scene.db, scene.school, planId ?? '')).state, 'ready')
    assert.equal((await scene.links()).length, 12)
  })

  it('IMP-9 give way where newer files of the same names were applied by hand meanwhile', async () => {
    await scene.fresh()
    const run = await scene.push(report([ann]))
    await scene.work()
    scene.laterSeconds(60)
    const { db, school, clock, ruth: actor } = scene
    const path = join(scene.folder, 'by-hand.csv')
    writeFileSync(path, report([{ ...ann, mobile: '07700 900009' }]))
    const staff = join(scene.folder, 'staff.csv')
    writeFileSync(staff, 'Staff ID,Forename,Surname,Role,Email\n1,Tina,Teach,Teacher,t@example.org\n')
    const files = [
      { name: 'contacts.csv', path },
      { name: 'staff.csv', path: staff },
    ]
    const plan = await planImport(db, { school, files, actor, clock })
    await applyPlan(db, { school, planId: plan.id, actor, clock })
    await scene.work()
    assert.deepEqual([(await scene.run(run.id)).state, await scene.notices()], ['thrown away', []])
  })

  it('IMP-9 are not pushed aside by older ones whose plan is made again', async () => {
    await scene.fresh({ syncApply: 'yes' })
    const family = (count: number) =>
      report(Array.from({ length: count }, (_, n) => ({ ...ann, pupil: `Child${n} Hassan`, name: `Ann${n} Hassan` })))
    await scene.push(family(12))
    await scene.work()
    scene.later(24)
    const older = await scene.push(family(6))
    await scene.work()
    scene.later(24)
    await scene.push('Staff ID,Forename,Surname,Role,Email\n1,Tina,Teach,Teacher,t@example.org\n', 'staff.csv')
    scene.laterSeconds(1)
    const newer = await scene.push(family(5))
    await scene.work()
    await scene.work()
    assert.deepEqual([(await scene.run(older.id)).state, (await scene.run(newer.id)).state], ['superseded', 'waits'])
    assert.deepEqual(await scene.notices(), ['waits'])
  })

  it('IMP-9 go on waiting where a person applies the plan of older files of the same names', async () => {
    await scene.fresh()
    const { db, school, ruth: actor } = scene
    const older = await scene.push(report([ann]))
    await scene.work()
    const planId = (await scene.run(older.id)).planId ?? ''
    await notePlan(db, { school, planId, actor, clock: scene.clock, words: 'Asked Mrs Hassan.' })
    scene.later(24)
    const newer = await scene.push(report([ann, bob]))
    await scene.work()
    scene.laterSeconds(60)
    await applyPlan(db, { school, planId, actor, clock: scene.clock })
    await scene.work()
    await scene.work()
    assert.deepEqual([(await scene.run(older.id)).state, (await scene.run(newer.id)).state], ['applied', 'waits'])
    assert.deepEqual(await scene.notices(), ['waits'])
  })

  it('IMP-9 give way to a newer roster of the same name that was applied by hand, whose tables are files of their own', async () => {
    await scene.fresh()
    const roster = (forename: string) =>
      zipOf({
        'users.csv': `sourcedId,givenName,familyName\np1,${forename},Mercer\n`,
        'roles.csv': 'userSourcedId,role\np1,student\n',
      })
    const run = await scene.push(roster('Kit'), 'sds.zip')
    await scene.work()
    scene.laterSeconds(60)
    const { db, school, clock, ruth: actor } = scene
    const path = join(scene.folder, 'by-hand.zip')
    writeFileSync(path, roster('Christopher'))
    const plan = await planImport(db, { school, files: [{ name: 'sds.zip', path }], actor, clock })
    await applyPlan(db, { school, planId: plan.id, actor, clock })
    await scene.work()
    assert.deepEqual([(await scene.run(run.id)).state, await scene.notices()], ['thrown away', []])
  })

  it('IMP-9 leave a plan of files of the same names alone where they cannot be read themselves', async () => {
    await scene.fresh()
    const first = await scene.push(report([ann]))
    await scene.work()
    scene.later(24)
    const second = await scene.push('nothing,of,use\n1,2,3\n')
    await scene.work()
    const { state, planId } = await scene.run(first.id)
    assert.deepEqual([state, (await scene.run(second.id)).state], ['waits', 'refused'])
    assert.equal((await findPlan(scene.db, scene.school, planId ?? '')).state, 'ready')
    assert.deepEqual((await scene.notices()).sort(), ['refused', 'waits'])
  })

  it('IMP-9 leave the plan that a person just applied as what it is: not one that nobody looked at', async () => {
    await scene.fresh()
    const { db, ruth: actor } = scene
    const first = await scene.push(report([ann]))
    await scene.work()
    const { planId } = await scene.run(first.id)
    await applyPlan(db, { school: scene.school, planId: planId ?? '', actor, clock: scene.clock })
    scene.laterSeconds(10)
    await scene.push(report([ann, bob]))
    await scene.work()
    const { state, words } = await scene.run(first.id)
    assert.deepEqual([state, words], ['applied', 'Ruth Adeyemi applied it.'])
  })

  it('IMP-9 leave a plan alone that somebody worked on: what they wrote or left out is not lost', async () => {
    for (const work of ['note', 'leave out'] as const) {
      await scene.fresh()
      const { db, school, ruth: actor } = scene
      const first = await scene.push(report([ann, { ...bob, pupil: 'Sami Hassan' }]))
      await scene.work()
      const planId = (await scene.run(first.id)).planId ?? ''
      const by = { school, planId, actor, clock: scene.clock }
      if (work === 'note') await notePlan(db, { ...by, words: 'Asked Mrs Hassan.' })
      else await leaveOut(db, { ...by, chosen: { seqs: [1] } })
      scene.later(24)
      const second = await scene.push(report([ann, bob]))
      await scene.work()
      assert.deepEqual(
        [(await scene.run(first.id)).state, (await scene.run(second.id)).state],
        ['waits', 'waits'],
        work,
      )
      assert.equal((await findPlan(db, school, planId)).state, 'ready')
    }
  })

  it('leave alone a plan that a person is applying at that moment', async () => {
    await scene.fresh()
    const first = await scene.push(report([ann]))
    await scene.work()
    scene.later(24)
    const second = await scene.push(report([ann, bob]))
    const { planId } = await scene.run(first.id)
    let work = Promise.resolve()
    await scene.db.asOwner(async (trx) => {
      const applied = { state: 'applied', applied_by: 'Ruth Adeyemi', applied_at: scene.clock.now() }
      await trx.updateTable('import_plans').set(applied).where('id', '=', planId).execute()
      work = scene.work()
      await somebodyWaitsForALock(scene)
    })
    await work
    assert.equal((await scene.run(first.id)).words, 'Ruth Adeyemi applied it.')
    assert.equal((await scene.run(second.id)).state, 'waits')
  })

  it('are read with the mapping that the school chose', async () => {
    await scene.fresh({ syncApply: 'yes' })
    await scene.saveMapping('Odd', { contactMobile: 'Ring them on' })
    const [saved] = await scene.inSchool((trx) => listEntries(trx, scene.school.id, { act: 'import-mapping.saved' }))
    assert.deepEqual(
      [saved?.actorName, saved?.subjectId, saved?.detail],
      ['Ruth Adeyemi', 'Odd', { fields: { contactMobile: 'Ring them on' } }],
      'SEC-6: what is read every night by this is journalled',
    )
    await scene.set({ syncMapping: 'Odd' })
    await scene.push(report([ann]).replace('Mobile number', 'Ring them on'))
    await scene.work()
    const plan = (await scene.inSchool((trx) => listPlans(trx, scene.school.id)))[0]
    assert.equal(plan?.files[0]?.columns.contactMobile, 'Ring them on')
    const entries = await scene.inSchool((trx) =>
      entriesOf(trx, { schoolId: scene.school.id, planId: plan?.id ?? '', limit: 100 }),
    )
    assert.ok(entries.some(({ entity }) => entity === 'contact point'))
  })

  it('lie nowhere any more once they are handed over', async () => {
    await scene.fresh({ syncApply: 'yes' })
    await scene.push(report([ann]))
    await scene.work()
    const folder = join(scene.parts.dataFolder, 'syncs', scene.school.id)
    assert.deepEqual(existsSync(folder) ? readdirSync(folder) : [], [])
    assert.deepEqual(readdirSync(join(scene.parts.dataFolder, 'uploads')), [])
  })

  it('refuses a push without a file', async () => {
    const { db, school, credential, parts, clock } = scene
    const push = receivePushedFiles(db, { school, credential, files: [], dataFolder: parts.dataFolder, clock })
    await assert.rejects(push, /No file came/)
  })
})
