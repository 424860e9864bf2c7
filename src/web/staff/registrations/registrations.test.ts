import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import {
  dismissIssue,
  endLink,
  findFamily,
  liftRestriction,
  linkAdultByHand,
  listIssues,
  placeRestriction,
  raiseIssue,
} from '../../../modules/people/index.ts'
import { listClaims } from '../../../modules/registration/index.ts'
import { addPupil, fatima, printAndRead, register } from '../../../modules/registration/testing.ts'
import { signedInAs, type TestBrowser, type TestWeb, testWeb } from '../../testing.ts'

describe('LET-13 the list of registrations', () => {
  let web: TestWeb
  let office: TestBrowser
  let amira = ''
  let claimAt = ''
  let alikeAt = ''
  before(async () => {
    web = await testWeb()
    office = await signedInAs(web, { role: 'office' })
    const { db, clock, school } = web
    const schoolId = school.id
    const actor = { kind: 'staff' as const, accountId: null, name: 'Sam Okafor' }
    const by = { schoolId, actor, clock, reason: 'Told by telephone' }
    const here = <T>(work: Parameters<typeof db.inSchool<T>>[1]) => db.inSchool(schoolId, work)
    amira = await here((trx) => addPupil(trx, { schoolId, forename: 'Amira', surname: 'Al-Hassan' }))
    const link = (adult: { forename: string; surname: string; prime: boolean }) =>
      here((trx) => linkAdultByHand(trx, { ...by, pupilId: amira, adult }))
    const { linkId } = await link({ forename: 'Fatima', surname: 'Al-Hassan', prime: true })
    await here((trx) => endLink(trx, { ...by, linkId }))
    await link({ forename: 'Karim', surname: 'Al-Hassan', prime: false })
    const hash = web.app.keyedHash
    const [sheet] = await printAndRead(db, { school, letters: { kind: 'pupil', pupilId: amira }, hash, clock })
    const type = (place: number, registrant: typeof fatima) =>
      register(db, { reference: sheet?.reference ?? '', code: sheet?.codes[place - 1] ?? '', registrant, hash, clock })
    await type(1, fatima)
    await type(2, { ...fatima, forename: 'Karim', email: 'karim@example.org', mobile: '07700 900126' })
    const [claim] = await here((trx) => listClaims(trx, schoolId))
    const [issue] = await here((trx) => listIssues(trx, schoolId, { kind: 'registered beside somebody alike' }))
    claimAt = `/schools/hill/registrations/claims/${claim?.typed.id}`
    alikeAt = `/schools/hill/registrations/alike/${issue?.id}`
  })
  after(() => web.close())

  it('is reached from Home, and leads to each decision', async () => {
    assert.match((await office.get('/schools/hill/home')).body, /1 registration to decide/)
    const page = (await office.get('/schools/hill/registrations')).body
    assert.ok(page.includes(claimAt) && page.includes(alikeAt))
  })

  it('shows what was typed beside what is held, and asks for an answer and a reason', async () => {
    const page = (await office.get(claimAt)).body
    assert.match(page, /fatima@example\.org[\s\S]*Proved[\s\S]*What is held[\s\S]*Told by telephone/)
    const without = await office.post(claimAt, { decision: 'same person' })
    assert.equal(without.statusCode, 422)
    assert.match(without.body, /Say what the decision rests on/)
    assert.equal((await office.post(claimAt, { reason: 'Because' })).statusCode, 422)
  })

  it('VIS-3 lets only those who decide about restrictions add somebody beside a restricted adult', async () => {
    const { db, clock, school } = web
    const schoolId = school.id
    const actor = { kind: 'staff' as const, accountId: null, name: 'Ngozi Hill' }
    const { links } = await db.inSchool(schoolId, (trx) => findFamily(trx, schoolId, amira))
    const by = { schoolId, actor, clock, linkId: links.find(({ endedOn }) => endedOn !== null)?.id ?? '' }
    const seen = { evidence: 'Order seen', seenBy: 'Mrs Hill', seenOn: '2026-11-20', reviewOn: '2027-05-12' }
    await db.inSchool(schoolId, (trx) => placeRestriction(trx, { ...by, ...seen, close: [] }))
    const administrator = await signedInAs(web, { role: 'administrator' })
    const page = (await administrator.get(claimAt)).body
    assert.match(page, /is restricted for Amira[\s\S]*Restricted[\s\S]*so this is for the head/)
    assert.doesNotMatch(page, /court order|Order seen/)
    const beside = { decision: 'own adult', reason: 'Another person' }
    assert.equal((await administrator.post(claimAt, beside)).statusCode, 422)
    assert.equal((await administrator.get(claimAt)).statusCode, 200, 'nothing was decided')
    const head = await signedInAs(web, { role: 'head' })
    assert.doesNotMatch((await head.get(claimAt)).body, /so this is for the head/)
    await db.inSchool(schoolId, (trx) => liftRestriction(trx, { ...by, reason: 'Seen anew' }))
  })

  it('VIS-3 says so and lets only them where the adult is restricted for a brother or sister', async () => {
    const { db, clock, school } = web
    const schoolId = school.id
    const here = <T>(work: Parameters<typeof db.inSchool<T>>[1]) => db.inSchool(schoolId, work)
    const by = { schoolId, actor: { kind: 'staff' as const, accountId: null, name: 'Ngozi Hill' }, clock }
    const [idris, noor] = await here(async (trx) => [
      await addPupil(trx, { schoolId, forename: 'Idris', surname: 'Said' }),
      await addPupil(trx, { schoolId, forename: 'Noor', surname: 'Said' }),
    ])
    const omar = { ...fatima, forename: 'Omar', surname: 'Said', email: 'omar@example.org', mobile: '07700 900129' }
    const adult = { forename: 'Omar', surname: 'Said', phone: omar.mobile, prime: true }
    const { linkId } = await here((trx) => linkAdultByHand(trx, { ...by, pupilId: noor, adult, reason: 'told' }))
    const seen = { evidence: 'Order seen', seenBy: 'Mrs Hill', seenOn: '2026-11-20', reviewOn: '2027-05-12', close: [] }
    await here((trx) => placeRestriction(trx, { ...by, ...seen, linkId }))
    const hash = web.app.keyedHash
    const [sheet] = await printAndRead(db, { school, letters: { kind: 'pupil', pupilId: idris }, hash, clock })
    const code = { reference: sheet?.reference ?? '', code: sheet?.codes[0] ?? '' }
    await register(db, { ...code, registrant: omar, hash, clock })
    const claim = (await here((trx) => listClaims(trx, schoolId))).find(({ typed }) => typed.memberId === idris)
    const at = `/schools/hill/registrations/claims/${claim?.typed.id}`
    const administrator = await signedInAs(web, { role: 'administrator' })
    const page = (await administrator.get(at)).body
    assert.match(page, /is restricted for another child[\s\S]*so this is for the head/)
    assert.doesNotMatch(page, /court order|Order seen|is held\./)
    assert.equal((await administrator.post(at, { decision: 'own adult', reason: 'Another' })).statusCode, 422)
    await administrator.post(at, { decision: 'refused', reason: 'Asked them' })
    assert.deepEqual((await here((trx) => findFamily(trx, schoolId, idris))).links, [])
  })

  it('links as decided, once', async () => {
    const done = await office.post(claimAt, { decision: 'same person', reason: 'Seen at the desk' })
    assert.equal(done.headers.location, '/schools/hill/registrations')
    const { links } = await web.db.inSchool(web.school.id, (trx) => findFamily(trx, web.school.id, amira))
    assert.equal(links.filter(({ origin, endedOn }) => origin === 'web' && endedOn === null).length, 2)
    assert.equal((await office.get(claimAt)).statusCode, 422)
  })

  it('LET-9 shows on the pages of child and adult by which letter and how proved somebody registered', async () => {
    const child = (await office.get(`/schools/hill/people/pupils/${amira}`)).body
    assert.match(child, /2 of 4 places are taken/)
    assert.match(child, /email proved[\s\S]*mobile proved[\s\S]*Decided by Sam Okafor/)
    const [, adultAt = ''] = /href="([^"]*\/people\/adults\/[^"]*)">Fatima/.exec(child) ?? []
    assert.match((await office.get(adultAt)).body, /Registered on[\s\S]*by letter [0-9A-Z]/)
  })

  it('IMP-7 asks the family and tells the data manager, each with one act', async () => {
    const { db, clock, school } = web
    const schoolId = school.id
    const { links } = await db.inSchool(schoolId, (trx) => findFamily(trx, schoolId, amira))
    const adultId = links.find(({ origin }) => origin === 'web')?.adultId ?? ''
    const issue = {
      kind: 'differs from MIS',
      key: `adult|${adultId}|differs|+447700900555`,
      detail: 'The MIS holds another',
    }
    await db.inSchool(schoolId, (trx) => raiseIssue(trx, { schoolId, ...issue, pupilId: amira, adultId, clock }))
    const list = (await office.get('/schools/hill/registrations')).body
    assert.match(list, /The MIS says otherwise: 1/)
    const ask = `/schools/hill/registrations/ask/${adultId}`
    const shown = (await office.get(ask)).body
    assert.match(shown, /Send 1 email/)
    assert.doesNotMatch(shown, /\/my\/[\w-]+\./, 'the link is for the family alone')
    assert.equal((await office.post(ask)).statusCode, 303)
    const [, tell = ''] = /action="([^"]*\/tell\/[^"]*)"/.exec(list) ?? []
    assert.equal((await office.post(tell)).statusCode, 303)
    assert.match((await office.get('/schools/hill/registrations')).body, /Asked[\s\S]*With the data manager/)
    assert.match((await office.get('/schools/hill/registrations/corrections')).body, /To be done/)
    const file = await office.get('/schools/hill/registrations/corrections.csv')
    assert.match(file.body, /Adno,P_Surname[\s\S]*Al-Hassan/)
    const [open] = await db.inSchool(schoolId, (trx) => listIssues(trx, schoolId, { kind: 'differs from MIS' }))
    const actor = { kind: 'staff' as const, accountId: null, name: 'Sam Okafor' }
    const aside = { schoolId, issueId: open?.id ?? '', reason: 'Right', actor, clock }
    await db.inSchool(schoolId, (trx) => dismissIssue(trx, aside))
  })

  it('makes two records one', async () => {
    const done = await office.post(alikeAt, { decision: 'same person', reason: 'Asked him' })
    assert.equal(done.statusCode, 303)
    assert.match((await office.get('/schools/hill/registrations')).body, /Nothing waits for you/)
  })

  it('is closed to those who may not see data issues', async () => {
    const teacher = await signedInAs(web, { role: 'teacher' })
    assert.equal((await teacher.get('/schools/hill/registrations')).statusCode, 403)
    const head = await signedInAs(web, { role: 'head' })
    assert.equal((await head.get(alikeAt)).statusCode, 403)
  })
})
