import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { addFamilies } from '../../../modules/messaging/testing.ts'
import { signedInAs, type TestBrowser, type TestWeb, testWeb } from '../../testing.ts'

describe('DLV-3 copies of which nobody knows whether they went', () => {
  let web: TestWeb
  let office: TestBrowser
  let report = ''
  const base = '/schools/hill/messages'

  before(async () => {
    web = await testWeb()
    await addFamilies(web.db, { school: web.school, clock: web.clock })
    office = await signedInAs(web, { role: 'office' })
    const fields = { to: 'year:6', audience: 'prime', channel: 'auto', subject: 'Trip', act: 'check', body: 'At 8:45.' }
    const check = String((await office.post(`${base}/new`, fields)).headers.location)
    const [, seen = ''] = /name="seen" value="([^"]+)"/.exec((await office.get(check)).body) ?? []
    report = check.replace(/\/check$/, '')
    await office.post(`${report}/send`, { seen })
    await web.db.asOwner((trx) => sql`update deliveries set state = 'unknown', attempts = 1`.execute(trx))
  })
  after(() => web.close())

  const states = async () => {
    const { rows } = await web.db.asOwner((trx) =>
      sql<{ id: string; state: string }>`select id, state from deliveries order by id`.execute(trx),
    )
    return rows
  }

  it('are pointed out on the report and listed for a decision', async () => {
    assert.match((await office.get(report)).body, /Nobody knows whether/)
    assert.match((await office.get(`${report}/not-known`)).body, /some may then get it twice/)
  })

  it('stay as they are when nothing is ticked', async () => {
    const before = await states()
    await office.post(`${report}/not-known`, { as: 'send again' })
    assert.deepEqual(await states(), before)
  })

  it('are decided one by one, and stand in the journal', async () => {
    const [first, second] = await states()
    await office.post(`${report}/not-known`, { as: 'it went', ids: first?.id ?? '' })
    await office.post(`${report}/not-known`, { as: 'send again', ids: [second?.id ?? '', first?.id ?? ''] })
    const after = await states()
    assert.deepEqual([after[0]?.state, after[1]?.state], ['accepted', 'queued'])
    const { rows } = await web.db.asOwner((trx) =>
      sql`select 1 from audit_entries where act = 'delivery.decided'`.execute(trx),
    )
    assert.equal(rows.length, 2)
  })
})
