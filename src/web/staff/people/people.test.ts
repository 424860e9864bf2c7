import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sendMessage } from '../../../modules/messaging/index.ts'
import { addFamilies, type Scene } from '../../../modules/messaging/testing.ts'
import { signedInAs, type TestBrowser, type TestWeb, testWeb } from '../../testing.ts'

let web: TestWeb
let scene: Scene
let office: TestBrowser
const base = '/schools/hill/people'

before(async () => {
  web = await testWeb()
  scene = await addFamilies(web.db, { school: web.school, clock: web.clock })
  office = await signedInAs(web, { role: 'office' })
})
after(async () => web.close())

const pupil = (name: string) => `${base}/pupils/${scene.pupil[name]}`
const textOf = (html: string) =>
  html
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
const read = async (url: string, browser = office) => textOf((await browser.get(url)).body)

describe('finding people', () => {
  it('lists the classes with their counts and what is wrong in each', async () => {
    const words = await read(base)
    assert.match(words, /7 pupils on roll/)
    assert.match(words, /6 Beech .*6 2 out of reach 1 without a prime adult/)
    assert.match(words, /6 Oak .*1 Every child/)
  })

  it('LNK-7 lists the pupils nobody can reach, with the reason', async () => {
    const words = await read(`${base}?show=no-channel`)
    assert.match(words, /Joe Turner .*No adult is linked/)
    assert.match(words, /Ada Lovell .*Harriet Lovell: has opted out/)
    assert.doesNotMatch(words, /Kacper/)
  })

  it('LNK-7 lists the pupils with no prime adult', async () => {
    const words = await read(`${base}?show=no-prime`)
    assert.match(words, /Joe Turner/)
    assert.doesNotMatch(words, /Ada Lovell/)
  })

  it('IMP-19 keeps leavers out of the class and behind their own list', async () => {
    assert.doesNotMatch(await read(`${base}?class=6%20Beech`), /Corey/)
    assert.match(await read(`${base}?show=leavers`), /Corey Latham .*Has left/)
  })

  it('finds pupils and adults by part of a name, with or without accents', async () => {
    const words = await read(`${base}?q=zielinsk`)
    assert.match(words, /Kacper Zieliński .*Ewa Zielińska \(parent\), Tomasz Zieliński \(parent\)/)
    assert.match(words, /Adults and staff .*Ewa Zielińska Adult Parent of Kacper Zieliński/)
  })

  it('opens the one who is meant, and offers a class by its name', async () => {
    assert.equal((await office.get(`${base}?q=turner`)).headers.location, pupil('Joe'))
    assert.match(await read(`${base}?q=6oak`), /6 Oak 1 pupil/)
    assert.match(await read(`${base}?q=nobodyatall`), /Nobody here is called “nobodyatall”/)
  })
})

describe('the page of a pupil', () => {
  it('shows who is linked, how, by which channels, and what would reach the home', async () => {
    const words = await read(pupil('Amira'))
    assert.match(words, /6 Beech Year 6 admission 004301 on roll/)
    assert.match(words, /Reachable by 2 adults/)
    assert.match(words, /Noor Al-Hassan Prime Linked by hand Parent priority 1 parental responsibility not known/)
    assert.match(words, /Can be texted 07700 900001/)
    assert.match(words, /A text Noor An email Noor A text to all who may receive Noor, Yusuf/)
  })

  it('IMP-14 says that a link is held, and offers the decision only to those who may decide', async () => {
    const words = await read(pupil('Kit'))
    assert.match(words, /Shaun Mercer .*Held: court order flagged/)
    assert.match(words, /Not used while held 07700 900003/)
    assert.doesNotMatch(words, /Decide/)
    const head = await signedInAs(web, { role: 'head' })
    assert.match(await read(pupil('Kit'), head), /Decide/)
  })

  it('OPT-5 shows an opt-out as a choice, not as a failure', async () => {
    const words = await read(pupil('Ada'))
    assert.match(words, /Opted out of all messages No details are kept\. A choice, not a fault\./)
    assert.match(words, /A text Nobody has opted out/)
  })

  it('DLV-6 shows what went to the home lately and what became of it', async () => {
    const content = { to: ['year:6'], audience: 'prime', channel: 'auto', kind: 'dates' } as const
    const words = { subject: 'Trip on Friday', body: 'Bring a coat.', deadlineAt: null }
    const actor = { kind: 'system' as const, accountId: null, name: 'Test' }
    const message = { ...content, to: [...content.to], ...words }
    await sendMessage(web.db, { school: web.school, content: message, again: false, actor, clock: web.clock })
    assert.match(await read(pupil('Amira')), /Trip on Friday Waiting Noor: email, waiting to go/)
    assert.match(await read(pupil('Joe')), /Trip on Friday Not reached no adult is linked/)
  })

  it('is not there for a pupil of nobody, nor for a role that may not see people', async () => {
    assert.equal((await office.get(`${base}/pupils/${scene.adult.Noor}`)).statusCode, 404)
    assert.equal((await office.get(`${base}/pupils/1`)).statusCode, 404)
    const sender = await signedInAs(web, { role: 'sender' })
    assert.equal((await sender.get(pupil('Amira'))).statusCode, 403)
    assert.equal((await sender.get(base)).statusCode, 403)
  })
})
