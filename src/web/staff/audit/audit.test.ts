import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { recordActs } from '../../../modules/audit/index.ts'
import { newId } from '../../../platform/ids/index.ts'
import { signedInAs, type TestBrowser, type TestWeb, testWeb } from '../../testing.ts'

describe('SEC-6 the journal as a page', () => {
  let web: TestWeb
  let browser: TestBrowser
  const pupilId = newId()
  before(async () => {
    web = await testWeb()
    browser = await signedInAs(web, { role: 'head' })
    const actor = { kind: 'staff' as const, accountId: null, name: 'Ruth Adeyemi' }
    const ended = { schoolId: web.school.id, actor, act: 'link.ended', subject: { kind: 'link', id: newId() }, pupilId }
    const noted = Array.from({ length: 60 }, (_, n) => ({ ...ended, act: 'note.made', pupilId: null, detail: { n } }))
    await web.db.inSchool(web.school.id, async (trx) => {
      await recordActs(trx, [{ ...ended, detail: { reason: 'Moved <away>' } }], new Date('2026-07-01T23:30:00Z'))
      await recordActs(trx, noted, new Date('2026-11-20T09:00:00Z'))
    })
  })
  after(() => web.close())

  it('pages by key, newest first', async () => {
    const first = (await browser.get('/schools/hill/audit')).body
    assert.match(first, />59</)
    const next = /href="([^"]*before=\d+[^"]*)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const second = (await browser.get(next)).body
    assert.match(second, /Link ended/)
    assert.match(second, /Moved &lt;away>|Moved &lt;away&gt;/)
  })

  for (const [filter, found] of [
    ['act=link', true],
    ['person=adeyemi', true],
    ['person=nobody', false],
    [`pupil=${pupilId}`, true],
    // 23:30 UTC on 1 July is 2 July at the school.
    ['from=2026-07-02&to=2026-07-02&act=link', true],
    ['from=2026-07-01&to=2026-07-01&act=link', false],
  ] as const) {
    it(`finds ${found ? 'it' : 'nothing'} by ${filter.split('=')[0]} ${filter.length > 40 ? '' : filter}`, async () => {
      const { body } = await browser.get(`/schools/hill/audit?${filter}`)
      assert.equal(/Link ended|Note made/.test(body), found)
    })
  }

  it('says that the chain is whole, and where it breaks', async () => {
    assert.match((await browser.get('/schools/hill/audit?check=yes')).body, /The chain is whole/)
    await web.db.asOwner((trx) => sql`update audit_entries set detail = '{}' where act = 'link.ended'`.execute(trx))
    assert.match((await browser.get('/schools/hill/audit?check=yes')).body, /The chain breaks at entry \d+/)
  })

  it('SEC-5 is not open to the office', async () => {
    const office = await signedInAs(web, { role: 'office' })
    assert.equal((await office.get('/schools/hill/audit')).statusCode, 403)
  })
})
