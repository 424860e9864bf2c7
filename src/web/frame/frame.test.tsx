import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { signedInAs, strangersBrowser, type TestWeb, testWeb } from '../testing.ts'

describe('the frame around every page', () => {
  let web: TestWeb
  before(async () => {
    web = await testWeb()
  })
  after(() => web.close())

  it('shows a page of the school to its staff and keeps it out of caches', async () => {
    const browser = await signedInAs(web, { role: 'office' })
    const answer = await browser.get('/schools/hill/home')
    assert.equal(answer.statusCode, 200, answer.body)
    assert.match(answer.body, /Good morning, Sam/)
    assert.equal(answer.headers['cache-control'], 'no-store')
    assert.doesNotMatch(String(answer.headers['content-security-policy']), /unsafe/)
  })

  it('sends a stranger to sign in, and back afterwards', async () => {
    const answer = await strangersBrowser(web).get('/schools/hill/home')
    assert.equal(answer.statusCode, 303)
    assert.equal(answer.headers.location, '/sign-in?next=%2Fschools%2Fhill%2Fhome')
  })

  it('LA-1 shows staff of another school the same page as for a school that does not exist', async () => {
    const browser = await signedInAs(web, { role: 'office' })
    const unknown = await browser.get('/schools/nowhere/home')
    assert.equal(unknown.statusCode, 404)
  })
})
