import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { LightMyRequestResponse } from 'fastify'
import { addFamilies, type Scene } from '../../../modules/messaging/testing.ts'
import { choosePreferences } from '../../../modules/preferences/index.ts'
import { signedInAs, type TestBrowser, type TestWeb, testWeb } from '../../testing.ts'

let web: TestWeb
let scene: Scene
let office: TestBrowser
const base = '/schools/hill/messages'

before(async () => {
  web = await testWeb()
  scene = await addFamilies(web.db, { school: web.school, clock: web.clock })
  office = await signedInAs(web, { role: 'office' })
})
after(async () => web.close())

let words = 0
const typed = (more: Record<string, string | string[]> = {}) => {
  words += 1
  const usual = { to: 'year:6', audience: 'prime', channel: 'auto', subject: 'Trip', act: 'check' }
  return { ...usual, body: `The trip leaves at 8:45. ${words}`, ...more }
}
const whereTo = (answer: LightMyRequestResponse) => String(answer.headers.location)
const seenOn = (page: string) => /name="seen" value="([^"]+)"/.exec(page)?.[1] ?? ''

/** Writes a message and goes to the page that checks it. */
async function written(fields = typed()): Promise<{ id: string; check: string; page: string }> {
  const check = whereTo(await office.post(`${base}/new`, fields))
  const id = check.split('/').at(-2) ?? ''
  return { id, check, page: (await office.get(check)).body }
}

async function sent(fields = typed()): Promise<string> {
  const { id, page } = await written(fields)
  assert.equal((await office.post(`${base}/${id}/send`, { seen: seenOn(page) })).statusCode, 303)
  return id
}

describe('OPT-7 what a message is about', () => {
  const choose = (name: string, kinds: Record<string, string>) => {
    const of = { schoolId: web.school.id, adultId: scene.adult[name] ?? '', clock: web.clock }
    const actor = { kind: 'family' as const, accountId: null, name }
    return web.db.inSchool(web.school.id, (trx) => choosePreferences(trx, { ...of, wanted: { kinds }, actor }))
  }

  it('is everyday matters unless somebody says otherwise, and says which kinds nobody can mute', async () => {
    const { body } = await office.get(`${base}/new`)
    assert.match(body, /<option value="dates" selected>/)
    assert.match(body, /<option value="safety">Safety and closures \(nobody can mute it\)/)
    assert.match((await written()).page, /Dates, trips and everyday matters/)
  })

  it('shows before sending how many take it once a day, and when, and in the report what waits', async () => {
    await choose('Diane', { news: 'digest' })
    const { id, page } = await written(typed({ kind: 'news' }))
    assert.match(page, /1 in the daily email that these families chose/)
    const samples = await Promise.all([1, 2, 3, 4].map((at) => office.get(`${base}/${id}/check?sample=${at}`)))
    assert.equal(samples.filter(({ body }) => body.includes('In their daily email')).length, 1)
    await office.post(`${base}/${id}/send`, { seen: seenOn(page) })
    assert.match((await office.get(`${base}/${id}`)).body, /News and newsletters[\s\S]*Waiting for their daily email/)
  })

  it('OPT-6 sends fundraising to nobody without a yes, and says so', async () => {
    const { page } = await written(typed({ kind: 'fundraising' }))
    assert.match(page, /nobody consented to marketing[\s\S]*Nobody would get this message/)
  })
})

describe('writing a message', () => {
  it('offers the years, classes and fields of the school', async () => {
    const { body, statusCode } = await office.get(`${base}/new`)
    assert.equal(statusCode, 200)
    for (const part of ['Year 6', '6 Beech', '6 Oak', 'The whole school', '{{pupil.forename}}'])
      assert.ok(body.includes(part), part)
  })

  it('finds a single child and keeps what was typed', async () => {
    const { body } = await office.post(
      `${base}/new`,
      typed({ to: 'group:6 Oak', find: 'kacper', act: 'find', body: 'Half a thought' }),
    )
    assert.match(body, new RegExp(`value="pupil:${scene.pupil.Kacper}"`))
    assert.match(body, /value="group:6 Oak" checked/)
    assert.match(body, /Half a thought/)
  })

  it('MSG-8 shows an unknown field beside the words, and keeps them', async () => {
    const answer = await office.post(`${base}/new`, typed({ body: 'Dear {{adult.sirname}}' }))
    assert.equal(answer.statusCode, 422)
    assert.match(answer.body, /Did you mean \{\{adult\.surname\}\}\?/)
    assert.match(answer.body, /Dear \{\{adult\.sirname\}\}/)
  })

  it('says when nobody is picked', async () => {
    const answer = await office.post(`${base}/new`, typed({ to: [] }))
    assert.equal(answer.statusCode, 422)
    assert.match(answer.body, /Nobody is picked yet/)
  })

  it('counts while one types, and answers a half-typed field in words', async () => {
    const { lines, text } = (await office.post(`${base}/count`, typed({ body: 'x'.repeat(161) }))).json()
    assert.deepEqual(lines, [
      '7 children, 4 adults',
      '2 emails and 2 texts',
      '4 text parts, 9.6p',
      '2 children reached by nobody',
    ])
    assert.deepEqual([text.parts, text.encoding], [2, 'GSM-7'])
    assert.match((await office.post(`${base}/count`, typed({ body: '{{adult.' }))).json().problem, /not closed/)
  })

  it('MSG-6 keeps the time after which it must not go out, and refuses one that has passed', async () => {
    const { id } = await written(typed({ deadline: '2026-11-21T15:30' }))
    assert.match((await office.get(`${base}/${id}/write`)).body, /value="2026-11-21T15:30"/)
    const late = await office.post(`${base}/new`, typed({ deadline: '2026-11-20T15:30' }))
    assert.equal(late.statusCode, 422)
    assert.match(late.body, /must not go out has passed/)
  })

  it('goes on with a draft', async () => {
    const { id, check } = await written(typed({ body: 'First thought' }))
    assert.match((await office.get(`${base}/${id}/write`)).body, /First thought/)
    assert.equal(whereTo(await office.post(`${base}/${id}/write`, typed({ body: 'Second thought' }))), check)
    assert.match((await office.get(base)).body, /Not sent yet/)
    await office.post(`${base}/${id}/discard`)
    assert.equal((await office.get(check)).statusCode, 404)
  })
})

describe('MSG-4 check and send', () => {
  it('counts, names those whom nobody reaches, and says the act on the button', async () => {
    const { page } = await written()
    for (const part of [
      'Send 2 emails and 2 texts',
      'Joe Turner',
      'no adult is linked',
      'has opted out',
      'LNK-7',
      '4.8p',
    ]) {
      assert.ok(page.includes(part), part)
    }
  })

  it('walks through the samples, the longest first', async () => {
    const { check } = await written(typed({ body: 'Dear {{adult.forename}}' }))
    assert.match((await office.get(check)).body, /1 of 4, longest first/)
    const last = (await office.get(`${check}?sample=99`)).body
    assert.match(last, /4 of 4/)
    assert.doesNotMatch(last, /rel="next"/)
  })

  it('MSG-8 takes plain punctuation when told to', async () => {
    const { id, page } = await written(typed({ channel: 'sms', body: `Don’t forget ${'x'.repeat(80)}` }))
    assert.match(page, /Curly punctuation/)
    await office.post(`${base}/${id}/plain-punctuation`)
    const { body } = await office.get(`${base}/${id}/check`)
    assert.match(body, /Don't forget/)
    assert.doesNotMatch(body, /Curly punctuation/)
  })

  it('MSG-2 shows everybody, and why', async () => {
    const { check } = await written(typed({ audience: 'all' }))
    const { body } = await office.get(`${check}/everybody`)
    assert.match(body, /Shaun Mercer/)
    assert.match(body, /court order flagged/)
  })

  it('sends, wakes delivery, and shows the report', async () => {
    let woken = 0
    web.app.wakeDelivery = () => {
      woken += 1
    }
    const id = await sent()
    assert.equal(woken, 1)
    const { body } = await office.get(`${base}/${id}`)
    assert.match(body, /Waiting to go/)
    assert.equal(whereTo(await office.get(`${base}/${id}/check`)), `${base}/${id}`)
  })

  it('MSG-6 refuses what changed since it was looked at, and a second press', async () => {
    const { id, page } = await written()
    assert.equal(whereTo(await office.post(`${base}/${id}/send`, { seen: 'something else' })), `${base}/${id}/check`)
    const seen = seenOn(page)
    assert.equal(whereTo(await office.post(`${base}/${id}/send`, { seen })), `${base}/${id}`)
    assert.equal(whereTo(await office.post(`${base}/${id}/send`, { seen })), `${base}/${id}`)
    const { body } = await office.get(base)
    assert.match(body, /2 emails and 2 texts/)
  })

  it('MSG-6 asks before the same goes out twice on a day', async () => {
    const fields = typed()
    await sent(fields)
    const { id, page } = await written(fields)
    assert.match(page, /Send it again all the same/)
    const seen = seenOn(page)
    assert.equal(whereTo(await office.post(`${base}/${id}/send`, { seen })), `${base}/${id}/check`)
    assert.equal(whereTo(await office.post(`${base}/${id}/send`, { seen, again: 'yes' })), `${base}/${id}`)
  })

  it('leads back to the words when they can no longer be sent as they are', async () => {
    const { id, check } = await written(typed({ deadline: '2026-11-21T15:30' }))
    await web.db.asOwner((trx) =>
      trx
        .updateTable('messages')
        .set({ deadline_at: new Date('2026-11-20T15:30:00Z') })
        .where('id', '=', id)
        .execute(),
    )
    assert.equal(whereTo(await office.get(check)), `${base}/${id}/write`)
  })

  it('has no send button when nobody would get it', async () => {
    const { page } = await written(typed({ to: `pupil:${scene.pupil.Joe}` }))
    assert.match(page, /Nobody would get this message/)
    assert.doesNotMatch(page, /name="seen"/)
  })
})

describe('DLV-6 the report', () => {
  it('has a tab for each way it can end', async () => {
    const id = await sent()
    const all = (await office.get(`${base}/${id}`)).body
    const missed = (await office.get(`${base}/${id}?view=not-reached`)).body
    assert.ok(all.includes('Amira Al-Hassan') && all.includes('Joe Turner'))
    assert.ok(!missed.includes('Amira Al-Hassan') && missed.includes('Joe Turner'))
  })

  it('drafts the rest for another channel, ready to check', async () => {
    const id = await sent()
    const check = whereTo(await office.post(`${base}/${id}/resend`, { channel: 'email' }))
    assert.match((await office.get(check)).body, /Nobody would get this message/)
  })

  it('DLV-1 shows what was only handed over by itself, and offers a text where one must know', async () => {
    const id = await sent()
    const { db, clock } = web
    await db.asOwner((trx) =>
      trx.updateTable('deliveries').set({ state: 'accepted' }).where('message_id', '=', id).execute(),
    )
    await db.asOwner((trx) =>
      trx.updateTable('messages').set({ undo_until: clock.now() }).where('id', '=', id).execute(),
    )
    const { body } = await office.get(`${base}/${id}?view=handed-over`)
    assert.match(body, /5 handed over · 2 not reached/)
    assert.match(body, /data-live="no"/)
    assert.ok(body.includes('Amira Al-Hassan') && !body.includes('Joe Turner'))
    assert.match(body, /Text the 5 children handed over/)
    const check = whereTo(await office.post(`${base}/${id}/resend`, { channel: 'sms', reach: 'handed over' }))
    assert.match(check, /\/check$/)
    assert.match((await office.get(`${base}/${id}/report.csv`)).body, /handed over.*Handed over, no receipt from email/)
  })

  it('prints the paper list by class', async () => {
    const id = await sent()
    const { body } = await office.get(`${base}/${id}/paper`)
    assert.match(body, /Goes home on paper: 2 children/)
    assert.match(body, /Ada Lovell/)
  })

  it('SEC-7 saves a table in which no cell is a formula', async () => {
    const id = await sent()
    const { body, headers } = await office.get(`${base}/${id}/report.csv`)
    assert.match(String(headers['content-disposition']), /message-2026-11-21-report\.csv/)
    assert.ok(body.includes(`"'+447700900004"`))
    assert.doesNotMatch(body, /(^|,)[=+@]/m)
  })

  it('MSG-6 stops it while it waits', async () => {
    await web.db.inInstance((trx) =>
      trx
        .updateTable('schools')
        .set({ settings: JSON.stringify({ undoAbove: 1 }) })
        .where('id', '=', web.school.id)
        .execute(),
    )
    const id = await sent()
    const page = (await office.get(`${base}/${id}`)).body
    assert.match(page, /Stop 2 emails and 2 texts/)
    await office.post(`${base}/${id}/stop`)
    const stopped = (await office.get(`${base}/${id}`)).body
    assert.match(stopped, /This message was stopped/)
    assert.match(stopped, /nothing was sent, so nothing is charged/)
    assert.doesNotMatch(stopped, /text parts/)
    const home = (await office.get('/schools/hill/home')).body
    assert.match(home, /Nobody got it/)
    assert.doesNotMatch(home, /\d not reached/)
  })
})

describe('SEC-5 who may', () => {
  it('keeps addresses and court orders from those who may not see the people', async () => {
    const reader = await signedInAs(web, { role: 'sender' })
    const id = await sent(typed({ audience: 'all', body: 'For everybody' }))
    const [seen, hidden] = [(await office.get(`${base}/${id}`)).body, (await reader.get(`${base}/${id}`)).body]
    assert.ok(seen.includes('noor@example.org') && /court order/.test(seen))
    assert.ok(!hidden.includes('noor@example.org') && !/court order/.test(hidden))
    assert.equal((await reader.get(`${base}/${id}/report.csv`)).statusCode, 403)
  })

  it('lets a sender without approval read and not send', async () => {
    const reader = await signedInAs(web, { role: 'sender' })
    const id = await sent(typed({ body: 'For readers' }))
    assert.equal((await reader.get(`${base}/${id}`)).statusCode, 200)
    assert.equal((await reader.get(`${base}/new`)).statusCode, 403)
    assert.equal((await reader.post(`${base}/${id}/stop`)).statusCode, 403)
  })

  it('does not show the messages of another school', async () => {
    const id = await sent(typed({ body: 'Only here' }))
    const { createSchool } = await import('../../../modules/schools/index.ts')
    const actor = { kind: 'system' as const, accountId: null, name: 'Test' }
    const other = await createSchool(web.db, { name: 'Dale School', slug: 'dale', actor, clock: web.clock })
    const stranger = await signedInAs(web, { role: 'office', school: other })
    assert.equal((await stranger.get(`${base}/${id}`)).statusCode, 404)
    assert.equal((await stranger.get(`/schools/dale/messages/${id}`)).statusCode, 404)
  })
})
