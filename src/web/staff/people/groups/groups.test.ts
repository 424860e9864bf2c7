import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { addFamilies, type Scene } from '../../../../modules/messaging/testing.ts'
import { signedInAs, type TestBrowser, type TestWeb, testWeb } from '../../../testing.ts'

let web: TestWeb
let scene: Scene
let office: TestBrowser
let head: TestBrowser
const groups = '/schools/hill/people/groups'

before(async () => {
  web = await testWeb()
  scene = await addFamilies(web.db, { school: web.school, clock: web.clock })
  office = await signedInAs(web, { role: 'office' })
  head = await signedInAs(web, { role: 'head' })
})
after(async () => web.close())

async function made(fields: Record<string, string | string[]>): Promise<string> {
  const answer = await office.post(`${groups}/new`, fields)
  assert.equal(answer.statusCode, 303, answer.body)
  return String(answer.headers.location)
}

/** What the next page would say of an answer. */
function saidBy(answer: { headers: Record<string, unknown> }): string {
  const cookie = [answer.headers['set-cookie'] ?? []].flat().join(' ')
  const [, said = ''] = /gatehouse-said=([^;]+)/.exec(cookie) ?? []
  return said && JSON.parse(Buffer.from(said, 'base64url').toString()).words
}

describe('IMP-20 the school’s own groups', () => {
  it('says what to do while there is none, and that only some roles make one', async () => {
    assert.match((await office.get(groups)).body, /No group of your own yet[\s\S]*Make a group/)
    assert.doesNotMatch((await head.get(groups)).body, /Make a group/)
    assert.equal((await head.post(`${groups}/new`, { name: 'Choir' })).statusCode, 403)
    assert.match((await office.get('/schools/hill/people')).body, /\/people\/groups"/)
    assert.match((await office.get('/schools/hill/messages/new')).body, /Make or change a group of your own/)
  })

  it('makes one, finds a pupil, adds it, and takes it out', async () => {
    const at = await made({ name: 'Choir' })
    const found = await office.get(`${at}?find=amira`)
    assert.match(found.body, /Add Amira Al-Hassan/)
    const amira = { pupils: scene.pupil.Amira ?? '' }
    assert.equal(saidBy(await office.post(`${at}/add`, amira)), '1 pupil added.')
    assert.match((await office.get(at)).body, /1 pupil ·[\s\S]*Amira Al-Hassan/)
    assert.match((await office.get(`${at}?find=amira`)).body, /in the group already/)
    assert.match(saidBy(await office.post(`${at}/add`, amira)), /Amira Al-Hassan is in Choir already/)
    assert.equal((await head.post(`${at}/remove`, { pupil: scene.pupil.Amira ?? '' })).statusCode, 403)
    await office.post(`${at}/remove`, { pupil: scene.pupil.Amira ?? '' })
    assert.match((await office.get(at)).body, /Nobody is in it/)
  })

  it('adds a class, and offers the group where a message is written', async () => {
    const at = await made({ name: 'Trip' })
    assert.equal(saidBy(await office.post(`${at}/add`, { class: '6 Beech' })), '6 pupils added.')
    const id = at.split('/').at(-1)
    assert.match(
      (await office.get(`/schools/hill/messages/new?to=group:${id}`)).body,
      new RegExp(`value="group:${id}" checked`),
    )
  })

  it('asks for another name beside the field, keeping what was ticked', async () => {
    const again = await office.post(`${groups}/new`, { name: 'trip', years: ['6'] })
    assert.equal(again.statusCode, 422)
    assert.match(again.body, /id="field-name-error">A group or class is called “trip” already/)
    assert.match(again.body, /value="6" checked/)
  })

  it('fills itself where something was ticked, and then nobody is put in by hand', async () => {
    const at = await made({ name: 'Oaks', classes: ['6 Oak'] })
    const { body } = await office.get(at)
    assert.match(body, /Whoever is in 6 Oak[\s\S]*Zofia Wójcik/)
    assert.doesNotMatch(body, /Take out/)
  })

  it('renames and deletes after asking', async () => {
    const at = await made({ name: 'Chess' })
    assert.match((await office.post(`${at}/rename`, { name: 'Trip' })).body, /id="field-name-error"/)
    await office.post(`${at}/rename`, { name: 'Chess club' })
    assert.match((await office.get(`${at}/delete`)).body, /Delete Chess club/)
    assert.equal((await office.post(`${at}/delete`)).headers.location, groups)
    assert.doesNotMatch((await office.get(groups)).body, /Chess club/)
    assert.equal((await office.get(at)).statusCode, 404)
  })
})
