import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { addFamilies, type Scene } from '../../../modules/messaging/testing.ts'
import { endLink, findFamily, listIssues } from '../../../modules/people/index.ts'
import { signedInAs, type TestBrowser, type TestWeb, testWeb } from '../../testing.ts'

let web: TestWeb
let scene: Scene
let office: TestBrowser
const base = '/schools/hill/data-issues'
const actor = { kind: 'staff' as const, accountId: null, name: 'Sam Okafor' }

before(async () => {
  web = await testWeb()
  scene = await addFamilies(web.db, { school: web.school, clock: web.clock })
  office = await signedInAs(web, { role: 'office' })
  // Zofia loses her only prime adult, which raises an issue.
  const { school, clock, db } = web
  await db.inSchool(school.id, async (trx) => {
    const [link] = (await findFamily(trx, school.id, scene.pupil.Zofia ?? '')).links
    await endLink(trx, { schoolId: school.id, actor, clock, linkId: link?.id ?? '', reason: 'Moved' })
  })
})
after(async () => web.close())

const read = async (url: string) => (await office.get(url)).body.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')
const openIssue = async () => {
  const [issue] = await web.db.inSchool(web.school.id, (trx) => listIssues(trx, web.school.id))
  return issue
}

describe('LNK-7 the list of data issues', () => {
  it('begins with the children nobody can reach, and says why and what to do', async () => {
    const words = await read(base)
    assert.match(words, /Children nobody can reach .*Joe Turner .*No adult is linked.*Children with no prime adult/)
    assert.match(words, /Ada Lovell .*Harriet Lovell: has opted out\./)
    assert.match(words, /Ask the family for a mobile number or an email address/)
  })

  it('shows one kind whole, and says when there is none', async () => {
    const words = await read(`${base}?kind=no+prime+adult`)
    assert.match(words, /Zofia Wójcik .*No adult gets the ordinary messages for this child/)
    assert.doesNotMatch(words, /Ada Lovell/)
    assert.match(await read(`${base}?kind=joint+name`), /Nothing of this kind any more/)
  })

  it('is not open to those who may not read it, and offers no act to those who may only read', async () => {
    const sender = await signedInAs(web, { role: 'sender' })
    assert.equal((await sender.get(base)).statusCode, 403)
    const head = await signedInAs(web, { role: 'head' })
    const { body } = await head.get(base)
    assert.doesNotMatch(body, /Nothing to do here/)
    assert.equal((await head.post(`${base}/${(await openIssue())?.id}/set-aside`, { reason: 'x' })).statusCode, 403)
  })
})

describe('IMP-7 setting an issue aside', () => {
  it('wants a reason, and takes it off the open issues but not off the list of what is still true', async () => {
    const at = `${base}/${(await openIssue())?.id}/set-aside`
    assert.match((await office.get(at)).body, /The child stays on the list of those it is still true of/)
    const bare = await office.post(at)
    assert.equal(bare.statusCode, 422)
    assert.match(bare.body, /Say why nothing is to be done/)
    assert.equal((await office.post(at, { reason: 'They move in a week' })).headers.location, base)
    assert.equal(await openIssue(), undefined)
    assert.match(await read(`${base}?kind=no+prime+adult`), /Zofia/)
    assert.equal((await office.get(at)).statusCode, 404)
  })
})
