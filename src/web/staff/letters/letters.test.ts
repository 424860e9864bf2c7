import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { openLetter } from '../../../modules/registration/index.ts'
import { addPupil, printAndRead } from '../../../modules/registration/testing.ts'
import { fixedClock } from '../../../platform/clock/index.ts'
import { signedInAs, type TestBrowser, type TestWeb, testWeb } from '../../testing.ts'

describe('LET-8 the page of letters', () => {
  let web: TestWeb
  let office: TestBrowser
  let amira = ''
  before(async () => {
    web = await testWeb()
    office = await signedInAs(web, { role: 'office' })
    const schoolId = web.school.id
    amira = await web.db.inSchool(schoolId, (trx) =>
      addPupil(trx, { schoolId, forename: 'Amira', surname: 'Al-Hassan' }),
    )
  })
  after(() => web.close())

  it('prints a PDF once and logs it', async () => {
    const answer = await office.post('/schools/hill/letters/print', { for: 'new' })
    assert.equal(answer.headers['content-type'], 'application/pdf')
    assert.match(String(answer.headers['cache-control']), /no-store/)
    assert.equal(answer.rawPayload.subarray(0, 5).toString(), '%PDF-')
    const page = (await office.get('/schools/hill/letters')).body
    assert.match(page, /all new/)
    const again = await office.post('/schools/hill/letters/print', { for: 'new' })
    assert.equal(again.headers.location, '/schools/hill/letters')
  })

  it('LET-5 lists a frozen letter and lets it work again', async () => {
    const { school, db, clock } = web
    const letters = { kind: 'pupil', pupilId: amira } as const
    const [sheet] = await printAndRead(db, { school, letters, hash: web.app.keyedHash })
    const typed = { reference: sheet?.reference ?? '', code: '0000000000', token: '' }
    const pause = async () => {}
    for (let tries = 0; tries < 5; tries += 1) await openLetter(db, { typed, hash: web.app.keyedHash, clock, pause })
    const page = (await office.get('/schools/hill/letters')).body
    assert.match(page, /Frozen letters: 1/)
    const [, action = ''] = /action="([^"]*unfreeze)"/.exec(page) ?? []
    assert.equal((await office.post(action)).statusCode, 303)
    assert.doesNotMatch((await office.get('/schools/hill/letters')).body, /Frozen letters/)
  })

  it('LET-6 shows a pupil’s letters without a code, prints and resets them', async () => {
    const at = `/schools/hill/letters/pupils/${amira}`
    assert.match((await office.get(at)).body, /0 of 4 places/)
    const printed = await office.post(`${at}/print`)
    assert.equal(printed.headers['content-type'], 'application/pdf')
    assert.equal((await office.post(`${at}/reset`)).statusCode, 303)
    assert.doesNotMatch((await office.get(at)).body, /End the letters that are out/)
  })

  it('LET-14 draws how take-up grew since the first letters, with a table beside it', async () => {
    const { school, db } = web
    const clock = fixedClock('2026-11-10T09:00:00Z')
    const letters = { kind: 'pupil', pupilId: amira } as const
    await printAndRead(db, { school, letters, hash: web.app.keyedHash, clock })
    const page = (await office.get('/schools/hill/letters')).body
    assert.match(page, /<svg class="take-up-chart"[\s\S]*<title[\s\S]*<desc[\s\S]*The same as a table/)
    assert.equal(page.match(/<th scope="row"><time/g)?.length, 12)
  })

  it('is for those who may print, and another school’s pupil has none', async () => {
    const head = await signedInAs(web, { role: 'head' })
    assert.equal((await head.get('/schools/hill/letters')).statusCode, 200)
    assert.equal((await head.post('/schools/hill/letters/print', { for: 'new' })).statusCode, 403)
    const teacher = await signedInAs(web, { role: 'teacher' })
    assert.equal((await teacher.get('/schools/hill/letters')).statusCode, 403)
    const nobody = '/schools/hill/letters/pupils/018f0000-0000-7000-8000-000000000000'
    assert.equal((await office.get(nobody)).statusCode, 404)
    assert.equal((await office.post(`${nobody}/reset`)).statusCode, 404)
  })
})
