import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { makeScene } from '../../modules/messaging/testing.ts'
import { fixedClock } from '../../platform/clock/index.ts'
import { readConfig } from '../../platform/config/index.ts'
import { type TestDb, testDatabase } from '../../platform/db/testing.ts'
import { silentLog } from '../../platform/log/index.ts'
import type { App } from '../command.ts'
import { commands } from '../index.ts'
import { runCommand } from '../run.ts'

let db: TestDb
let app: App
const clock = fixedClock('2026-11-21T09:00:00Z')

before(async () => {
  db = await testDatabase()
  await makeScene(db, clock, 'hill')
  const never = () => Promise.reject(new Error('not part of this test'))
  const others = { startWeb: never, startWorker: never, prepareDemo: never, untilStopped: never }
  app = { config: readConfig({}), clock, log: silentLog, database: async () => db, ...others }
})
after(async () => db.close())

async function group(...args: string[]) {
  const printed = { out: '', error: '' }
  const streams = { out: (text: string) => (printed.out += text), error: (text: string) => (printed.error += text) }
  return { code: await runCommand(commands, app, ['group', ...args, '--school', 'hill'], streams), ...printed }
}

describe('IMP-20 gatehouse group', () => {
  it('makes one, fills it by admission numbers, and lists it', async () => {
    assert.equal((await group('create', 'Choir')).code, 0)
    const { added, already } = JSON.parse((await group('add', 'choir', '4301', '004302', '--json')).out)
    assert.deepEqual([added, already], [2, 0])
    const [listed] = JSON.parse((await group('list', '--json')).out)
    assert.deepEqual([listed.name, listed.kind, listed.pupils], ['Choir', 'own', 2])
    assert.match((await group('remove', 'Choir', '004301')).out, /1 pupil taken out of Choir/)
  })

  it('refuses in words what cannot be done', async () => {
    const twice = await group('create', 'Choir')
    assert.deepEqual([twice.code, twice.out], [1, ''])
    assert.match(twice.error, /“Choir” already/)
    assert.match((await group('add', 'Choir', '999999')).error, /finds no pupil/)
    assert.match((await group('add', 'Chess', '004301')).error, /no group called “Chess”/)
  })

  it('changes nothing with --dry-run', async () => {
    assert.match((await group('create', 'Chess', '--dry-run')).out, /Nothing was changed/)
    assert.match((await group('delete', 'Choir', '--dry-run')).out, /Nothing was changed/)
    const names = JSON.parse((await group('list', '--json')).out).map(({ name }: { name: string }) => name)
    assert.deepEqual(names, ['Choir'])
  })

  it('makes one that fills itself, and deletes one', async () => {
    await group('create', 'Oak', '--class', '6 Oak')
    await group('delete', 'Choir')
    const listed = JSON.parse((await group('list', '--json')).out)
    assert.deepEqual(
      listed.map(({ name, rule, pupils }: { name: string; rule: unknown; pupils: number }) => [name, rule, pupils]),
      [['Oak', { years: [], classes: ['6 Oak'], houses: [] }, 1]],
    )
  })
})
