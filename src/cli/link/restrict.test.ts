import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { systemActor } from '../../modules/audit/index.ts'
import { makeScene, type Scene } from '../../modules/messaging/testing.ts'
import { endLink, findFamily, restrictionsOf } from '../../modules/people/index.ts'
import { fixedClock } from '../../platform/clock/index.ts'
import { readConfig } from '../../platform/config/index.ts'
import { type TestDb, testDatabase } from '../../platform/db/testing.ts'
import { silentLog } from '../../platform/log/index.ts'
import { type App, commands, runCommand } from '../index.ts'

const clock = fixedClock('2026-11-21T09:00:00Z')

describe('VIS-2 gatehouse link restrict and lift', () => {
  let db: TestDb
  let scene: Scene
  before(async () => {
    db = await testDatabase()
    scene = await makeScene(db, clock, 'hill')
  })
  after(() => db.close())

  async function link(...args: string[]) {
    const printed = { out: '', error: '' }
    const streams = { out: (text: string) => (printed.out += text), error: (text: string) => (printed.error += text) }
    const app = { config: readConfig({}), clock, log: silentLog, database: async () => db } as unknown as App
    return { code: await runCommand(commands, app, ['link', ...args, '--school', 'hill'], streams), ...printed }
  }
  const yusuf = ['--pupil', '004301', '--adult', 'Yusuf Al-Hassan']
  const order = ['--evidence', 'Order seen', '--seen-by', 'Mrs Hill', '--seen-on', '2026-11-20']
  const evidence = [...order, '--review-on', '2027-05-12']
  const yusufs = async () => {
    const { links } = await db.inSchool(scene.school.id, (trx) =>
      findFamily(trx, scene.school.id, scene.pupil.Amira ?? ''),
    )
    const found = links.find(({ adult }) => adult.forename === 'Yusuf')
    assert.ok(found)
    return found
  }

  it('restricts with evidence, and with --dry-run only says so', async () => {
    const dry = await link('restrict', ...yusuf, ...evidence, '--dry-run')
    assert.match(dry.out, /If done: Yusuf Al-Hassan is restricted for Amira Al-Hassan\. Nothing was changed/)
    assert.equal((await yusufs()).state, 'current')
    assert.match(
      (await link('restrict', ...yusuf, ...order, '--review-on', '2026-11-21', '--dry-run')).error,
      /looked at again: a day to come/,
    )
    assert.match((await link('lift', ...yusuf, '--reason', 'Order ended', '--dry-run')).error, /No restriction stands/)
    assert.match((await link('restrict', ...yusuf, ...order)).error, /--review-on is missing/)
    assert.match(
      (await link('restrict', ...yusuf, ...order, '--review-on', '2026-11-21')).error,
      /looked at again: a day to come/,
    )
    assert.equal((await link('restrict', ...yusuf, ...evidence)).code, 0)
    assert.equal((await yusufs()).state, 'restricted')
    const [stands] = await db.inSchool(scene.school.id, (trx) => restrictionsOf(trx, scene.school.id, null))
    assert.deepEqual([stands?.seenBy, stands?.seenOn, stands?.reviewOn], ['Mrs Hill', '2026-11-20', '2027-05-12'])
    assert.match((await link('restrict', ...yusuf, ...evidence)).error, /restricted for this child already/)
  })

  it('lifts with a reason, and with --dry-run only says so', async () => {
    assert.match((await link('lift', ...yusuf)).error, /--reason is missing/)
    assert.match((await link('lift', ...yusuf, '--reason', 'Order ended', '--dry-run')).out, /Nothing was changed/)
    assert.equal((await yusufs()).state, 'restricted')
    assert.match((await link('lift', ...yusuf, '--reason', 'Order ended')).out, /is not restricted any more for Amira/)
    assert.equal((await yusufs()).state, 'current')
  })

  it('VIS-3 restricts also where the link has ended', async () => {
    const { id: linkId } = await yusufs()
    const ended = { schoolId: scene.school.id, actor: systemActor, clock, linkId, reason: 'Moved' }
    await db.inSchool(scene.school.id, (trx) => endLink(trx, ended))
    assert.equal((await link('restrict', ...yusuf, ...evidence)).code, 0)
    const { restricted, state } = await yusufs()
    assert.deepEqual([restricted, state], [true, 'ended'])
    assert.match((await link('restrict', '--pupil', '004301', '--adult', 'Bob', ...evidence)).error, /Linked are: Noor/)
  })
})
