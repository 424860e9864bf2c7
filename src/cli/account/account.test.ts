import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { addStaff, findSignedInIfAny } from '../../modules/accounts/index.ts'
import { parentWithPassword, sentTo } from '../../modules/accounts/testing.ts'
import { listEntries, systemActor } from '../../modules/audit/index.ts'
import { createSchool, type School } from '../../modules/schools/index.ts'
import { fixedClock } from '../../platform/clock/index.ts'
import { readConfig } from '../../platform/config/index.ts'
import { type TestDb, testDatabase } from '../../platform/db/testing.ts'
import { silentLog } from '../../platform/log/index.ts'
import { type App, commands, runCommand } from '../index.ts'

const clock = fixedClock('2026-11-22T09:00:00Z')
const email = 'fatima@example.org'

describe('gatehouse account', () => {
  let db: TestDb
  let school: School
  let token = ''
  before(async () => {
    db = await testDatabase()
    school = await createSchool(db, { name: 'Hill Primary', slug: 'hill', actor: systemActor, clock })
    token = (await parentWithPassword(db, { school, clock, email, second: 'card' })).token
    const staff = { school, roles: ['office' as const], name: 'Sam Okafor', email: 'sam@example.org' }
    await addStaff(db, { ...staff, actor: systemActor, clock })
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
    const app = { config: readConfig({}), clock, log: silentLog, database: async () => db } as unknown as App
    const code = await runCommand(commands, app, ['account', ...args], streams).catch((error) => {
      said.error += error.message
      return 1
    })
    return { code, ...said }
  }
  const isIn = async () => (await findSignedInIfAny(db, { token, clock })) !== null

  it('lists and shows who signs in by what, and no secret', async () => {
    const { out } = await run('list', '--school', 'hill')
    assert.match(out, /fatima@example\.org {2}Fatima Al-Hassan {2}family at hill/)
    assert.match(out, /sam@example\.org {2}Sam Okafor {2}staff at hill/)
    const shown = await run('show', 'Fatima@Example.org', '--json')
    assert.match(shown.out, /"cardCodesLeft": ?10/)
    assert.doesNotMatch(shown.out, /argon|hash|token/i)
    assert.equal((await run('show', 'nobody@example.org')).code, 1)
  })

  it('signs out, and with --dry-run only says so', async () => {
    assert.match((await run('sign-out', email, '--dry-run')).out, /Nothing was changed/)
    assert.equal(await isIn(), true)
    assert.match((await run('sign-out', email)).out, /signed out everywhere/)
    assert.equal(await isIn(), false)
  })

  it('S-16 takes every way away for who is locked out, makes no code, tells them and journals it', async () => {
    assert.match(
      (await run('recover', email, '--dry-run')).out,
      /Would take away: a password, a card with 10 codes left/,
    )
    const done = await run('recover', email)
    assert.match(done.out, /gatehouse letters print --school hill/)
    assert.doesNotMatch(done.out, /[0-9A-Z]{4} [0-9A-Z]{4}/)
    assert.match((await run('show', email)).out, /signs in by: nothing/)
    assert.match((await sentTo(db, email))[0] ?? '', /were taken away/)
    const [last] = await db.inSchool(school.id, (trx) => listEntries(trx, school.id))
    assert.equal(last?.act, 'account.cleared')
  })

  it('closes the sign-in of a family, whose name is free again, and not of staff', async () => {
    assert.match((await run('close', 'sam@example.org')).error, /works at a school/)
    assert.equal((await run('close', email)).code, 0)
    assert.equal((await run('show', email)).code, 1)
    const { accountId } = await parentWithPassword(db, { school, clock, email })
    assert.match((await run('show', email, '--json')).out, new RegExp(accountId))
  })
})
