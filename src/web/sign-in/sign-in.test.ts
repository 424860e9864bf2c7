import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { LightMyRequestResponse } from 'fastify'
import { inviteStaff, makeFirstAdministratorLink, totpCode } from '../../modules/accounts/index.ts'
import { systemActor } from '../../modules/audit/index.ts'
import { csrfTokenFor } from '../frame/csrf.ts'
import { signedInAs, strangersBrowser, type TestWeb, testWeb } from '../testing.ts'

const password = 'copper kettle harbour'

describe('signing in', () => {
  let web: TestWeb
  let now = Date.parse('2026-11-21T09:00:00Z')
  const clock = { now: () => new Date(now), today: () => '2026-11-21' }
  before(async () => {
    web = await testWeb({ clock })
  })
  after(() => web.close())

  /** A person with a password and an app, set up through a one-time link, whose secret is returned. */
  async function setUp(email: string, role: 'office' | 'administrator' = 'office'): Promise<Buffer> {
    const token = await inviteStaff(web.db, { school: web.school, email, role, actor: systemActor, clock })
    const page = await browser().get(`/invitations/${token}`)
    const secret = decodeSecret(/class="secret">([A-Z2-7 ]+)</.exec(page.body)?.[1] ?? '')
    const done = await browser().post(`/invitations/${token}`, { name: 'Sam Okafor', password, code: codeNow(secret) })
    assert.equal(done.statusCode, 303, done.body)
    now += 60_000
    return secret
  }

  const codeNow = (secret: Buffer) => totpCode(secret, Math.floor(now / 30_000))
  const browser = () => strangersBrowser(web)

  async function signIn(email: string, secret: Buffer): Promise<LightMyRequestResponse> {
    const first = await browser().post('/sign-in', { name: email, password, next: '/schools/hill/home' })
    assert.equal(first.statusCode, 303, first.body)
    return secondStep(first, codeNow(secret))
  }

  function secondStep(first: LightMyRequestResponse, code: string): Promise<LightMyRequestResponse> {
    const cookies = `gatehouse-visit=test-visit; gatehouse-second-factor=${cookieOf(first, 'gatehouse-second-factor')}`
    const payload = new URLSearchParams({
      code,
      next: '/schools/hill/home',
      csrf: csrfTokenFor('test-visit'),
    }).toString()
    const headers = { cookie: cookies, 'content-type': 'application/x-www-form-urlencoded' }
    return web.server.inject({ method: 'POST', url: '/sign-in/code', payload, headers })
  }

  it('SEC-1 lets somebody in with password and code, and not with either alone', async () => {
    const secret = await setUp('one@example.org')
    const done = await signIn('one@example.org', secret)
    assert.equal(done.headers.location, '/schools/hill/home')
    const session = cookieOf(done, 'gatehouse-session')
    const home = await web.server.inject({
      url: '/schools/hill/home',
      headers: { cookie: `gatehouse-session=${session}` },
    })
    assert.equal(home.statusCode, 200)

    now += 60_000
    const half = await browser().post('/sign-in', { name: 'one@example.org', password })
    const pending = cookieOf(half, 'gatehouse-second-factor')
    const notYet = await web.server.inject({
      url: '/schools/hill/home',
      headers: { cookie: `gatehouse-session=${pending}` },
    })
    assert.equal(notYet.statusCode, 303, 'the token of the first step opens no page')
    const wrongCode = await secondStep(half, '000000')
    assert.equal(wrongCode.statusCode, 422)
  })

  it('SEC-1 takes no code twice', async () => {
    const secret = await setUp('two@example.org')
    assert.equal((await signIn('two@example.org', secret)).statusCode, 303)
    assert.equal((await signIn('two@example.org', secret)).statusCode, 422)
  })

  it('SEC-3 answers alike for known and unknown people', async () => {
    await setUp('three@example.org')
    const known = await browser().post('/sign-in', { name: 'three@example.org', password: 'wrong wrong wrong' })
    const unknown = await browser().post('/sign-in', { name: 'nobody@example.org', password: 'wrong wrong wrong' })
    assert.equal(known.statusCode, unknown.statusCode)
    assert.equal(known.body.replaceAll('three@', ''), unknown.body.replaceAll('nobody@', ''))
  })

  it('SEC-3 slows down after four wrong tries, known or not, and forgets after a right one', async () => {
    const secret = await setUp('four@example.org')
    for (const email of ['four@example.org', 'stranger@example.org']) {
      for (let tries = 0; tries < 4; tries += 1)
        await browser().post('/sign-in', { name: email, password: 'wrong wrong wrong' })
      const held = await browser().post('/sign-in', { name: email, password })
      assert.match(held.body, /Wait 15 seconds/)
    }
    now += 15_000
    assert.equal((await signIn('four@example.org', secret)).statusCode, 303)
    assert.doesNotMatch(
      (await browser().post('/sign-in', { name: 'four@example.org', password: 'wrong' })).body,
      /Wait/,
    )
  })

  it('SEC-3 lets a browser that is known in while strangers are slowed down', async () => {
    const secret = await setUp('five@example.org')
    const known = cookieOf(await signIn('five@example.org', secret), 'gatehouse-known')
    for (let tries = 0; tries < 5; tries += 1)
      await browser().post('/sign-in', { name: 'five@example.org', password: 'wrong' })
    const payload = new URLSearchParams({
      name: 'five@example.org',
      password,
      csrf: csrfTokenFor('test-visit'),
    }).toString()
    const post = (mark: string) =>
      web.server.inject({
        method: 'POST',
        url: '/sign-in',
        payload,
        headers: {
          cookie: `gatehouse-visit=test-visit; gatehouse-known=${mark}`,
          'content-type': 'application/x-www-form-urlencoded',
        },
      })
    assert.equal((await post('made-up.mark')).statusCode, 422)
    assert.equal((await post(known)).statusCode, 303)
  })

  it('leads nowhere but to pages of this site', async () => {
    for (const next of ['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)']) {
      const first = await browser().post('/sign-in', { name: 'one@example.org', password, next })
      assert.equal(first.headers.location, '/sign-in/code?next=%2F')
      now += 60_000
    }
  })

  it('ends the session for good when the person signs out', async () => {
    const somebody = await signedInAs(web, { role: 'office' })
    assert.equal((await somebody.get('/schools/hill/home')).statusCode, 200)
    await somebody.post('/sign-out')
    assert.equal((await somebody.get('/schools/hill/home')).statusCode, 303)
  })

  it('keeps one click to the demo', async () => {
    const answer = await browser().post('/sign-in/demo', { role: 'administrator' }, { host: 'localhost:3000' })
    assert.equal(answer.statusCode, 404)
    assert.doesNotMatch((await browser().get('/sign-in')).body, /demo school/)
  })

  it('gives no first administrator’s link once there is an administrator', async () => {
    await setUp('head@example.org', 'administrator')
    assert.equal(await makeFirstAdministratorLink(web.db, { clock }), null)
  })
})

describe('the demo’s one click', () => {
  let web: TestWeb
  before(async () => {
    web = await testWeb({ demo: true })
  })
  after(() => web.close())

  const click = (headers: Record<string, string>, remoteAddress = '127.0.0.1') =>
    web.server.inject({
      method: 'POST',
      url: '/sign-in/demo',
      remoteAddress,
      payload: new URLSearchParams({ role: 'office', csrf: csrfTokenFor('v') }).toString(),
      headers: {
        cookie: 'gatehouse-visit=v',
        'content-type': 'application/x-www-form-urlencoded',
        host: 'localhost:3000',
        ...headers,
      },
    })

  it('lets the person at this machine in', async () => {
    const answer = await click({})
    assert.equal(answer.statusCode, 303)
    const home = await web.server.inject({
      url: '/schools/hill/home',
      headers: { cookie: `gatehouse-session=${cookieOf(answer, 'gatehouse-session')}` },
    })
    assert.equal(home.statusCode, 200)
  })

  for (const [who, headers, address] of [
    ['another machine', {}, '192.168.1.20'],
    ['another name (DNS rebinding)', { host: 'gate.evil.example' }, '127.0.0.1'],
    ['a proxy that passes strangers on', { 'x-forwarded-for': '203.0.113.9' }, '127.0.0.1'],
  ] as const) {
    it(`refuses ${who}`, async () => assert.equal((await click(headers, address)).statusCode, 404))
  }
})

describe('the first administrator', () => {
  let web: TestWeb
  before(async () => {
    web = await testWeb()
  })
  after(() => web.close())

  it('sets up once by the link printed at start, and what was typed is kept until it is right', async () => {
    const token = await makeFirstAdministratorLink(web.db, { clock: web.clock })
    const stranger = strangersBrowser(web)
    const url = `/first-administrator/${token}`
    const page = await stranger.get(url)
    assert.equal(page.statusCode, 200)
    const secret = decodeSecret(/class="secret">([A-Z2-7 ]+)</.exec(page.body)?.[1] ?? '')
    const code = totpCode(secret, Math.floor(web.clock.now().getTime() / 30_000))

    const wrong = await stranger.post(url, { name: 'Ruth Adeyemi', email: 'ruth@example.org', password: 'short', code })
    assert.equal(wrong.statusCode, 422)
    assert.match(wrong.body, /value="Ruth Adeyemi"/)
    assert.match(wrong.body, /at least 12 characters/)
    assert.doesNotMatch(wrong.body, /value="short"/)

    const done = await stranger.post(url, { name: 'Ruth Adeyemi', email: 'Ruth@Example.org', password, code })
    assert.equal(done.statusCode, 303, done.body)
    const session = cookieOf(done, 'gatehouse-session')
    const start = await web.server.inject({ url: '/', headers: { cookie: `gatehouse-session=${session}` } })
    assert.equal(start.headers.location, '/schools/hill/home')

    assert.equal((await stranger.get(url)).statusCode, 404, 'the link works once')
  })

  it('gets the same page for a link that never was', async () => {
    assert.equal((await strangersBrowser(web).get('/first-administrator/nonsense')).statusCode, 404)
  })
})

function cookieOf(answer: LightMyRequestResponse, name: string): string {
  return answer.cookies.find((cookie) => cookie.name === name)?.value ?? ''
}

function decodeSecret(words: string): Buffer {
  const bits = [...words.replaceAll(' ', '')]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}
