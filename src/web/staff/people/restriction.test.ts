import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import type { LightMyRequestResponse } from 'fastify'
import { listEntries } from '../../../modules/audit/index.ts'
import { addFamilies, contentOfTest, type Scene } from '../../../modules/messaging/testing.ts'
import { endLink, findFamily, linkAdultByHand, placeRestriction } from '../../../modules/people/index.ts'
import { lettersOfMember } from '../../../modules/registration/index.ts'
import { printAndRead } from '../../../modules/registration/testing.ts'
import type { Trx } from '../../../platform/db/index.ts'
import { signedInAs, signedInAsAdult, type TestBrowser, type TestWeb, testWeb } from '../../testing.ts'

let web: TestWeb
let scene: Scene
let office: TestBrowser
let head: TestBrowser
const base = '/schools/hill/people'
const actor = { kind: 'staff' as const, accountId: null, name: 'Test' }

before(async () => {
  web = await testWeb()
  scene = await addFamilies(web.db, { school: web.school, clock: web.clock })
  office = await signedInAs(web, { role: 'office' })
  head = await signedInAs(web, { role: 'head', name: 'Ngozi Hill' })
})
after(async () => web.close())
// Nothing of one test stands in the next.
beforeEach(() => web.db.asOwner((trx) => trx.deleteFrom('restrictions').execute()))

const inSchool = <T>(work: (trx: Trx) => Promise<T>) => web.db.inSchool(web.school.id, work)
const pupil = (name: string) => `${base}/pupils/${scene.pupil[name]}`
const linkOf = async (child: string, forename: string) => {
  const { links } = await inSchool((trx) => findFamily(trx, web.school.id, scene.pupil[child] ?? ''))
  const found = links.find((link) => link.adult.forename === forename)
  assert.ok(found, `${forename} is linked to ${child}`)
  return { ...found, url: `${pupil(child)}/links/${found.id}/restriction` }
}
const textOf = (html: string) =>
  html
    .replaceAll(/<(script|style)[\s\S]*?<\/\1>/g, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
const read = async (url: string, browser: TestBrowser) => textOf((await browser.get(url)).body)

const order = {
  act: 'place',
  evidence: 'Order of 12 May seen: no contact',
  seenBy: 'Ngozi Hill',
  seenOn: '2026-11-20',
  reviewOn: '2027-05-12',
}
/** Placed on another day than today, so that its review day may have passed. */
const placed = async (child: string, forename: string, reviewOn = '2027-05-12') => {
  const { id: linkId } = await linkOf(child, forename)
  const clock = { ...web.clock, today: () => '2026-01-01' }
  const evidence = { evidence: order.evidence, seenBy: 'Ngozi Hill', seenOn: '2025-12-31', reviewOn }
  const restriction = { schoolId: web.school.id, actor, clock, linkId, ...evidence, close: [] }
  await inSchool((trx) => placeRestriction(trx, restriction))
}

/** Sends a message about children, and says where its report is. */
async function sendAbout(...children: string[]): Promise<string> {
  const { subject, body, audience, channel } = contentOfTest()
  const typed = { to: children.map((child) => `pupil:${scene.pupil[child]}`), subject, body, audience, channel }
  const check = String((await office.post('/schools/hill/messages/new', typed)).headers.location)
  const [, seen = ''] = /name="seen" value="([^"]+)"/.exec((await office.get(check)).body) ?? []
  const at = check.replace(/\/check$/, '')
  assert.equal((await office.post(`${at}/send`, { seen })).statusCode, 303)
  return at
}

describe('VIS-2 restricting an adult for a child', () => {
  it('is for the head and the safeguarding lead alone', async () => {
    const { url } = await linkOf('Amira', 'Yusuf')
    for (const role of ['office', 'data-owner', 'administrator', 'sender'] as const) {
      const browser = await signedInAs(web, { role })
      assert.equal((await browser.get(url)).statusCode, 403, role)
      assert.equal((await browser.post(url, order)).statusCode, 403, role)
      assert.equal((await browser.get(`${base}/restrictions`)).statusCode, 403, role)
    }
    const lead = await signedInAs(web, { role: 'safeguarding-lead' })
    assert.equal((await lead.get(url)).statusCode, 200)
    assert.equal((await lead.post(url, order)).statusCode, 303)
    assert.equal((await linkOf('Amira', 'Yusuf')).state, 'restricted')
  })

  it('says first what it does, and offers who saw it and today', async () => {
    const { url } = await linkOf('Amira', 'Yusuf')
    const { body } = await head.get(url)
    assert.match(body, /name="seenBy" value="Ngozi Hill"/)
    assert.match(body, /name="seenOn" value="2026-11-21"/)
    assert.match(
      textOf(body),
      /No message about Amira goes to Yusuf.*signed out everywhere.*Every security letter of Amira.*Print new ones.*No import and no registration.*whose link ended/,
    )
  })

  it('IMP-22 says of another record, linked and open, that it may be the same person', async () => {
    const { id: schoolId } = web.school
    const by = { schoolId, actor, clock: web.clock, pupilId: scene.pupil.Zofia ?? '', reason: 'telephoned' }
    const adult = { forename: 'Łucj', surname: 'Wójcik', phone: '07700 900005', prime: false }
    const { url } = await linkOf('Zofia', 'Łucja')
    const saysSo = async () => /may be the same person/.test(await read(url, head))
    assert.equal(await saysSo(), false)
    const { linkId } = await inSchool((trx) => linkAdultByHand(trx, { ...by, adult }))
    assert.equal(await saysSo(), true)
    assert.equal((await head.post(url, order)).statusCode, 303)
    assert.equal(await saysSo(), true)
    await inSchool((trx) => endLink(trx, { ...by, linkId }))
    assert.equal(await saysSo(), false)
  })

  it('LNK-7 says when the child will have no prime adult', async () => {
    const saysSo = async (child: string, forename: string) =>
      / will have no prime adult/.test(await read((await linkOf(child, forename)).url, head))
    assert.equal(await saysSo('Amira', 'Noor'), true)
    assert.equal(await saysSo('Amira', 'Yusuf'), false)
    assert.equal(await saysSo('Kacper', 'Ewa'), false)
  })

  for (const [field, typed] of [
    ['evidence', { evidence: ' ' }],
    ['seenBy', { seenBy: '' }],
    ['seenOn', { seenOn: '2026-11-22' }],
    ['reviewOn', { reviewOn: '2026-11-21' }],
  ] as const) {
    it(`is refused beside ${field}, and what was typed is kept`, async () => {
      const { url } = await linkOf('Amira', 'Yusuf')
      const answer = await head.post(url, { ...order, seenBy: 'Mrs Hill', reviewOn: '2027-05-13', ...typed })
      assert.equal(answer.statusCode, 422)
      const kept = { evidence: `>${order.evidence}<`, seenBy: 'value="Mrs Hill"', reviewOn: 'value="2027-05-13"' }
      for (const [name, words] of Object.entries(kept))
        assert.equal(answer.body.includes(words), name !== field, `${name} in what came back`)
      assert.deepEqual(
        [...answer.body.matchAll(/id="field-(\w+)-error"/g)].map(([, name]) => name),
        [field],
      )
      assert.equal((await linkOf('Amira', 'Yusuf')).state, 'current')
    })
  }

  it('shows what stands, to be lifted with a reason, and keeps both for later', async () => {
    const { url } = await linkOf('Amira', 'Yusuf')
    assert.equal((await head.post(url, order)).headers.location, pupil('Amira'))
    assert.match((await head.post(url, order)).body, /restricted for this child already/)
    const standing = await read(url, head)
    assert.match(standing, /no contact Seen by Ngozi Hill, 20 Nov 2026 .*Review day 12 May 2027/)
    assert.match(standing, /the link counts again: Yusuf .*Nothing else opens by itself/)
    const bare = await head.post(url, { act: 'lift', reason: ' ' })
    assert.match(bare.body, /id="field-reason-error">Say what the decision rests on/)
    assert.equal((await head.post(url, { act: 'lift', reason: 'Order of 3 March ends it' })).statusCode, 303)
    assert.equal((await linkOf('Amira', 'Yusuf')).state, 'current')
    const earlier = await read(url, head)
    assert.match(earlier, /Earlier restrictions .*no contact Seen by .* Lifted Order of 3 March ends it/)
    assert.match((await head.post(url, { act: 'lift', reason: 'again' })).body, /No restriction stands/)
    assert.match(await read(pupil('Amira'), head), /Restriction lifted: Yusuf.*Restricted: Yusuf/)
  })

  it('works for a link that has ended, and lifting leaves that ended', async () => {
    const { id: linkId, url } = await linkOf('Zofia', 'Łucja')
    const ended = { schoolId: web.school.id, actor, clock: web.clock, linkId, reason: 'Moved' }
    await inSchool((trx) => endLink(trx, ended))
    assert.equal((await head.post(url, order)).statusCode, 303)
    assert.match(await read(pupil('Zofia'), office), /Moved Restricted/)
    assert.match(await read(url, head), /The link has ended and stays so/)
    await head.post(url, { act: 'lift', reason: 'Seen anew' })
    const { restricted, endedOn } = await linkOf('Zofia', 'Łucja')
    assert.deepEqual([restricted, endedOn], [false, '2026-11-21'])
  })

  it('says when the review day has passed', async () => {
    await placed('Amira', 'Yusuf', '2026-11-20')
    assert.match(await read((await linkOf('Amira', 'Yusuf')).url, head), /20 Nov 2026 Review day has passed/)
  })

  it('lists all that stand, the first to be looked at again first', async () => {
    assert.match(await read(`${base}/restrictions`, head), /No adult is restricted/)
    await placed('Amira', 'Yusuf', '2027-01-08')
    await placed('Kit', 'Shaun', '2026-11-20')
    await placed('Kacper', 'Tomasz', '2026-11-21')
    const { body } = await head.get(`${base}/restrictions`)
    assert.match(
      textOf(body),
      /3 stand, 1 with the review day passed .*Shaun Mercer Kit Mercer .*20 Nov 2026 Review day has passed .*Tomasz .*21 Nov 2026 To be looked at today .*Yusuf .*8 Jan 2027/,
    )
    assert.ok(body.includes(`href="${(await linkOf('Kit', 'Shaun')).url}"`))
    assert.ok((await head.get(base)).body.includes(`href="${base}/restrictions"`))
    assert.ok(!(await office.get(base)).body.includes(`href="${base}/restrictions"`))
  })
})

describe('VIS-3 what a restriction closes', () => {
  it('shows on the page of the child to everybody, its evidence and its act only to whoever decides', async () => {
    assert.doesNotMatch(await read(pupil('Kit'), head), /by hand Restricted/)
    await placed('Kit', 'Shaun')
    const seen = await read(pupil('Kit'), office)
    assert.match(seen, /Shaun Mercer Prime Linked by hand Restricted /)
    assert.match(seen, /No message and no access for Shaun Mercer about Kit .*head or the safeguarding lead/)
    assert.match(seen, /Not used while restricted 07700 900003/)
    // The MIS flags a court order too: it is not what keeps the link from being used now.
    assert.doesNotMatch(seen, /no contact|court order|while held|Restriction? :/i)
    assert.match(await read(`${base}/adults/${scene.adult.Shaun}`, office), /Restricted/)
    assert.doesNotMatch(await read(`${base}/adults/${scene.adult.Shaun}`, office), /Held: court order/)
    const decides = await read(pupil('Kit'), head)
    assert.match(decides, /Court order Restriction : Shaun Mercer/)
    assert.match(decides, /Restrict : Diane Mercer/)
  })

  it('ends sessions and letters of the child, in the same act', async () => {
    const [yusuf, idris] = [scene.adult.Yusuf ?? '', scene.pupil.Idris ?? '']
    const { db, school, clock } = web
    const family = await signedInAsAdult(web, { schoolId: school.id, adultId: yusuf })
    assert.equal((await family.get('/account/security')).statusCode, 200)
    await printAndRead(db, { school, letters: { kind: 'pupil', pupilId: idris }, hash: web.app.keyedHash, clock })
    assert.equal((await head.post((await linkOf('Idris', 'Yusuf')).url, order)).statusCode, 303)
    assert.equal((await family.get('/account/security')).statusCode, 303)
    const letters = await inSchool((trx) => lettersOfMember(trx, school.id, idris))
    assert.ok(letters.length > 0 && letters.every(({ state }) => state === 'killed'))
    assert.match(await read((await linkOf('Idris', 'Yusuf')).url, head), /Print new ones for the other adults/)
  })

  it('takes back what waits and sends no more, and tells why only those who may see the people', async () => {
    const sender = await signedInAs(web, { role: 'sender' })
    const before = await sendAbout('Kacper', 'Amira')
    assert.equal((await head.post((await linkOf('Kacper', 'Ewa')).url, order)).statusCode, 303)
    await placed('Kacper', 'Tomasz')
    const after = await sendAbout('Kacper', 'Amira')
    assert.match(await read(before, office), /restricted since/)
    assert.match(await read(after, office), /restricted for this child/)
    for (const at of [before, after]) {
      assert.match(await read(at, sender), /the office knows why/, at)
      assert.match(await read(`${at}/paper`, sender), /Ask the office/, at)
      assert.doesNotMatch((await read(at, sender)) + (await read(`${at}/paper`, sender)), /restrict|court/i, at)
    }
  })

  it('lets nobody link the adult past it, by hand or out of the MIS, and says so beside the name', async () => {
    await placed('Kit', 'Shaun')
    const shaun = { forename: 'Shaun', surname: 'Mercer', reason: 'Asked' }
    const answer = await office.post(`${pupil('Kit')}/link`, shaun)
    assert.match(answer.body, /id="field-surname-error">Shaun Mercer is restricted for Kit/)
  })

  it('stands whatever is decided about a court order, which says so', async () => {
    await placed('Kit', 'Shaun')
    const at = (await linkOf('Kit', 'Shaun')).url.replace(/restriction$/, 'court-order')
    assert.match(await read(at, head), /Restricted .*Nothing goes to Shaun while the restriction stands/)
    await head.post(at, { decision: 'released', evidence: 'Order seen' })
    assert.equal((await linkOf('Kit', 'Shaun')).state, 'restricted')
    assert.match(await read(at, head), /Restricted/)
  })

  it('keeps the evidence out of the journal', async () => {
    await head.post((await linkOf('Amira', 'Yusuf')).url, order)
    const entries = await inSchool((trx) => listEntries(trx, web.school.id, { pupilId: scene.pupil.Amira ?? '' }))
    assert.equal(entries[0]?.act, 'restriction.placed')
    assert.doesNotMatch(JSON.stringify(entries), /no contact/)
  })
})

describe('VIS-4 what a restricted adult reads', () => {
  it('is what anybody reads whose link ended', async () => {
    const { id: linkId } = await linkOf('Corey', 'Jo')
    const ended = { schoolId: web.school.id, actor, clock: web.clock, linkId, reason: 'Moved' }
    await inSchool((trx) => endLink(trx, ended))
    await head.post((await linkOf('Kit', 'Diane')).url, order)
    const [restricted, over] = await Promise.all(
      ['Diane', 'Jo'].map((name) =>
        signedInAsAdult(web, { schoolId: web.school.id, adultId: scene.adult[name] ?? '' }),
      ),
    )
    assert.ok(restricted && over)
    const plain = ({ body }: { body: string }) =>
      textOf(body)
        .replaceAll(/[\w-]+@/g, '')
        .replaceAll(/Diane Mercer|Jo Latham/g, '')
        .replaceAll(/\b(Diane|Jo)\b/g, '')
    for (const at of ['/my', '/my/messages', '/my/preferences', '/my/details', '/my/data']) {
      const answers: LightMyRequestResponse[] = [await restricted.get(at), await over.get(at)]
      const [one, other] = answers.map((answer) => [answer.statusCode, plain(answer)])
      assert.deepEqual(one, other, at)
      assert.doesNotMatch(answers[0]?.body ?? '', /Kit|restrict|order/i, at)
    }
    assert.match(await read('/my', restricted), /No child is linked to this account/)
  })
})
