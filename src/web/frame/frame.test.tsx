import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { Type } from 'typebox'
import { Refusal } from '../../platform/errors/index.ts'
import { silentLog } from '../../platform/log/index.ts'
import { buildWeb } from '../build-web.ts'
import { StaffPage } from '../components/shell.tsx'
import { download, hook, invalid, json, type Page, page, redirectTo } from '../page.ts'
import { signedInAs, strangersBrowser, type TestBrowser, type TestWeb, testWeb } from '../testing.ts'

const here = '/schools/:school/test-of-the-frame'
let seenFile = { path: '', text: '' }

const samples: Page[] = [
  page({ method: 'GET', url: here, permission: 'home.read', handle: () => <StaffPage title="A page">ok</StaffPage> }),
  page({
    method: 'POST',
    url: `${here}/done`,
    permission: 'home.read',
    handle: () => redirectTo('/schools/hill/test-of-the-frame', '1 thing was done.'),
  }),
  page({
    method: 'POST',
    url: `${here}/refused`,
    permission: 'home.read',
    handle() {
      throw new Refusal('sample.refused', 'Two of these cannot stand together. Nothing was changed.')
    },
  }),
  page({
    method: 'POST',
    url: `${here}/again`,
    permission: 'home.read',
    body: Type.Object({ count: Type.Integer({ minimum: 1 }) }),
    handle: ({ body }) => json(body.count),
    onRefusal: ({ refusal, typed }) =>
      invalid(
        <StaffPage title="Again">
          {refusal.words} {String(typed.count)}
        </StaffPage>,
      ),
  }),
  page({
    method: 'GET',
    url: `${here}/fault`,
    permission: 'home.read',
    handle() {
      throw new Error('the secret is 42')
    },
  }),
  page({ method: 'GET', url: `${here}/settings-only`, permission: 'settings.change', handle: () => json('open') }),
  page({
    method: 'GET',
    url: `${here}/list.csv`,
    permission: 'home.read',
    handle: () => download({ filename: 'Paper “list”\r\n.csv', type: 'text/csv; charset=utf-8', content: 'a,b\n' }),
  }),
  page({
    method: 'POST',
    url: `${here}/files`,
    permission: 'home.read',
    uploads: { maxFiles: 2, maxBytes: 1000 },
    handle({ files, body }) {
      const [first] = files
      seenFile = { path: first?.path ?? '', text: first ? readFileSync(first.path, 'utf8') : '' }
      return json({ names: files.map(({ filename }) => filename), body })
    },
  }),
  hook({ method: 'POST', url: '/hooks/test-of-the-frame', handle: ({ body }) => json(body) }),
]

describe('the frame around every page', () => {
  let web: TestWeb
  let office: TestBrowser
  const faults: object[] = []
  before(async () => {
    const log = { ...silentLog, error: (facts: object) => void faults.push(facts) }
    web = await testWeb({ log }, samples)
    office = await signedInAs(web, { role: 'office' })
  })
  after(() => web.close())

  const at = (rest = '') => `/schools/hill/test-of-the-frame${rest}`

  it('shows a page of the school to its staff, keeps it out of caches and lets nothing inline run', async () => {
    const answer = await office.get(at())
    assert.equal(answer.statusCode, 200, answer.body)
    assert.equal(answer.headers['cache-control'], 'no-store')
    const policy = String(answer.headers['content-security-policy'])
    assert.match(policy, /default-src 'none'/)
    assert.match(policy, /script-src 'self'(;|$)/)
    assert.match(policy, /style-src 'self'(;|$)/)
    assert.doesNotMatch(answer.body, / style="|<script(?![^>]* src=)|\son[a-z]+="/)
  })

  it('sends a stranger to sign in, and back afterwards', async () => {
    const answer = await strangersBrowser(web).get('/schools/hill/home?x=1')
    assert.equal(answer.statusCode, 303)
    assert.equal(answer.headers.location, '/sign-in?next=%2Fschools%2Fhill%2Fhome%3Fx%3D1')
  })

  it('LA-1 shows staff of another school the same page as for a school that does not exist', async () => {
    const unknown = await office.get('/schools/nowhere/home')
    assert.equal(unknown.statusCode, 404)
    assert.equal((await office.get('/no/such/address')).statusCode, 404)
  })

  it('SEC-5 says who could help where the role does not open a page', async () => {
    const answer = await office.get(at('/settings-only'))
    assert.equal(answer.statusCode, 403)
    assert.match(answer.body, /open to: Administrator/)
  })

  it('says what was done once, on the page that follows', async () => {
    const done = await office.post(at('/done'))
    assert.equal(done.statusCode, 303)
    const said = done.cookies.find(({ name }) => name === 'gatehouse-said')
    const cookie = `${office.cookie}; gatehouse-said=${said?.value}`
    const next = await office.get(at(), { cookie })
    assert.match(next.body, /1 thing was done\./)
    assert.match(String(next.headers['set-cookie']), /gatehouse-said=;/)
  })

  it('shows a refusal in its own words with what was typed, but never a password', async () => {
    const answer = await office.post(at('/refused'), { note: 'Two <b>hours</b> of work', password: 'hush hush hush' })
    assert.equal(answer.statusCode, 422)
    assert.match(answer.body, /cannot stand together/)
    assert.match(answer.body, /Two &lt;b>hours&lt;\/b> of work|Two &lt;b&gt;hours&lt;\/b&gt; of work/)
    assert.doesNotMatch(answer.body, /hush/)
  })

  it('shows the form again where a page knows how', async () => {
    assert.equal((await office.post(at('/again'), { count: '3' })).body, '3')
    const again = await office.post(at('/again'), { count: 'three' })
    assert.equal(again.statusCode, 422)
    assert.match(again.body, /“count” could not be read.*three/s)
  })

  it('logs a fault under a number and tells the reader the number only', async () => {
    const answer = await office.get(at('/fault'))
    assert.equal(answer.statusCode, 500)
    assert.doesNotMatch(answer.body, /secret/)
    const [logged] = faults as { fault: string; error: string; path: string }[]
    assert.equal(logged?.error, 'the secret is 42')
    assert.ok(answer.body.includes(logged?.fault ?? 'none'))
  })

  it('takes no form without the token of this browser, nor from another site', async () => {
    const plain = { cookie: office.cookie, 'content-type': 'application/x-www-form-urlencoded' }
    const post = (payload: string, headers = {}) =>
      web.server.inject({ method: 'POST', url: at('/done'), payload, headers: { ...plain, ...headers } })
    assert.equal((await post('')).statusCode, 403)
    assert.equal((await post('csrf=made-up')).statusCode, 403)
    assert.equal((await office.post(at('/done'), {}, { 'sec-fetch-site': 'cross-site' })).statusCode, 403)
    assert.equal((await office.post(at('/done'), {}, { 'sec-fetch-site': 'same-site' })).statusCode, 403)
    const other = await signedInAs(web, { role: 'office' })
    assert.equal((await office.post(at('/done'), {}, { cookie: other.cookie })).statusCode, 403, 'another’s token')
  })

  it('lets programs call a hook without a token', async () => {
    const answer = await web.server.inject({
      method: 'POST',
      url: '/hooks/test-of-the-frame',
      payload: { id: 7 },
    })
    assert.deepEqual(answer.json(), { id: 7 })
  })

  it('streams files to disk, hands them over and takes them away again', async () => {
    const answer = await office.upload(at('/files'), { note: 'new' }, [
      { field: 'file', filename: '../../x.csv', content: 'a,b' },
    ])
    assert.deepEqual(answer.json(), { names: ['x.csv'], body: { note: 'new' } })
    assert.equal(seenFile.text, 'a,b')
    assert.equal(existsSync(seenFile.path), false)
  })

  it('refuses files that are too large or too many, and keeps none', async () => {
    const large = await office.upload(at('/files'), {}, [
      { field: 'file', filename: 'x.csv', content: 'x'.repeat(1001) },
    ])
    assert.equal(large.statusCode, 413)
    const file = { field: 'file', filename: 'x.csv', content: 'x' }
    assert.equal((await office.upload(at('/files'), {}, [file, file, file])).statusCode, 422)
    assert.deepEqual(readdirSync(`${web.app.config.dataFolder}/uploads`), [])
  })

  it('SEC-7 gives a download a name that cannot break out of its header', async () => {
    const answer = await office.get(at('/list.csv'))
    assert.equal(answer.headers['content-disposition'], 'attachment; filename="Paper-list-.csv"')
  })

  it('works under a __Host- cookie where people come by https', async () => {
    const config = { ...web.app.config, publicUrl: 'https://gate.example' }
    const secure = buildWeb({ ...web.app, config })
    const answer = await secure.inject({
      url: '/sign-in',
      headers: { 'x-forwarded-proto': 'https', host: 'gate.example' },
    })
    const cookie = String(answer.headers['set-cookie'])
    assert.match(cookie, /^__Host-gatehouse-visit=.*; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
    assert.match(String(answer.headers['strict-transport-security']), /max-age=31536000/)
    await secure.close()
  })
})
