import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { choosePreferences } from '../../../modules/preferences/index.ts'
import { signOwnLink } from '../../../modules/registration/index.ts'
import { fixedClock } from '../../../platform/clock/index.ts'
import { strangersBrowser, type TestWeb } from '../../testing.ts'
import { type TestFamily, testFamily } from '../testing.ts'

describe('OPT-3 one’s own details by a signed link', () => {
  let family: TestFamily
  let web: TestWeb
  before(async () => {
    family = await testFamily()
    web = family.web
  })
  after(() => web.close())

  /** The link as it stands in the email that came at the end of registering. */
  async function linkSentTo(address: string): Promise<string> {
    const { rows } = await web.db.asOwner((trx) =>
      sql<{ body: string }>`
        select t.body from deliveries d join delivery_texts t on t.school_id = d.school_id and t.id = d.text_id
        where d.to_address = ${address} and t.body like '%/my/%'`.execute(trx),
    )
    return /\/my\/(\S+)/.exec(rows[0]?.body ?? '')?.[1] ?? ''
  }

  it('shows what is held of the person, and of nobody else (VIS-5)', async () => {
    const token = await linkSentTo('fatima@example.org')
    const opened = await strangersBrowser(web).get(`/my/${token}`)
    assert.equal(opened.headers.location, '/my')
    const home = (await family.browserWith(token).get('/my')).body
    assert.match(home, /Hello Fatima/)
    const details = (await family.browserWith(token).get('/my/details')).body
    assert.match(details, /07700 900123/)
    assert.match(details, /You gave us this/)
    assert.doesNotMatch(home + details, /Karim|karim@|900124/)
  })

  it('erases at once what the person does not want any more', async () => {
    const browser = family.browserWith(await linkSentTo('fatima@example.org'))
    assert.equal((await browser.post('/my/at/hill/choices', { wish: 'email' })).statusCode, 303)
    const { optOuts, contactPoints } = await family.adultOf('Fatima')
    assert.deepEqual([optOuts, contactPoints.map(({ value }) => value)], [['sms'], ['fatima@example.org']])
    assert.equal((await browser.post('/my/at/hill/choices', {})).statusCode, 303)
    await browser.post('/my/at/hill/choices', { wish: 'nothing' })
    assert.deepEqual((await family.adultOf('Fatima')).contactPoints, [])
    assert.match((await browser.get('/my')).body, /You get nothing/)
    assert.equal((await family.adultOf('Karim')).contactPoints.length, 2)
  })

  it('OPT-7 speaks the language that the person chose, on a browser that was told none', async () => {
    const token = await linkSentTo('karim@example.org')
    const { id: adultId, forename, surname } = await family.adultOf('Karim')
    const actor = { kind: 'family' as const, accountId: null, name: `${forename} ${surname}` }
    const wanted = { language: 'cy' as const }
    const schoolId = web.school.id
    await web.db.inSchool(schoolId, (trx) =>
      choosePreferences(trx, { schoolId, adultId, wanted, actor, clock: web.clock }),
    )
    const answer = await family.browserWith(token).get('/my')
    assert.match(answer.body, /<html lang="cy"[\s\S]*Rydych chi’n: Mam/)
    assert.match(String(answer.headers['set-cookie']), /gatehouse-language=cy/)
    const told = strangersBrowser(web, { 'gatehouse-own': token, 'gatehouse-language': 'en' })
    assert.match((await told.get('/my')).body, /<html lang="en-GB"/)
  })

  it('SEC-2 opens nothing unsigned, changed or after thirty days', async () => {
    const { id: adultId } = await family.adultOf('Karim')
    const of = { schoolId: web.school.id, adultId, hash: web.app.keyedHash }
    const old = signOwnLink({ ...of, clock: fixedClock('2026-10-22T09:00:00Z') })
    const other = signOwnLink({ ...of, clock: web.clock }).replace(adultId, (await family.adultOf('Fatima')).id)
    for (const token of [old, other, 'x.y.z'])
      assert.equal((await family.browserWith(token).get('/my')).statusCode, 422, token)
  })

  it('VIS-4 says the same of a link that ended as of one that is too old', async () => {
    const token = await linkSentTo('karim@example.org')
    const before = (await family.browserWith('x').get('/my')).body
    await web.db.asOwner((trx) => sql`update links set ended_on = '2026-11-21'`.execute(trx))
    assert.equal((await family.browserWith(token).get('/my')).body, before)
    assert.equal((await family.browserWith(token).post('/my/at/hill/choices', { wish: 'nothing' })).statusCode, 422)
  })
})
