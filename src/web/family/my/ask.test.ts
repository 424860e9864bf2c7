import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { signedInAsAdult, strangersBrowser, type TestWeb } from '../../testing.ts'
import { type TestFamily, testFamily } from '../testing.ts'

describe('SEC-3 asking for the link again', () => {
  let family: TestFamily
  let web: TestWeb
  before(async () => {
    family = await testFamily()
    web = family.web
  })
  after(() => web.close())

  it('answers alike in body, status and time for the known and the unknown', async () => {
    const stranger = strangersBrowser(web)
    assert.match((await stranger.get('/my')).body, /Send me a link/)
    const answers: string[] = []
    const times: number[] = []
    for (const address of ['fatima@example.org', 'nobody@example.org', '07700900123', 'what']) {
      const startedAt = performance.now()
      const { statusCode, headers, body } = await stranger.post('/my/link', { address })
      times.push(performance.now() - startedAt)
      answers.push(JSON.stringify([statusCode, headers.location, headers['set-cookie'], body]))
    }
    assert.equal(new Set(answers).size, 1)
    // None is quicker than the floor under all of them; how much slower one is, is the machine's load and no answer.
    assert.ok(Math.min(...times) >= 245, times.join())
    assert.equal((await stranger.post('/my/link', { address: ' ' })).statusCode, 422)
    assert.match((await stranger.get('/my/link/sent')).body, /on its way/)
    const { rows } = await web.db.asOwner((trx) =>
      sql<{ address: string }>`
        select to_address as address from deliveries d join own_notices n on n.school_id = d.school_id and n.id = d.message_id
        order by 1`.execute(trx),
    )
    assert.deepEqual(
      rows.map(({ address }) => address),
      ['+447700900123', 'fatima@example.org'],
    )
  })

  it('says so when a link is for somebody else than who is signed in', async () => {
    const schoolId = web.school.id
    const { id: adultId } = await family.adultOf('Fatima')
    const other = await signedInAsAdult(web, { schoolId, adultId: schoolId })
    const token = family.linkOf(adultId)
    const answer = await other.get(`/my/${token}`)
    assert.equal(answer.headers.location, '/my')
    const said = /gatehouse-said=([^;]+)/.exec(String(answer.headers['set-cookie']))?.[1] ?? ''
    assert.match(Buffer.from(said, 'base64url').toString(), /somebody else/)
  })
})
