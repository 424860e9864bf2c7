import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { acceptInvitation, findInvitation, totpCode } from '../../modules/accounts/index.ts'
import { listEntries, systemActor } from '../../modules/audit/index.ts'
import { createSchool, type School } from '../../modules/schools/index.ts'
import { fixedClock } from '../../platform/clock/index.ts'
import { readConfig } from '../../platform/config/index.ts'
import { secretBoxOf } from '../../platform/crypto/index.ts'
import { type TestDb, testDatabase } from '../../platform/db/testing.ts'
import { silentLog } from '../../platform/log/index.ts'
import { type App, commands, runCommand } from '../index.ts'

const secretBox = secretBoxOf(Buffer.alloc(32, 7))
const clock = fixedClock('2026-11-21T09:00:00Z')

describe('gatehouse staff', () => {
  let db: TestDb
  let school: School
  before(async () => {
    db = await testDatabase()
    school = await createSchool(db, { name: 'Hill Primary', slug: 'hill', actor: systemActor, clock })
  })
  after(() => db.close())

  async function run(...args: string[]): Promise<{ code: number; out: string; error: string }> {
    const said = { out: '', error: '' }
    const streams = {
      out(text: string) {
        said.out += text
      },
      error(text: string) {
        said.error += text
      },
    }
    const notHere = () => Promise.reject(new Error('not in this test'))
    const app: App = {
      config: readConfig({ GATEHOUSE_URL: 'https://gate.example' }),
      clock,
      log: silentLog,
      database: async () => db,
      startWeb: notHere,
      startWorker: notHere,
      prepareDemo: notHere,
      untilStopped: notHere,
    }
    const code = await runCommand(commands, app, args, streams).catch((error) => {
      said.error += error.message
      return 1
    })
    return { code, ...said }
  }

  async function setUp(link: string): Promise<void> {
    const token = link.split('/').at(-1) ?? ''
    const { totpSecret } = await findInvitation(db, { token, clock })
    const code = totpCode(totpSecret, Math.floor(clock.now().getTime() / 30_000))
    const person = { name: 'Ruth Adeyemi', email: '', password: 'copper kettle harbour', code, schoolName: '' }
    assert.equal(
      (await acceptInvitation(db, { token, setUp: person, browser: 'Test', secretBox, clock })).outcome,
      'done',
    )
  }

  it('invites, lists and removes, and the journal says so (SEC-6)', async () => {
    const invited = await run(
      'staff',
      'invite',
      'ruth@example.org',
      '--school',
      'hill',
      '--role',
      'administrator',
      '--json',
    )
    assert.equal(invited.code, 0, invited.error)
    await setUp(JSON.parse(invited.out).link)
    assert.match(
      (await run('staff', 'list', '--school', 'hill')).out,
      /ruth@example\.org {2}Ruth Adeyemi {2}administrator/,
    )

    const last = await run('staff', 'remove', 'ruth@example.org', '--school', 'hill')
    assert.equal(last.code, 1)
    assert.match(last.error, /last administrator/)

    await setUp(
      JSON.parse(
        (await run('staff', 'invite', 'sam@example.org', '--school', 'hill', '--role', 'administrator', '--json')).out,
      ).link,
    )
    assert.equal((await run('staff', 'remove', 'Ruth@example.org', '--school', 'hill')).code, 0)
    assert.doesNotMatch((await run('staff', 'list', '--school', 'hill')).out, /ruth/)

    const acts = (await db.inSchool(school.id, (trx) => listEntries(trx, school.id))).map(({ act }) => act)
    assert.deepEqual(acts.slice(0, 5), [
      'staff.removed',
      'staff.added',
      'staff.invited',
      'staff.added',
      'staff.invited',
    ])
  })

  it('refuses a role, a school and a person that there are not', async () => {
    for (const args of [
      ['staff', 'invite', 'x@example.org', '--school', 'hill', '--role', 'king'],
      ['staff', 'invite', 'x@example.org', '--school', 'nowhere', '--role', 'office'],
      ['staff', 'invite', 'no address', '--school', 'hill', '--role', 'office'],
      ['staff', 'remove', 'x@example.org', '--school', 'hill'],
    ]) {
      assert.equal((await run(...args)).code, 1, args.join(' '))
    }
  })
})
