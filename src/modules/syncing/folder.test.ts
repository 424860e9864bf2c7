import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { fixedClock } from '../../platform/clock/index.ts'
import { listEntries } from '../audit/index.ts'
import { report } from '../importing/testing.ts'
import { SyncScene } from './testing.ts'

const ann = { name: 'Ann Hassan', mobile: '07700 900001' }
const bob = { name: 'Bob Hassan', relationship: 'Father', mobile: '07700 900002' }

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

  it('IMP-19 gives an export of more than twenty files, one for each class, as one run', async () => {
    await scene.fresh({ syncFolder: 'yes', syncApply: 'yes' })
    for (let n = 10; n < 35; n += 1) put(`class ${n}.csv`, report([{ ...ann, pupil: `Child${n} Hassan` }]))
    await twoLooks()
    assert.deepEqual(
      (await scene.runs()).map(({ state, files }) => [state, files.length]),
      [['applied', 25]],
    )
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

  it('reads nothing of an export one of whose files stays empty, and tells people', async () => {
    await scene.fresh({ syncFolder: 'yes', syncApply: 'yes' })
    put('pupils.csv', 'Adno,Forename,Surname,DOB,Year\n100,Zoe,Lee,13/05/2015,6\n')
    put('contacts.csv', '')
    await twoLooks()
    assert.deepEqual(await scene.runs(), [], 'it may still be written')
    scene.laterSeconds(600)
    await scene.work()
    assert.deepEqual(
      (await scene.runs()).map(({ state }) => state),
      ['refused'],
    )
    assert.deepEqual(await scene.notices(), ['refused'])
    assert.match((await scene.runs())[0]?.words ?? '', /contacts\.csv/)
    assert.equal(lyingIn('rejected').length, 4)
  })

  it('files away what has the longest name that a disk takes, in any script', async () => {
    await scene.fresh({ syncFolder: 'yes', syncApply: 'yes' })
    const long = 'ক'.repeat(83)
    put(`${long}.csv`, report([ann]))
    put(`${long}.docx`, 'Dear parents')
    await twoLooks()
    assert.deepEqual(await scene.notices(), [])
    assert.deepEqual(
      lyingIn('processed').map((name) => name.slice(-5)),
      ['ক.csv'],
    )
    assert.deepEqual(
      lyingIn('rejected').map((name) => name.slice(-16)),
      ['.docx', '.docx.reason.txt'].map((end) => `${long}${end}`.slice(-16)),
    )
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
    scene.clock = fixedClock(new Date(Date.now() + 13 * 86_400_000).toISOString())
    await scene.work()
    assert.deepEqual(lyingIn('processed'), ['contacts.csv'])
    scene.later(48)
    await scene.work()
    assert.deepEqual(lyingIn('processed'), [])
  })
})
