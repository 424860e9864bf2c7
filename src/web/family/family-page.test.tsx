import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { joinAdultToAccount, startSession } from '../../modules/accounts/index.ts'
import { newId } from '../../platform/ids/index.ts'
import { familyPage, page } from '../page.ts'
import { strangersBrowser, type TestWeb, testWeb } from '../testing.ts'

let now = Date.parse('2026-11-21T09:00:00Z')
const clock = { now: () => new Date(now), today: () => '2026-11-21' }
const later = (minutes: number) => {
  now += minutes * 60_000
}

const notices = familyPage({
  method: 'GET',
  url: '/try/notices',
  tier: 'notices',
  handle: ({ adults }) => <p>adults: {adults.length}</p>,
})
const record = familyPage({ method: 'GET', url: '/try/record', tier: 'record', handle: () => <p>the record</p> })
const staff = page({
  method: 'GET',
  url: '/schools/:school/try',
  permission: 'home.read',
  handle: () => <p>staff</p>,
})

describe('SEC-2 pages for families', () => {
  let web: TestWeb
  before(async () => {
    web = await testWeb({ clock }, [notices, record, staff])
  })
  after(() => web.close())

  async function parent(proof: 'one factor' | 'two factors' | 'device') {
    const accountId = newId()
    const token = await web.db.inInstance(async (trx) => {
      const name = { id: accountId, email: `${accountId}@example.org`, name: 'Fatima', created_at: clock.now() }
      await trx.insertInto('accounts').values(name).execute()
      await joinAdultToAccount(trx, { schoolId: web.school.id, adultId: newId(), accountId, clock })
      return startSession(trx, { accountId, stage: 'signed in', proof, browser: 'Test', clock })
    })
    const browser = strangersBrowser(web, { 'gatehouse-session': token })
    return async (url: string) => {
      const answer = await browser.get(url)
      return answer.statusCode === 200 ? 'open' : String(answer.headers.location ?? answer.statusCode)
    }
  }
  const again = '/sign-in?again=yes&next=%2Ftry%2Frecord'

  it('ask a stranger to sign in', async () => {
    assert.equal((await strangersBrowser(web).get('/try/notices')).headers.location, '/sign-in?next=%2Ftry%2Fnotices')
  })

  it('open notices to a password alone, for thirty days, and no record', async () => {
    const open = await parent('one factor')
    assert.deepEqual([await open('/try/notices'), await open('/try/record')], ['open', again])
    later(29 * 1440)
    assert.equal(await open('/try/notices'), 'open')
    later(1440)
    assert.equal(await open('/try/notices'), '/sign-in?next=%2Ftry%2Fnotices')
  })

  it('open the record to two factors, until 20 minutes went by without a page', async () => {
    const open = await parent('two factors')
    assert.equal(await open('/try/record'), 'open')
    later(19)
    assert.equal(await open('/try/record'), 'open')
    later(20)
    assert.deepEqual([await open('/try/notices'), await open('/try/record')], ['open', again])
  })

  it('never open a staff page to who has no role, however they signed in', async () => {
    assert.equal(await (await parent('device'))('/schools/hill/try'), '404')
  })
})
