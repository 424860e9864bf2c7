import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { sendMessage } from '../../../modules/messaging/index.ts'
import { findPreferences } from '../../../modules/preferences/index.ts'
import { beginAndProve, fatima } from '../../../modules/registration/testing.ts'
import { fixedClock } from '../../../platform/clock/index.ts'
import { signedInAs, strangersBrowser, type TestBrowser, type TestWeb } from '../../testing.ts'
import { type TestFamily, testFamily } from '../testing.ts'

let family: TestFamily
let web: TestWeb
let adultId = ''
let browser: TestBrowser

before(async () => {
  family = await testFamily()
  web = family.web
  adultId = await idOf('Fatima')
  browser = browserOf(adultId)
})
after(() => web.close())

const idOf = async (forename: string) => (await family.adultOf(forename)).id
const browserOf = (id: string) => family.browserWith(family.linkOf(id))
const preferences = (of = adultId) =>
  web.db.inSchool(web.school.id, (trx) => findPreferences(trx, { schoolId: web.school.id, adultId: of }))
const page = '/my/at/hill/preferences'

describe('OPT-7 the page of a person’s choices', () => {
  it('is reached by a signed link, without an account, and leads past the choice of one school', async () => {
    assert.equal((await browser.get('/my/preferences')).headers.location, page)
    const { body } = await browser.get(page)
    assert.match(body, /Attendance and absence/)
    assert.ok(Buffer.byteLength(body) < 30_000)
  })

  it('offers to mute what may be muted, and says why the rest may not', async () => {
    const { body } = await browser.get(page)
    const field = (kind: string) => new RegExp(`name="kind-${kind}"[^>]*>(.*?)</select>`).exec(body)?.[1] ?? ''
    assert.match(field('news'), /value="none"/)
    assert.doesNotMatch(field('safety'), /value="none"|value="digest"/)
    assert.match(body, /What cannot be switched off, and why/)
  })

  it('OPT-3 keeps choices at once, and says so in the language that was chosen', async () => {
    const fields = { 'kind-news': 'digest', 'kind-safety': 'text', hour: '7', language: 'cy' }
    const answer = await browser.post(page, fields)
    assert.equal(answer.headers.location, `${page}?lang=cy`)
    const { kinds, digestHour, language } = await preferences()
    assert.deepEqual([kinds.news.choice, kinds.safety.choice, digestHour, language], ['digest', 'text', 7, 'cy'])
    assert.match((await browser.get(page)).body, /<html lang="cy"[\s\S]*Yr hyn rwyf am ei gael/)
  })

  it('OPT-6 takes a yes to fundraising from a ticked box only, unticked at first', async () => {
    assert.doesNotMatch((await browser.get(page)).body, /name="consent"[^>]* checked/)
    await browser.post(page, { 'kind-fundraising': 'text', language: 'en' })
    assert.equal((await preferences()).kinds.fundraising.choice, 'none')
    await browser.post(page, { 'kind-fundraising': 'text', consent: 'yes', language: 'en' })
    const { fundraising } = (await preferences()).kinds
    assert.deepEqual([fundraising.choice, fundraising.stored?.consentWords], ['text', '2026-11'])
    await browser.post(page, { language: 'en' })
    assert.equal((await preferences()).kinds.fundraising.choice, 'none')
  })

  it('takes nothing that cannot be chosen, whatever is sent', async () => {
    await browser.post(page, { 'kind-safety': 'none', 'kind-news': 'never', hour: '99x', language: 'xx' })
    const { kinds, digestHour } = await preferences()
    assert.deepEqual([kinds.safety.choice, kinds.news.choice, digestHour], ['text', 'digest', 7])
    assert.equal((await browser.post(page, { hour: '44' })).statusCode, 422)
  })

  it('VIS-5 shows no other adult, and opens for nobody without a link of their own', async () => {
    const { body } = await browser.get(page)
    assert.doesNotMatch(body, /Karim|karim@|900124/)
    assert.equal((await strangersBrowser(web).get(page)).statusCode, 422)
    assert.equal((await browser.get('/my/at/elsewhere/preferences')).statusCode, 404)
  })
})

describe('OPT-7 the first choices, at the end of registering', () => {
  it('are kept as the person’s own, with the words they said yes to (OPT-6)', async () => {
    const third = { ...fatima, forename: 'Hana', email: 'hana@example.org', mobile: '07700 900125' }
    const proved = await beginAndProve(web.db, { ...family.codeOf(3), registrant: third })
    const registrant = strangersBrowser(web, { 'gatehouse-registration': proved })
    assert.doesNotMatch((await registrant.get('/register/agree')).body, /name="consent"[^>]* checked/)
    await registrant.post('/register/agree', { agreed: 'yes', wish: 'both', news: 'digest', consent: 'yes' })
    const { news, fundraising } = (await preferences(await idOf('Hana'))).kinds
    assert.deepEqual([news.choice, news.stored?.setByKind], ['digest', 'family'])
    assert.deepEqual([fundraising.choice, fundraising.stored?.consentWords], ['email', '2026-11'])
  })
})

describe('VIS-5 the page of what a person was sent', () => {
  before(async () => {
    const actor = { kind: 'system' as const, accountId: null, name: 'Sam Okafor' }
    for (let day = 1; day <= 12; day += 1) {
      const at = fixedClock(`2026-11-${String(day).padStart(2, '0')}T15:00:00Z`)
      const content = {
        to: [`pupil:${family.amira}`],
        audience: 'all' as const,
        channel: 'email' as const,
        kind: 'dates' as const,
        subject: `Letter ${day}.`,
        body: `Dear {{adult.forename}}, see https://hill.example/${day}. ${day === 12 ? 'Long words. '.repeat(80) : ''}`,
        deadlineAt: null,
      }
      await sendMessage(web.db, { school: web.school, content, again: false, actor, clock: at })
    }
    await web.db.asOwner((trx) => sql`update deliveries set state = 'delivered'`.execute(trx))
  })

  it('SEC-2 opens by the link that stands in emails, which leaves the address', async () => {
    const opened = await strangersBrowser(web).get(`/my/${family.linkOf(adultId)}/messages`)
    assert.equal(opened.headers.location, '/my/messages')
    assert.match(String(opened.headers['set-cookie']), /gatehouse-own=/)
  })

  it('shows the newest first, page by page, the words as they went to this person', async () => {
    const first = (await browser.get('/my/messages')).body
    assert.ok(first.indexOf('Letter 12.') < first.indexOf('Letter 3.') && first.indexOf('Letter 12.') > 0)
    assert.doesNotMatch(first, /Letter 2\.|own\.link|Karim/)
    assert.match(first, /Dear Fatima, see <a href="https:\/\/hill\.example\/11"/)
    assert.match(first, /Email · About Amira/)
    assert.ok(Buffer.byteLength(first) < 30_000)
    const next = /href="(\/my\/messages\?before=[^"]+)"/.exec(first)?.[1] ?? ''
    const second = (await browser.get(next)).body
    assert.match(second, /Letter 2\.[\s\S]*Letter 1\./)
    assert.doesNotMatch(second, /Letter 3\.|\?before=/)
  })

  it('shows a long one whole on a page of its own, to nobody else', async () => {
    const first = (await browser.get('/my/messages')).body
    const at = /href="(\/my\/at\/hill\/messages\/[^"]+)"/.exec(first)?.[1] ?? ''
    assert.match((await browser.get(at)).body, /(Long words\. ){79}/)
    assert.equal((await browserOf(await idOf('Karim')).get(at)).statusCode, 404)
    assert.equal((await browser.get('/my/at/hill/messages/1-x')).statusCode, 404)
  })

  it('speaks Welsh around the words of the school', async () => {
    const { body } = await browser.get('/my/messages?lang=cy')
    assert.match(body, /Yr hyn a anfonwyd ataf[\s\S]*Am Amira[\s\S]*dir="auto"/)
  })

  it('holds nothing of a child whose link ended, and closes with the last one (VIS-4)', async () => {
    await web.db.asOwner((trx) => sql`update links set ended_on = '2026-11-20'`.execute(trx))
    assert.equal((await browser.get('/my/messages')).statusCode, 422)
  })
})

describe('SEC-5 choices of an adult at the school', () => {
  it('are not for a teacher', async () => {
    const teacher = await signedInAs(web, { role: 'teacher' })
    assert.equal((await teacher.get(`/schools/hill/people/adults/${adultId}/preferences`)).statusCode, 403)
  })
})
