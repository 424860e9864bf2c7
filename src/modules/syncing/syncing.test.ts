import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { listEntries } from '../audit/index.ts'
import { applyPlan, entriesOf, findPlan, listPlans, throwAwayPlan } from '../importing/index.ts'
import { report } from '../importing/testing.ts'
import { listIssues } from '../people/index.ts'
import {
  endCredential,
  findCredentialByTokenIfAny,
  listCredentials,
  makeCredential,
  receivePushedFiles,
} from './index.ts'
import { SyncScene } from './testing.ts'

const ann = { name: 'Ann Hassan', mobile: '07700 900001' }
const bob = { name: 'Bob Hassan', relationship: 'Father', mobile: '07700 900002' }

describe('IMP-23 a service credential', () => {
  let scene: SyncScene
  before(async () => {
    scene = await SyncScene.open()
  })
  after(() => scene.close())

  it('opens its own school with its token, is kept as a hash only, and notes when it was used', async () => {
    const { db, school, clock } = scene
    const { credential, token } = await makeCredential(db, { school, name: 'Night box', actor: scene.ruth, clock })
    assert.match(token, /^gatehouse_[\w-]{43}$/)
    const found = await findCredentialByTokenIfAny(db, { school, token, clock })
    assert.equal(found?.id, credential.id)
    const listed = await db.inSchool(school.id, (trx) => listCredentials(trx, school.id))
    assert.deepEqual(listed.find(({ id }) => id === credential.id)?.lastUsedAt, clock.now())
    const everywhere = JSON.stringify(await scene.everythingStored())
    assert.ok(!everywhere.includes(token) && !everywhere.includes(token.slice(10)), 'the token is nowhere')
  })

  it('opens nothing at another school, nor once it is ended, and both stand in the journal', async () => {
    const { db, school, clock } = scene
    const { credential, token } = await makeCredential(db, { school, name: 'Old box', actor: scene.ruth, clock })
    const other = await scene.anotherSchool()
    assert.equal(await findCredentialByTokenIfAny(db, { school: other, token, clock }), null)
    await endCredential(db, { school, credentialId: credential.id, actor: scene.ruth, clock })
    assert.equal(await findCredentialByTokenIfAny(db, { school, token, clock }), null)
    const acts = await db.inSchool(school.id, (trx) => listEntries(trx, school.id, { act: 'service-credential' }))
    assert.deepEqual(
      acts.slice(0, 2).map(({ act, actorName }) => [act, actorName]),
      [
        ['service-credential.ended', 'Ruth Adeyemi'],
        ['service-credential.made', 'Ruth Adeyemi'],
      ],
    )
  })

  it('refuses a name that says nothing, and one that is taken', async () => {
    const { db, school, clock } = scene
    const make = (name: string) => makeCredential(db, { school, name, actor: scene.ruth, clock })
    await assert.rejects(make('  '), /a name of at most/)
    await make('Twice')
    await assert.rejects(make('Twice'), /There is a credential “Twice” already/)
  })
})

describe('IMP-9 and IMP-23 files that a machine pushed', () => {
  let scene: SyncScene
  before(async () => {
    scene = await SyncScene.open()
  })
  after(() => scene.close())

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
    await throwAwayPlan(scene.db, { school: scene.school, planId: (await scene.run(run.id)).planId ?? '' })
    await scene.work()
    assert.equal((await scene.run(run.id)).state, 'thrown away')
    assert.deepEqual(await scene.notices(), [])
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

  it('are one run when the same bytes come twice in a row, also at the same moment', async () => {
    await scene.fresh()
    const [one, two] = await Promise.all([scene.push(report([ann])), scene.push(report([ann]))])
    assert.equal(one.id, two.id)
    await scene.work()
    assert.equal((await scene.push(report([ann]))).id, one.id, 'a retry after the end gets the same answer')
    assert.equal((await scene.inSchool((trx) => listPlans(trx, scene.school.id))).length, 1)
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

  it('take the place of files of the same names whose plan nobody looked at', async () => {
    await scene.fresh()
    const first = await scene.push(report([ann]))
    await scene.work()
    scene.later(24)
    const second = await scene.push(report([ann, bob]))
    await scene.work()
    assert.deepEqual([(await scene.run(first.id)).state, (await scene.run(second.id)).state], ['superseded', 'waits'])
    assert.equal(
      (await findPlan(scene.db, scene.school, (await scene.run(first.id)).planId ?? '')).state,
      'thrown away',
    )
    assert.deepEqual(await scene.notices(), ['waits'])
  })

  it('are read with the mapping that the school chose', async () => {
    await scene.fresh({ syncApply: 'yes' })
    await scene.saveMapping('Odd', { contactMobile: 'Ring them on' })
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

describe('IMP-23 a watched folder', () => {
  let scene: SyncScene
  before(async () => {
    scene = await SyncScene.open()
  })
  after(() => scene.close())

  const put = (name: string, content: string) => {
    mkdirSync(scene.inbox, { recursive: true })
    writeFileSync(join(scene.inbox, name), content)
  }
  const lyingIn = (name: string) =>
    readdirSync(join(scene.inbox, name)).map((file) => file.replace(/^\S+ \S+ \S+ /, ''))
  const twoLooks = async () => {
    await scene.work()
    scene.laterSeconds(5)
    await scene.work()
  }

  it('is not looked at until the school switched it on', async () => {
    await scene.fresh()
    put('contacts.csv', report([ann]))
    await twoLooks()
    assert.deepEqual(readdirSync(scene.inbox), ['contacts.csv'])
  })

  it('gives files that lie together and stopped growing as one run, in the name of who switched it on', async () => {
    await scene.fresh({ syncFolder: 'yes', syncApply: 'yes' })
    put('contacts.csv', report([ann]))
    put('more.csv', report([{ ...bob, pupil: 'Sami Hassan' }]))
    put('half.csv.part', 'half')
    await scene.work()
    assert.deepEqual(await scene.links(), [], 'one look is not enough')
    scene.laterSeconds(5)
    await scene.work()
    assert.deepEqual(await scene.links(), ['Ann Hassan prime', 'Bob Hassan prime'])
    assert.deepEqual(lyingIn('processed').sort(), ['contacts.csv', 'more.csv'])
    assert.deepEqual(readdirSync(join(scene.inbox, '.reading')), [])
    assert.ok(existsSync(join(scene.inbox, 'half.csv.part')))
    const [entry] = await scene.inSchool((trx) => listEntries(trx, scene.school.id, { act: 'import.applied' }))
    assert.equal(entry?.actorName, 'Watched folder, set up by Ruth Adeyemi')
    assert.equal((await scene.runs()).length, 1)
  })

  it('waits while a file grows', async () => {
    await scene.fresh({ syncFolder: 'yes', syncApply: 'yes' })
    put('contacts.csv', report([ann]).slice(0, 200))
    await scene.work()
    scene.laterSeconds(5)
    put('contacts.csv', report([ann]))
    await scene.work()
    assert.deepEqual(await scene.runs(), [])
    scene.laterSeconds(5)
    await scene.work()
    assert.equal((await scene.runs()).length, 1)
  })

  it('puts what cannot be read aside, with the reason beside it', async () => {
    await scene.fresh({ syncFolder: 'yes' })
    put('contacts.csv', 'nothing,of,use\n1,2,3\n')
    put('to parents.docx', 'Dear parents')
    await twoLooks()
    assert.deepEqual(lyingIn('rejected').sort(), [
      'contacts.csv',
      'contacts.csv.reason.txt',
      'to parents.docx',
      'to parents.docx.reason.txt',
    ])
    const reason = readdirSync(join(scene.inbox, 'rejected')).find((name) => name.endsWith('contacts.csv.reason.txt'))
    assert.match(readFileSync(join(scene.inbox, 'rejected', reason ?? ''), 'utf8'), /contacts\.csv/)
  })

  it('loses nothing when the process ends between moving a file and queuing its run', async () => {
    await scene.fresh({ syncFolder: 'yes', syncApply: 'yes' })
    const runId = '018f0000-0000-7000-8000-000000000001'
    mkdirSync(join(scene.inbox, '.reading', runId), { recursive: true })
    writeFileSync(join(scene.inbox, '.reading', runId, 'contacts.csv'), report([ann]))
    await scene.work()
    assert.equal((await scene.run(runId)).state, 'applied')
    assert.deepEqual(lyingIn('processed'), ['contacts.csv'])
  })

  it('follows no link out of the folder', async () => {
    const { symlinkSync } = await import('node:fs')
    await scene.fresh({ syncFolder: 'yes', syncApply: 'yes' })
    put('x', '')
    symlinkSync('/etc/passwd', join(scene.inbox, 'contacts.csv'))
    await twoLooks()
    assert.deepEqual(await scene.runs(), [])
  })

  it('keeps what was read for as long as the school says', async () => {
    await scene.fresh({ syncFolder: 'yes', syncApply: 'yes', syncKeepDays: '14' })
    put('contacts.csv', report([ann]))
    await twoLooks()
    // Its time of coming is that of the real clock, so the scene's is put there.
    const { fixedClock } = await import('../../platform/clock/index.ts')
    scene.clock = fixedClock(new Date(Date.now() + 13 * 86_400_000).toISOString())
    await scene.work()
    assert.deepEqual(lyingIn('processed'), ['contacts.csv'])
    scene.later(48)
    await scene.work()
    assert.deepEqual(lyingIn('processed'), [])
  })
})

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

  it('is no matter where nothing syncs by itself', async () => {
    await scene.fresh()
    scene.later(2000)
    await scene.work()
    assert.deepEqual(await scene.notices(), [])
  })
})
