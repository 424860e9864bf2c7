import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { makeScene, type Scene } from '../../modules/messaging/testing.ts'
import { fixedClock } from '../../platform/clock/index.ts'
import { readConfig } from '../../platform/config/index.ts'
import { type TestDb, testDatabase } from '../../platform/db/testing.ts'
import { silentLog } from '../../platform/log/index.ts'
import type { App } from '../command.ts'
import { commands } from '../index.ts'
import { runCommand } from '../run.ts'

let db: TestDb
let app: App
let scene: Scene
const clock = fixedClock('2026-11-21T09:00:00Z')

before(async () => {
  db = await testDatabase()
  scene = await makeScene(db, clock, 'hill')
  const never = () => Promise.reject(new Error('not part of this test'))
  const others = { startWeb: never, startWorker: never, prepareDemo: never, untilStopped: never }
  app = { config: readConfig({}), clock, log: silentLog, database: async () => db, ...others }
})
after(async () => db.close())

async function gatehouse(...args: string[]) {
  const printed = { out: '', error: '' }
  const streams = { out: (text: string) => (printed.out += text), error: (text: string) => (printed.error += text) }
  return { code: await runCommand(commands, app, args, streams), ...printed }
}

const toYear6 = ['--school', 'hill', '--to', 'year:6', '--json']

describe('gatehouse message', () => {
  it('MSG-4 previews without sending', async () => {
    const { code, out } = await gatehouse('message', 'preview', ...toYear6, '--body', 'Hello')
    const { verdicts, ...figures } = JSON.parse(out)
    assert.equal(code, 0)
    assert.deepEqual(figures, {
      message: null,
      pupils: 7,
      adults: 4,
      kind: 'dates',
      copies: { sms: 2, email: 2, inDigest: 0 },
      parts: 2,
      costPence: 4.8,
    })
    assert.deepEqual(
      verdicts.find((verdict: { pupilName: string }) => verdict.pupilName === 'Joe Turner'),
      {
        pupil: scene.pupil.Joe,
        admissionNumber: '004304',
        pupilName: 'Joe Turner',
        adult: null,
        adultName: null,
        verdict: 'paper',
        channel: null,
        reason: 'no adult is linked',
        rule: 'LNK-7',
      },
    )
    const again = await gatehouse('message', 'send', ...toYear6, '--body', 'Hello', '--dry-run')
    assert.deepEqual(JSON.parse(again.out), JSON.parse(out))
  })

  it('MSG-6 sends, and the same again only with --yes', async () => {
    const sent = JSON.parse((await gatehouse('message', 'send', ...toYear6, '--body', 'Once')).out)
    assert.match(sent.message, /^[0-9a-f-]{36}$/)
    const refused = await gatehouse('message', 'send', ...toYear6, '--body', 'Once')
    assert.deepEqual([refused.code, refused.out], [1, ''])
    assert.match(refused.error, /today.*--yes/)
    assert.equal((await gatehouse('message', 'send', ...toYear6, '--body', 'Once', '--yes')).code, 0)
  })

  it('DLV-6 reports by child', async () => {
    const { message } = JSON.parse((await gatehouse('message', 'send', ...toYear6, '--body', 'Report me')).out)
    const { code, out } = await gatehouse('message', 'report', message, '--school', 'hill', '--json')
    const { children, pupils, paper } = JSON.parse(out)
    assert.equal(code, 0)
    assert.deepEqual(children, { reached: 0, handedOver: 0, waiting: 5, notReached: 2, withheld: 0 })
    assert.equal(paper, 2)
    assert.equal(
      pupils.find((one: { admissionNumber: string }) => one.admissionNumber === '004301').adults[0].adult,
      scene.adult.Noor,
    )
  })

  it('prints figures and those whom nothing reaches for a person to read', async () => {
    const { out } = await gatehouse('message', 'preview', '--school', 'hill', '--to', 'year:6', '--body', 'Hello')
    assert.match(out, /7 children, 4 adults: 2 emails and 2 texts/)
    assert.match(out, /Joe Turner: paper, no adult is linked \(LNK-7\)/)
  })

  it('MSG-6 takes a time after which nothing goes out', async () => {
    const send = (time: string) => gatehouse('message', 'send', ...toYear6, '--body', 'In time', '--not-after', time)
    assert.match((await send('tea time')).error, /must be a time such as/)
    assert.match((await send('2026-11-20T09:00Z')).error, /has passed/)
    assert.equal((await send('2026-11-22T09:00Z')).code, 0)
  })

  it('refuses a wrong field, an unknown school and an unknown message in words', async () => {
    const wrongField = await gatehouse('message', 'preview', ...toYear6, '--body', '{{pupil.forname}}')
    assert.match(wrongField.error, /Did you mean \{\{pupil\.forename\}\}\?/)
    const wrongSchool = await gatehouse('message', 'preview', '--school', 'nowhere', '--to', 'all', '--body', 'x')
    const wrongMessage = await gatehouse('message', 'report', 'nothing', '--school', 'hill')
    assert.deepEqual([wrongField.code, wrongSchool.code, wrongMessage.code], [1, 1, 1])
  })
})
