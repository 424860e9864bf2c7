import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { listEntries, systemActor } from '../../../modules/audit/index.ts'
import { addFamilies, type Scene } from '../../../modules/messaging/testing.ts'
import { findFamily, recordOutcomeOfContact } from '../../../modules/people/index.ts'
import { signedInAs, type TestBrowser, type TestWeb, testWeb } from '../../testing.ts'

let web: TestWeb
let scene: Scene
let office: TestBrowser
let head: TestBrowser
const base = '/schools/hill/people'

before(async () => {
  web = await testWeb()
  scene = await addFamilies(web.db, { school: web.school, clock: web.clock })
  office = await signedInAs(web, { role: 'office' })
  head = await signedInAs(web, { role: 'head', name: 'Ngozi Hill' })
})
after(async () => web.close())

const pupil = (name: string) => `${base}/pupils/${scene.pupil[name]}`
const adult = (name: string) => `${base}/adults/${scene.adult[name]}`
const family = (name: string) =>
  web.db.inSchool(web.school.id, (trx) => findFamily(trx, web.school.id, scene.pupil[name] ?? ''))
const linkOf = async (child: string, forename: string) => {
  const found = (await family(child)).links.find((link) => link.adult.forename === forename)
  assert.ok(found, `${forename} is linked to ${child}`)
  return { ...found, url: `${pupil(child)}/links/${found.id}` }
}
const acts = async (name: string) => {
  const pupilId = scene.pupil[name] ?? ''
  const entries = await web.db.inSchool(web.school.id, (trx) => listEntries(trx, web.school.id, { pupilId }))
  return entries.map(({ act, actorName }) => `${act} ${actorName}`)
}

describe('LNK-2 linking an adult by hand', () => {
  const ruth = { forename: 'Ruth', surname: 'Turner', relationship: 'Aunt', phone: '07700 900123', prime: 'yes' }

  it('offers prime where nobody is prime yet', async () => {
    assert.match((await office.get(`${pupil('Joe')}/link`)).body, /name="prime" value="yes" checked/)
  })

  it('asks for a reason, beside the field, and keeps what was typed', async () => {
    const answer = await office.post(`${pupil('Joe')}/link`, ruth)
    assert.equal(answer.statusCode, 422)
    assert.match(answer.body, /id="field-reason-error">Say why this adult is linked by hand/)
    assert.match(answer.body, /value="Turner"/)
    assert.equal((await family('Joe')).links.length, 0)
  })

  it('shows a number that cannot be used beside its field, and an email beside its own', async () => {
    const phone = await office.post(`${pupil('Joe')}/link`, { ...ruth, reason: 'told', phone: '07700' })
    assert.match(phone.body, /id="field-phone-error">“07700” cannot be used/)
    const email = await office.post(`${pupil('Joe')}/link`, { ...ruth, reason: 'told', email: 'ruth@' })
    assert.match(
      email.body,
      /id="field-email-error">“ruth@” cannot be used\. A part before or after the @ is missing\.</,
    )
  })

  it('links, says so, and shows that the MIS does not maintain it', async () => {
    const answer = await office.post(`${pupil('Joe')}/link`, { ...ruth, reason: 'Collects on Thursdays' })
    assert.equal(answer.headers.location, pupil('Joe'))
    const { body } = await office.get(pupil('Joe'))
    assert.match(body, /not maintained by the MIS/)
    assert.match(body, /Collects on Thursdays/)
    const link = await linkOf('Joe', 'Ruth')
    assert.deepEqual([link.origin, link.prime, link.relationship], ['manual', true, 'Aunt'])
    assert.deepEqual(await acts('Joe'), ['link.started Sam Okafor'])
  })

  it('refuses a second one of that name', async () => {
    const again = await office.post(`${pupil('Joe')}/link`, { ...ruth, reason: 'again' })
    assert.match(again.body, /id="field-surname-error">Joe has a linked adult called Ruth Turner already/)
  })
})

describe('LNK-1 making an adult prime, or not', () => {
  it('says what will happen, does it, and says it was done', async () => {
    const { url } = await linkOf('Idris', 'Yusuf')
    assert.match((await office.get(`${url}/prime`)).body, /will go to Yusuf Al-Hassan, as they do to Noor/)
    assert.equal((await office.post(`${url}/prime`)).headers.location, pupil('Idris'))
    assert.equal((await linkOf('Idris', 'Yusuf')).prime, true)
    assert.equal((await linkOf('Amira', 'Yusuf')).prime, false)
  })

  it('warns where nobody prime would be left', async () => {
    const { url } = await linkOf('Kacper', 'Ewa')
    assert.doesNotMatch((await office.get(`${url}/prime`)).body, /Nobody else is prime/)
    await office.post(`${(await linkOf('Kacper', 'Tomasz')).url}/prime`)
    assert.match((await office.get(`${url}/prime`)).body, /Nobody else is prime for Kacper/)
  })
})

describe('LNK-3 giving a link to the MIS', () => {
  it('says what the next import may do, and does it', async () => {
    const { url } = await linkOf('Zofia', 'Łucja')
    assert.match((await office.get(`${url}/convert`)).body, /the next import ends the link/)
    await office.post(`${url}/convert`, { reason: 'In SIMS now' })
    assert.equal((await linkOf('Zofia', 'Łucja')).origin, 'mis')
    assert.deepEqual(await acts('Zofia'), ['link.given-to-mis Sam Okafor'])
  })
})

describe('LNK-6 ending a link', () => {
  it('wants a reason, and then keeps the link as ended', async () => {
    const { url } = await linkOf('Amira', 'Yusuf')
    const without = await office.post(`${url}/end`, { reason: ' ' })
    assert.equal(without.statusCode, 422)
    assert.match(without.body, /Say why this link ends/)
    assert.equal((await linkOf('Amira', 'Yusuf')).state, 'current')
    await office.post(`${url}/end`, { reason: 'Asked for it' })
    const { body } = await office.get(pupil('Amira'))
    assert.match(body, /1 link that has ended/)
    assert.match(body, /Asked for it/)
  })

  it('does nothing more to a link that has ended', async () => {
    const { url } = await linkOf('Amira', 'Yusuf')
    assert.match((await office.get(`${url}/end`)).body, /This link has ended/)
    assert.equal((await office.post(`${url}/prime`)).statusCode, 422)
  })

  it('takes no link of another pupil', async () => {
    const { id } = await linkOf('Kit', 'Diane')
    assert.equal((await office.post(`${pupil('Amira')}/links/${id}/end`, { reason: 'x' })).statusCode, 404)
  })
})

describe('IMP-14 deciding about a court order', () => {
  it('is not for the office', async () => {
    const { url } = await linkOf('Kit', 'Shaun')
    assert.equal((await office.get(`${url}/court-order`)).statusCode, 403)
    assert.equal((await office.post(`${url}/court-order`, { decision: 'released', evidence: 'x' })).statusCode, 403)
  })

  it('wants a decision and its evidence, keeping what was typed', async () => {
    const { url } = await linkOf('Kit', 'Shaun')
    const undecided = await head.post(`${url}/court-order`, { evidence: 'Order seen' })
    assert.match(undecided.body, /id="field-decision-error"/)
    assert.match(undecided.body, /Order seen/)
    const bare = await head.post(`${url}/court-order`, { decision: 'released' })
    assert.match(bare.body, /id="field-evidence-error"/)
    assert.match((await linkOf('Kit', 'Shaun')).state, /^held/)
  })

  it('keeps it held, then releases it, and shows who decided on what', async () => {
    const { url } = await linkOf('Kit', 'Shaun')
    await head.post(`${url}/court-order`, { decision: 'kept', evidence: 'Letter of the court awaited' })
    assert.match((await linkOf('Kit', 'Shaun')).state, /^held/)
    await head.post(`${url}/court-order`, { decision: 'released', evidence: 'Order of 12 May seen' })
    assert.equal((await linkOf('Kit', 'Shaun')).state, 'current')
    const { body } = await head.get(`${url}/court-order`)
    for (const part of ['Ngozi Hill', 'Order of 12 May seen', 'Letter of the court awaited'])
      assert.ok(body.includes(part), part)
    assert.doesNotMatch((await office.get(pupil('Kit'))).body, /Order of 12 May/)
  })
})

describe('OPT-2 and OPT-4 the choice of a person', () => {
  it('OPT-2 says which details go, asks how the person said it, and erases them at once', async () => {
    const { body } = await office.get(`${adult('Noor')}/opt-out`)
    assert.match(body, /Erases 07700 900001, noor@example\.org\./)
    assert.match((await office.post(`${adult('Noor')}/opt-out`, { reason: 'Rang' })).body, /id="field-channel-error"/)
    const bare = await office.post(`${adult('Noor')}/opt-out`, { channel: 'sms' })
    assert.match(bare.body, /id="field-reason-error"/)
    await office.post(`${adult('Noor')}/opt-out`, { channel: 'sms', reason: 'Rang on Monday' })
    const after = await office.get(adult('Noor'))
    assert.match(after.body, /Opted out of texts/)
    assert.doesNotMatch(after.body, /900001/)
    assert.match(after.body, /noor@example\.org/)
  })

  it('OPT-4 lifts it only with a written reason', async () => {
    const bare = await office.post(`${adult('Noor')}/opt-in`, {})
    assert.equal(bare.statusCode, 422)
    assert.match(bare.body, /Lifting an opt-out needs a written reason/)
    await office.post(`${adult('Noor')}/opt-in`, { reason: 'Wrote on Tuesday' })
    assert.match((await office.get(adult('Noor'))).body, /has not opted out/)
    assert.equal((await office.get(`${adult('Noor')}/opt-in`)).headers.location, adult('Noor'))
  })
})

describe('OPT-7 what somebody wants to get, set on request', () => {
  const url = () => `${adult('Diane')}/preferences`
  it('stands on the page of the adult, apart from the opt-out (OPT-5)', async () => {
    const { body } = await office.get(adult('Diane'))
    assert.match(body, /What they want to get[\s\S]*Diane has chosen nothing[\s\S]*Choice about messages/)
  })
  it('wants to know how the person asked, and offers no yes to marketing (OPT-6)', async () => {
    const shown = (await office.get(url())).body
    assert.match(shown, /name="kind-fundraising"[^>]*><option value="none" selected>Not at all<\/option><\/select>/)
    const bare = await office.post(url(), { 'kind-news': 'none' })
    assert.match(bare.body, /id="field-reason-error">Say how the person asked for it, and when/)
    const yes = await office.post(url(), { 'kind-fundraising': 'email', reason: 'Rang' })
    assert.match(yes.body, /id="field-kind-fundraising-error">Only the person can say yes/)
  })
  it('counts at once, with who set it and why', async () => {
    const answer = await office.post(url(), { 'kind-news': 'digest', reason: 'Rang on Monday' })
    assert.equal(answer.headers.location, adult('Diane'))
    const { body } = await office.get(adult('Diane'))
    assert.match(
      body,
      /<strong>In one email a day<\/strong> <small>set on request by Sam Okafor [\s\S]*?: Rang on Monday/,
    )
    assert.match(body, /Chose what to get/)
  })
})

describe('DLV-5 a blocked detail', () => {
  it('is shown with its reason and opened again by staff', async () => {
    const schoolId = web.school.id
    const failed = { schoolId, address: 'diane@example.org', what: 'spam report' as const, failuresToBlock: 3 }
    await web.db.inSchool(schoolId, (trx) =>
      recordOutcomeOfContact(trx, { ...failed, actor: systemActor, clock: web.clock }),
    )
    const { body } = await office.get(pupil('Kit'))
    assert.match(body, /Email blocked/)
    assert.match(body, /reported as spam/)
    const [, action = ''] = /action="([^"]+\/open)"/.exec(body) ?? []
    assert.equal((await head.post(action)).statusCode, 403)
    const opened = await office.post(action, { pupil: scene.pupil.Kit ?? '' })
    assert.equal(opened.headers.location, pupil('Kit'))
    assert.doesNotMatch((await office.get(pupil('Kit'))).body, /blocked/)
    assert.match((await office.post(action)).body, /not blocked any more/)
  })
})

describe('SEC-5 who may change what', () => {
  it('shows a reader no acts, and refuses them', async () => {
    const lead = await signedInAs(web, { role: 'safeguarding-lead' })
    const { body } = await lead.get(pupil('Kacper'))
    assert.doesNotMatch(body, /Link by hand|>Change</)
    const { url } = await linkOf('Kacper', 'Ewa')
    for (const act of ['prime', 'end', 'convert'])
      assert.equal((await lead.post(`${url}/${act}`, { reason: 'x' })).statusCode, 403, act)
    assert.equal((await lead.post(`${pupil('Kacper')}/link`, {})).statusCode, 403)
    assert.equal((await lead.post(`${adult('Ewa')}/opt-out`, { channel: 'all', reason: 'x' })).statusCode, 403)
  })
})
