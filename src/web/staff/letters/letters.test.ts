import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { openLetter } from '../../../modules/registration/index.ts'
import { addPupil, printAndRead } from '../../../modules/registration/testing.ts'
import { fixedClock } from '../../../platform/clock/index.ts'
import { inProject } from '../../../platform/paths/index.ts'
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

  it('IMP-2 explains letters first and import first in the school’s own numbers', async () => {
    const page = (await office.get('/schools/hill/letters-and-import')).body
    assert.match(
      page,
      /Letters first, import the remainder[\s\S]*up to 4 adults[\s\S]*0 children are closed to the import/,
    )
    assert.match((await office.get('/schools/hill/imports')).body, /letters-and-import/)
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

  it('prints for those who are ticked, and for staff where there are some', async () => {
    const page = (await office.get('/schools/hill/letters/choose?class=6B')).body
    assert.match(page, new RegExp(`value="${amira}"`))
    const chosen = await office.post('/schools/hill/letters/print', { for: 'selected', pupil: amira, pile: 'family' })
    assert.equal(chosen.headers['content-type'], 'application/pdf')
    const nobody = await office.post('/schools/hill/letters/print', { for: 'selected' })
    assert.equal(nobody.headers.location, '/schools/hill/letters')
    const staff = await office.post('/schools/hill/letters/print', { for: 'staff' })
    assert.equal(staff.headers.location, '/schools/hill/letters')
    assert.equal((await office.get('/schools/hill/letters/progress')).body, 'null')
    assert.match((await office.get('/schools/hill/letters/printed')).body, /1 chosen children/)
  })

  it('keeps the language that a family reads at home, and prints it on the back', async () => {
    const at = `/schools/hill/letters/pupils/${amira}`
    await office.post(`${at}/language`, { language: 'ar' })
    assert.match((await office.get(at)).body, /value="ar" selected/)
    const pdf = (await office.post(`${at}/print`)).rawPayload.toString('latin1')
    assert.equal(pdf.match(/\/Type \/Page\b(?!s)/g)?.length, 2)
    await office.post(`${at}/language`, { language: '' })
    assert.doesNotMatch((await office.get(at)).body, /value="ar" selected/)
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

describe('LET-7 the design of letters', () => {
  let web: TestWeb
  let owner: TestBrowser
  const here = '/schools/hill/letters/design/family/en'
  const words = {
    paragraphs: 'Dear all,\r\n\r\nOwn words on {{pupil.name}}',
    notice: 'You may say no.',
    help: 'Ask us.',
  }
  before(async () => {
    web = await testWeb({ demo: true })
    owner = await signedInAs(web, { role: 'data-owner' })
    const schoolId = web.school.id
    await web.db.inSchool(schoolId, async (trx) => {
      await addPupil(trx, { schoolId, forename: 'Amy', surname: 'Hill' })
      await addPupil(trx, { schoolId, forename: 'Llewellyn', surname: 'Featherstonehaugh-Cholmondeley' })
    })
  })
  after(() => web.close())

  it('shows words before they are saved, saves them as a version, and takes them back', async () => {
    const looked = await owner.post(here, { ...words, look: 'yes' })
    assert.match(looked.body, /How it would look/)
    assert.match(looked.body, /data:image\/svg\+xml/)
    assert.doesNotMatch((await owner.get(here)).body, /Own words on \{\{pupil\.name/)
    await owner.post(here, words)
    assert.match((await owner.get(here)).body, /Dear all,\n\nOwn words on \{\{pupil\.name/)
    assert.match((await owner.get('/schools/hill/letters/design')).body, /Your own/)
    await owner.post(`${here}/restore`, { version: '0' })
    assert.doesNotMatch((await owner.get(here)).body, /Own words on \{\{pupil\.name/)
    await owner.post(`${here}/restore`, { version: '1' })
    assert.match((await owner.get(here)).body, /Dear all/)
  })

  it('refuses a field that letters do not have, and keeps what was typed', async () => {
    const answer = await owner.post(here, { ...words, paragraphs: 'Dear {{parent}}' })
    assert.equal(answer.statusCode, 422)
    assert.match(answer.body, /A letter has no field \{\{parent\}\}/)
    assert.match(answer.body, /Dear \{\{parent\}\}<\/textarea>/)
  })

  it('previews with the longest name, as PDF and as a picture', async () => {
    const pdf = await owner.get(`${here}/preview`)
    assert.equal(pdf.rawPayload.subarray(0, 5).toString(), '%PDF-')
    assert.match((await owner.get(`${here}/preview?as=picture`)).body, /^<svg/)
    assert.equal((await owner.get('/schools/hill/letters/design/family/xx')).statusCode, 404)
  })

  it('takes a crest, shows it, and prints without one again', async () => {
    const at = '/schools/hill/letters/design/crest'
    const content = readFileSync(inProject('demo', 'crest.png'))
    await owner.upload(at, {}, [{ field: 'crest', filename: 'crest.txt', content }])
    assert.equal((await owner.get(at)).headers['content-type'], 'image/png')
    const svg = { field: 'crest', filename: 'crest.png', content: '<svg xmlns="http://www.w3.org/2000/svg"/>' }
    assert.equal((await owner.upload(at, {}, [svg])).statusCode, 303)
    assert.equal((await owner.get(at)).headers['content-type'], 'image/png')
    await owner.post(`${at}/remove`)
    assert.match((await owner.get('/schools/hill/letters/design')).body, /carry no crest yet/)
  })

  it('is for administrators and data owners', async () => {
    const office = await signedInAs(web, { role: 'office' })
    assert.equal((await office.get('/schools/hill/letters/design')).statusCode, 403)
    assert.equal((await office.post(here, words)).statusCode, 403)
  })

  it('LET-3 in the demo alone, printed letters lie in the simulated post', async () => {
    await owner.post('/schools/hill/letters/print', { for: 'new' })
    const page = (await owner.get('/schools/hill/simulated-phones/post')).body
    const [, pdf = ''] = /href="([^"]*simulated-phones\/post\/[^"]+)"/.exec(page) ?? []
    assert.equal((await owner.get(pdf)).rawPayload.subarray(0, 5).toString(), '%PDF-')
    const real = await testWeb()
    try {
      const office = await signedInAs(real, { role: 'office' })
      const schoolId = real.school.id
      await real.db.inSchool(schoolId, (trx) => addPupil(trx, { schoolId, forename: 'Amy', surname: 'Hill' }))
      await office.post('/schools/hill/letters/print', { for: 'new' })
      assert.equal((await office.get('/schools/hill/simulated-phones/post')).statusCode, 404)
      const kept = await real.db.asOwner((trx) => trx.selectFrom('simulated_post').select('id').execute())
      assert.equal(kept.length, 0)
    } finally {
      await real.close()
    }
  })
})
