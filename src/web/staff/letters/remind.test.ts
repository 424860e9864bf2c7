import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { recentMessages } from '../../../modules/messaging/index.ts'
import { linkAdultByHand } from '../../../modules/people/index.ts'
import { addPupil, fatima, printAndRead, register } from '../../../modules/registration/testing.ts'
import { signedInAs, type TestBrowser, type TestWeb, testWeb } from '../../testing.ts'

const at = '/schools/hill/letters/remind'
const words = { subject: 'Please register', body: 'Dear {{adult.name}}, please register for {{children}}.' }

describe('LET-14 reminders to the rest', () => {
  let web: TestWeb
  let office: TestBrowser
  before(async () => {
    web = await testWeb()
    office = await signedInAs(web, { role: 'office' })
    const { db, clock, school } = web
    const schoolId = school.id
    const actor = { kind: 'staff' as const, accountId: null, name: 'Sam Okafor' }
    const by = { schoolId, actor, clock, reason: 'Told by telephone' }
    const [amira, joe] = await db.inSchool(schoolId, async (trx) => [
      await addPupil(trx, { schoolId, forename: 'Amira', surname: 'Al-Hassan' }),
      await addPupil(trx, { schoolId, forename: 'Joe', surname: 'Turner' }),
      await addPupil(trx, { schoolId, forename: 'Kit', surname: 'Mercer', registrationGroup: '5H' }),
    ])
    const adult = { forename: 'Ruth', surname: 'Turner', phone: '07700 900123', prime: true }
    await db.inSchool(schoolId, (trx) => linkAdultByHand(trx, { ...by, pupilId: joe ?? '', adult }))
    const hash = web.app.keyedHash
    const [sheet] = await printAndRead(db, { school, letters: { kind: 'pupil', pupilId: amira ?? '' }, hash, clock })
    const code = { reference: sheet?.reference ?? '', code: sheet?.codes[0] ?? '' }
    await register(db, { ...code, registrant: fatima, hash, clock })
  })
  after(() => web.close())

  it('shows first how many each way would reach, and how many nobody', async () => {
    const page = (await office.get(at)).body
    assert.match(page, /2 children have no adult who registered/)
    assert.match(page, /Print letters for 2 children/)
    assert.match(page, /1 text to 1 adult on record/)
    assert.match((await office.get(`${at}?class=5H`)).body, /1 child of 5H has no adult/)
  })

  it('LET-3 takes no words with a code in them', async () => {
    const answer = await office.post(`${at}/message`, { ...words, way: 'text', body: 'Your code: 7K2QM-9XW4T' })
    assert.equal(answer.headers.location, at)
    assert.match(String(answer.headers['set-cookie']), /gatehouse-said=/)
  })

  it('makes a message of it that is checked before it goes, to those who have not registered alone', async () => {
    const answer = await office.post(`${at}/message`, { ...words, way: 'text' })
    const check = String(answer.headers.location)
    assert.match(check, /messages\/.*\/check$/)
    const page = (await office.get(check)).body
    assert.match(page, /Ruth Turner/)
    assert.doesNotMatch(page, /Fatima/)
    // A draft reminds nobody, so it may be written again.
    const again = await office.post(`${at}/message`, { ...words, way: 'email' })
    assert.match(String(again.headers.location), /\/check$/)
    const seen = /name="seen" value="([^"]*)"/.exec(page)?.[1] ?? ''
    await office.post(check.replace(/check$/, 'send'), { seen })
    const sent = await web.db.inSchool(web.school.id, (trx) =>
      recentMessages(trx, { schoolId: web.school.id, limit: 5 }),
    )
    assert.equal(sent.length, 1)
  })

  it('asks before the same families are reminded again within a week', async () => {
    assert.match((await office.get(at)).body, /They were reminded lately/)
    const refused = await office.post(`${at}/letters`)
    assert.equal(refused.headers.location, at)
    const printed = await office.post(`${at}/letters`, { again: 'yes', class: '5H' })
    assert.equal(printed.headers['content-type'], 'application/pdf')
    assert.match((await office.get(at)).body, /Reminded before[\s\S]*5H/)
  })
})
