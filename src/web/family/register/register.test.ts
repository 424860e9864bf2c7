import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { findFamily } from '../../../modules/people/index.ts'
import { addPupil, codesSent, fatima, printAndRead, type Sheet } from '../../../modules/registration/testing.ts'
import { inProject } from '../../../platform/paths/index.ts'
import { strangersBrowser, type TestBrowser, type TestWeb, testWeb } from '../../testing.ts'

describe('LET-9 registering page by page', () => {
  let web: TestWeb
  let stranger: TestBrowser
  let amira = ''
  let sheet: Sheet
  before(async () => {
    web = await testWeb()
    stranger = strangersBrowser(web)
    const schoolId = web.school.id
    amira = await web.db.inSchool(schoolId, (trx) =>
      addPupil(trx, { schoolId, forename: 'Amira', surname: 'Al-Hassan' }),
    )
    const letters = { kind: 'pupil', pupilId: amira } as const
    const [printed] = await printAndRead(web.db, { school: web.school, letters, hash: web.app.keyedHash })
    if (!printed) throw new Error('nothing was printed')
    sheet = printed
  })
  after(() => web.close())

  /** Types reference and code; gives the browser that goes on, and the token it holds. */
  async function letIn(code: string) {
    const answer = await stranger.post('/register', { reference: sheet.reference, code })
    assert.equal(answer.headers.location, '/register/you')
    const token = /gatehouse-registration=([^;]+)/.exec(String(answer.headers['set-cookie']))?.[1] ?? ''
    return { token, browser: strangersBrowser(web, { 'gatehouse-registration': token }) }
  }
  const form = { ...fatima, mainContact: 'yes' }

  it('goes from the code to a link in four pages', async () => {
    const { token, browser } = await letIn(sheet.codes[0] ?? '')
    assert.match((await browser.get('/register/you')).body, /registering for Amira/)
    const typed = { ...form, mobile: '12' }
    const again = await browser.post('/register/you', typed)
    assert.equal(again.statusCode, 422)
    assert.match(again.body, /value="Fatima"/)
    assert.equal((await browser.post('/register/you', form)).headers.location, '/register/prove')
    assert.equal((await browser.post('/register/prove', { emailCode: '', mobileCode: '' })).statusCode, 422)
    const codes = await codesSent(web.db, token)
    assert.equal((await browser.post('/register/prove', codes)).headers.location, '/register/agree')
    assert.equal((await browser.get('/register/prove')).headers.location, '/register/agree')
    assert.equal((await browser.post('/register/agree')).statusCode, 422)
    assert.equal(
      (await browser.post('/register/agree', { agreed: 'yes', wish: 'both' })).headers.location,
      '/register/done',
    )
    assert.match((await browser.get('/register/done')).body, /You are registered, Fatima/)
    const { links } = await web.db.inSchool(web.school.id, (trx) => findFamily(trx, web.school.id, amira))
    assert.deepEqual(
      links.map(({ origin, prime }) => [origin, prime]),
      [['web', true]],
    )
  })

  it('LET-5 and SEC-3 answers alike whatever is wrong, and names nobody', async () => {
    const known = sheet.reference
    const tries = [
      { reference: known, code: '0000000000' },
      { reference: known, code: 'what' },
      { reference: known, code: 'x', token: 'guessed' },
      { reference: 'ZZZZZZZZ', code: sheet.codes[1] ?? '' },
    ]
    const bodies: string[] = []
    for (const typed of tries) {
      const answer = await stranger.post('/register', typed)
      assert.equal(answer.statusCode, 422)
      assert.equal(answer.headers['set-cookie'], undefined)
      bodies.push(answer.body.replaceAll(/name="(reference|code)" value="[^"]*"/g, '$1'))
    }
    assert.equal(new Set(bodies).size, 1)
    assert.doesNotMatch(bodies.join(), /Amira|Hill/)
  })

  it('LET-2 says of a used code that it is used, without naming anybody', async () => {
    const answer = await stranger.post('/register', { reference: sheet.reference, code: sheet.codes[0] ?? '' })
    assert.equal(answer.statusCode, 422)
    assert.match(answer.body, /used already/)
    assert.doesNotMatch(answer.body, /Amira|Fatima/)
  })

  it('LET-4 takes the token of the QR code, which only a script can read', async () => {
    const answer = await stranger.post('/register', {
      reference: sheet.reference,
      code: '',
      token: sheet.tokens[2] ?? '',
    })
    assert.equal(answer.headers.location, '/register/you')
    assert.match((await stranger.get('/register/qr')).body, /register-qr\.js/)
    assert.doesNotMatch((await stranger.get('/register')).body, /<script/)
  })

  it('goes back to the start without a registration, and shows another browser nothing', async () => {
    for (const at of ['you', 'prove', 'agree', 'done'])
      assert.equal((await stranger.get(`/register/${at}`)).headers.location, '/register')
    assert.equal((await stranger.post('/register/agree', { agreed: 'yes' })).headers.location, '/register')
    assert.equal((await stranger.post('/register/prove/again')).headers.location, '/register')
  })

  it('sends new codes, but not for ever', async () => {
    const { browser } = await letIn(sheet.codes[3] ?? '')
    const other = { ...form, forename: 'Bob', email: 'bob@example.org', mobile: '07700 900124' }
    await browser.post('/register/you', other)
    for (let sent = 1; sent < 4; sent += 1)
      assert.equal((await browser.post('/register/prove/again')).headers.location, '/register/prove')
    const answer = await browser.post('/register/prove/again')
    const said = /gatehouse-said=([^;]+)/.exec(String(answer.headers['set-cookie']))?.[1] ?? ''
    assert.match(Buffer.from(said, 'base64url').toString(), /several codes/)
  })

  it('weighs less than 30 KB with everything it needs', async () => {
    const { browser } = await letIn(sheet.codes[2] ?? '')
    const style =
      readFileSync(inProject('assets', 'family.css')).length + readFileSync(inProject('assets', 'gatehouse.svg')).length
    for (const at of ['/register', '/register/you']) {
      const { body } = await browser.get(at)
      const bytes = Buffer.byteLength(body) + style
      assert.ok(bytes < 30_000, `${at} weighs ${bytes}`)
    }
  })
})
