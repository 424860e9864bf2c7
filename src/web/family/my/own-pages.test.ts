import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { listEntries, systemActor } from '../../../modules/audit/index.ts'
import { sendMessage } from '../../../modules/messaging/index.ts'
import { findFamily, listIssues } from '../../../modules/people/index.ts'
import { signOwnLink } from '../../../modules/registration/index.ts'
import { addPupil, fatima, printAndRead, register, type Sheet } from '../../../modules/registration/testing.ts'
import { inProject } from '../../../platform/paths/index.ts'
import { signedInAsAdult, strangersBrowser, type TestBrowser, type TestWeb, testWeb } from '../../testing.ts'

/** What stands with the father and must be shown to nobody else. */
const canary = {
  forename: 'Kestrelton',
  surname: 'Quaverly',
  relationship: 'Stepfather-in-waiting',
  email: 'canary.kq@example.org',
  mobile: '07700 900987',
  address: '77 Canary Wharf Lane',
}
const traces = /Kestrelton|Quaverly|Stepfather|canary\.kq|900987|900 ?987|Canary Wharf/i

describe('VIS-5 the person’s own pages', () => {
  let web: TestWeb
  let mother: TestBrowser
  let motherByLink: TestBrowser
  let adultId = ''
  let linkId = ''
  let amira = ''
  const sheets: Sheet[] = []
  before(async () => {
    web = await testWeb()
    const { db, school } = web
    const schoolId = school.id
    const hash = web.app.keyedHash
    for (const forename of ['Amira', 'Bilal']) {
      const pupilId = await db.inSchool(schoolId, (trx) => addPupil(trx, { schoolId, forename, surname: 'Al-Hassan' }))
      if (forename === 'Amira') amira = pupilId
      sheets.push(...(await printAndRead(db, { school, letters: { kind: 'pupil', pupilId }, hash })))
    }
    await register(db, { ...codeOf(0, 1), registrant: { ...fatima, mainContact: true } })
    await register(db, { ...codeOf(0, 2), registrant: { ...fatima, ...canary, mainContact: true } })
    await db.asOwner((trx) =>
      sql`update adults set address = ${canary.address} where forename = 'Kestrelton'`.execute(trx),
    )
    await db.asOwner((trx) => sql`update adults set address = '1 Mill Road' where forename = 'Fatima'`.execute(trx))
    const content = {
      to: ['year:6'],
      audience: 'all' as const,
      channel: 'auto' as const,
      kind: 'dates' as const,
      subject: 'Trip',
      body: 'Dear {{adult.name}}, the castle trip leaves at 8:45.',
      deadlineAt: null,
    }
    await sendMessage(db, { school, content, again: false, actor: systemActor, clock: web.clock })
    await db.asOwner((trx) => sql`update deliveries set state = 'delivered'`.execute(trx))
    const { links } = await family()
    const own = links.find(({ adult }) => adult.forename === 'Fatima')
    adultId = own?.adultId ?? ''
    linkId = own?.id ?? ''
    mother = await signedInAsAdult(web, { schoolId, adultId })
    motherByLink = strangersBrowser(web, {
      'gatehouse-own': signOwnLink({ schoolId, adultId, hash, clock: web.clock }),
    })
  })
  after(() => web.close())

  const codeOf = (sheet: number, place: number) => {
    const { reference = '', codes = [] } = sheets[sheet] ?? {}
    return { reference, code: codes[place - 1] ?? '', hash: web.app.keyedHash }
  }
  const family = () => web.db.inSchool(web.school.id, (trx) => findFamily(trx, web.school.id, amira))
  const codeSentTo = async (address: string) => {
    const { rows } = await web.db.asOwner((trx) =>
      sql<{ body: string }>`
        select t.body from deliveries d join delivery_texts t on t.school_id = d.school_id and t.id = d.text_id
        where d.to_address = ${address} and t.body like '% is your code%' order by d.created_at desc, d.id desc`.execute(
        trx,
      ),
    )
    return rows[0]?.body.slice(0, 6) ?? ''
  }

  const pagesOfMother = () => [
    '/my',
    '/my/details',
    '/my/add-child',
    '/my/at/hill/choices',
    '/my/at/hill/wrong',
    '/my/at/hill/name',
    '/my/at/hill/email',
    '/my/at/hill/mobile',
    '/my/messages',
    '/my/preferences',
    '/my/at/hill/preferences',
    '/my/data',
    '/my/data/file',
    `/my/children/${linkId}/remove`,
  ]

  it('show nothing of the other adult, signed in or by link, in English or Welsh', async () => {
    for (const browser of [mother, motherByLink])
      for (const at of pagesOfMother())
        for (const lang of ['en', 'cy']) {
          const { body, headers } = await browser.get(`${at}?lang=${lang}`)
          assert.doesNotMatch(`${body}${JSON.stringify(headers)}`, traces, at)
        }
    const inbox = (await mother.get('/my/messages')).body
    const [, item = ''] = /href="(\/my\/at\/hill\/messages\/[^"]+)"/.exec(inbox) ?? []
    const letter = (await mother.get(item)).body
    assert.match(letter, /Dear Fatima Al-Hassan/)
    assert.doesNotMatch(letter, traces)
    assert.match((await mother.get('/my')).body, /Hello Fatima[\s\S]*Amira[\s\S]*main contact/)
    assert.match((await mother.get('/my?lang=cy')).body, /Helo Fatima/)
  })

  it('say where each detail comes from, and keep the address to the record tier', async () => {
    const signedIn = (await mother.get('/my/details')).body
    assert.match(signedIn, /You gave us this\. You proved it on 21 November 2026/)
    assert.match(signedIn, /1 Mill Road/)
    const notices = await signedInAsAdult(web, { schoolId: web.school.id, adultId, proof: 'one factor' })
    assert.doesNotMatch((await notices.get('/my/details')).body, /Mill Road/)
    assert.match(String((await notices.get('/my/at/hill/email')).headers.location), /^\/sign-in\?again/)
    assert.doesNotMatch((await motherByLink.get('/my/details')).body, /Mill Road/)
  })

  it('SEC-2 ask for a sign-in where a signed link is not enough', async () => {
    for (const at of ['name', 'email', 'mobile', 'code']) {
      const { statusCode, headers } = await motherByLink.get(`/my/at/hill/${at}`)
      assert.deepEqual([statusCode, headers.location], [303, `/sign-in?next=%2Fmy%2Fat%2Fhill%2F${at}`])
    }
    assert.equal((await motherByLink.post('/my/at/hill/name', { forename: 'X', surname: 'Y' })).statusCode, 401)
    assert.match((await motherByLink.get('/my/details')).body, /sign in/)
  })

  it('are no pages of somebody of another school or family', async () => {
    assert.equal((await mother.get('/my/at/moor/name')).statusCode, 404)
    const { links } = await family()
    const other = links.find(({ adult }) => adult.forename === 'Kestrelton')
    for (const browser of [mother, motherByLink]) {
      assert.equal((await browser.get(`/my/children/${other?.id}/remove`)).statusCode, 404)
      assert.equal((await browser.post(`/my/children/${other?.id}/remove`)).statusCode, 404)
    }
  })

  it('IMP-5 and LNK-5 change name, email and mobile, each at once after its proof', async () => {
    assert.equal((await mother.post('/my/at/hill/name', { forename: '', surname: '@' })).statusCode, 422)
    const name = { forename: 'Fatima', surname: 'Haddad' }
    assert.equal((await mother.post('/my/at/hill/name', name)).headers.location, '/my/details')
    assert.equal((await mother.post('/my/at/hill/email', { value: 'no' })).statusCode, 422)
    const sent = await mother.post('/my/at/hill/email', { value: 'haddad@example.org' })
    assert.equal(sent.headers.location, '/my/at/hill/code')
    assert.match((await mother.get('/my/at/hill/code')).body, /haddad@example\.org/)
    assert.equal((await mother.post('/my/at/hill/code', { code: '1' })).statusCode, 422)
    const done = await mother.post('/my/at/hill/code', { code: await codeSentTo('haddad@example.org') })
    assert.equal(done.headers.location, '/my/details')
    const details = (await mother.get('/my/details')).body
    assert.match(details, /Fatima Haddad[\s\S]*haddad@example\.org/)
    assert.equal((await mother.get('/my/at/hill/code')).headers.location, '/my/details')
  })

  it('OPT-4 lead back to a channel that was refused', async () => {
    await mother.post('/my/at/hill/choices', { wish: 'email' })
    assert.match((await mother.get('/my/at/hill/choices')).body, /Get texts again/)
    assert.match(
      (await motherByLink.get('/my/at/hill/choices')).body,
      /For this, sign in first[\s\S]*href="\/my\/sign-in"/,
    )
    await mother.post('/my/at/hill/mobile', { value: '07700 900125' })
    await mother.post('/my/at/hill/code', { code: await codeSentTo('+447700900125') })
    assert.match((await mother.get('/my')).body, /You get emails and texts/)
  })

  it('LET-13 tell the office what is wrong', async () => {
    assert.equal((await motherByLink.post('/my/at/hill/wrong', { wrong: ' ' })).statusCode, 422)
    assert.equal((await motherByLink.post('/my/at/hill/wrong', { wrong: 'It is 6A' })).headers.location, '/my/details')
    const { id } = web.school
    const issues = await web.db.inSchool(id, (trx) => listIssues(trx, id, { kind: 'family says otherwise' }))
    assert.equal(issues.length, 1)
  })

  it('LET-12 add a second child by its letter, and answer a wrong one as everybody', async () => {
    const { reference, code } = codeOf(1, 1)
    const wrong = await mother.post('/my/add-child', { reference, code: '0000000000' })
    assert.equal(wrong.statusCode, 422)
    const right = await mother.post('/my/add-child', { reference, code })
    assert.equal(right.headers.location, '/my/add-child/confirm')
    const token = /gatehouse-registration=([^;]+)/.exec(String(right.headers['set-cookie']))?.[1] ?? ''
    const headers = { cookie: `${mother.cookie}; gatehouse-registration=${token}` }
    const confirm = (await mother.get('/my/add-child/confirm', headers)).body
    assert.match(confirm, /Add Bilal\?[\s\S]*value="Mother"/)
    assert.doesNotMatch(confirm, traces)
    assert.equal((await mother.post('/my/add-child/confirm', { relationship: '' }, headers)).statusCode, 422)
    const done = await mother.post('/my/add-child/confirm', { relationship: 'Mother' }, headers)
    assert.equal(done.headers.location, '/my')
    assert.match((await mother.get('/my')).body, /Amira[\s\S]*Bilal|Bilal[\s\S]*Amira/)
    assert.equal((await motherByLink.get('/my/add-child')).headers.location, '/sign-in?next=%2Fmy%2Fadd-child')
  })

  it('SEC-8 give the person everything that is held of them, to read and as a file, and note that it was taken', async () => {
    const page = (await mother.get('/my/data')).body
    assert.match(
      page,
      /Fatima Haddad[\s\S]*haddad@example\.org[\s\S]*Amira[\s\S]*A detail was changed[\s\S]*Test browser/,
    )
    const { headers, body } = await mother.get('/my/data/file')
    assert.match(String(headers['content-disposition']), /attachment; filename="my-data-2026-11-21\.json"/)
    const { schools, signIns } = JSON.parse(body)
    const [held] = schools
    assert.deepEqual(
      [
        held.name.surname,
        held.address.address,
        held.children.map(({ forename }: { forename: string }) => forename).sort(),
      ],
      ['Haddad', '1 Mill Road', ['Amira', 'Bilal']],
    )
    const values = held.contactPoints.map(({ value }: { value: string }) => value)
    assert.ok(values.includes('haddad@example.org') && values.includes('fatima@example.org'))
    assert.ok(held.registrations.length > 0 && held.notices.length > 0 && signIns.length > 0)
    assert.doesNotMatch(body, traces)
    const { id } = web.school
    const entries = await web.db.inSchool(id, (trx) => listEntries(trx, id, { act: 'adult.took-own-data' }))
    assert.ok(entries.length > 0)
    assert.equal((await motherByLink.get('/my/data')).statusCode, 303)
  })

  it('LNK-6 remove the own link after a page that says what follows', async () => {
    const page = (await mother.get(`/my/children/${linkId}/remove`)).body
    assert.match(page, /no more messages about Amira[\s\S]*main contact for Amira/)
    assert.equal((await mother.post(`/my/children/${linkId}/remove`)).headers.location, '/my')
    assert.doesNotMatch((await mother.get('/my')).body, /Amira/)
  })

  it('weigh less than 30 KB with everything they need', async () => {
    const style =
      readFileSync(inProject('assets', 'family.css')).length + readFileSync(inProject('assets', 'gatehouse.svg')).length
    for (const at of pagesOfMother().slice(0, -1)) {
      const { body } = await mother.get(at)
      assert.ok(Buffer.byteLength(body) + style < 30_000, `${at} weighs ${Buffer.byteLength(body) + style}`)
      assert.doesNotMatch(body, /<script/)
    }
  })
})
