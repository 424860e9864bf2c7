import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
let folder = ''
const clock = fixedClock('2026-11-21T09:00:00Z')

before(async () => {
  db = await testDatabase()
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-letters-'))
  await makeScene(db, clock, 'hill')
  const never = () => Promise.reject(new Error('not part of this test'))
  const others = { startWeb: never, startWorker: never, prepareDemo: never, untilStopped: never }
  app = {
    config: { ...readConfig({}), dataFolder: folder },
    clock,
    log: silentLog,
    database: async () => db,
    ...others,
  }
})
after(async () => {
  await db.close()
  rmSync(folder, { recursive: true })
})

async function letters(...args: string[]) {
  const printed = { out: '', error: '' }
  const streams = { out: (text: string) => (printed.out += text), error: (text: string) => (printed.error += text) }
  return { code: await runCommand(commands, app, ['letters', ...args, '--school', 'hill'], streams), ...printed }
}

describe('LET-8 gatehouse letters', () => {
  const file = () => join(folder, 'letters.pdf')
  const pages = () => readFileSync(file(), 'latin1').match(/\/Type \/Page\b(?!s)/g)?.length

  it('prints for several pupils, in two languages, brothers and sisters together, to a file for its owner alone', async () => {
    const two = ['--pupil', '004301', '--pupil', '004302']
    const done = await letters('print', ...two, '--beside', 'pl', '--sort', 'family', '--out', file(), '--json')
    assert.equal(done.code, 0, done.error)
    const { letters: count, members } = JSON.parse(done.out)
    assert.equal(members, 2)
    assert.equal(pages(), count * 2)
    assert.equal(statSync(file()).mode & 0o077, 0)
  })

  it('LET-3 says what was printed, and never a code', async () => {
    const { out } = await letters('status')
    assert.match(out, /letters for 2 chosen children, by/)
    const { out: one } = await letters('status', '--pupil', '004301')
    assert.match(one, /live {2}0 of/)
    assert.doesNotMatch(one + out, /[0-9A-HJKMNP-TV-Z]{10}/)
  })

  it('LET-1 says in words when there is no staff to print for', async () => {
    const { code, error } = await letters('print', '--for', 'staff', '--out', file())
    assert.equal(code, 1)
    assert.match(error, /nobody to print for/)
  })
})
