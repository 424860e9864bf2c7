import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { signedInAs, type TestBrowser, type TestWeb, testWeb } from '../testing.ts'

describe('a school of one’s own in the demo', () => {
  let web: TestWeb
  let office: TestBrowser
  before(async () => {
    web = await testWeb({ demo: true })
    office = await signedInAs(web, { role: 'office' })
  })
  after(() => web.close())

  it('is opened empty, on simulated phones, with its maker as administrator', async () => {
    const answer = await office.post('/demo/own-school', { name: 'St Mary’s Primary' })
    assert.equal(answer.headers.location, '/schools/st-marys-primary/imports')
    assert.match((await office.get('/schools/st-marys-primary/imports')).body, /Nothing was imported yet/)
    assert.match((await office.get('/schools/st-marys-primary/settings/providers')).body, /Simulated phones/)
  })

  it('can be opened again from the choice of schools', async () => {
    assert.match((await office.get('/')).body, /href="\/demo\/own-school"/)
  })

  it('takes another slug where the first is taken, and needs a name', async () => {
    const again = await office.post('/demo/own-school', { name: 'St Mary’s Primary' })
    assert.equal(again.headers.location, '/schools/st-marys-primary-2/imports')
    assert.equal((await office.post('/demo/own-school', { name: ' ' })).statusCode, 422)
  })

  it('does not exist outside the demo', async () => {
    const real = await testWeb()
    try {
      const head = await signedInAs(real, { role: 'administrator' })
      assert.equal((await head.get('/demo/own-school')).statusCode, 404)
    } finally {
      await real.close()
    }
  })
})
