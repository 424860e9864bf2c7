import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import {
  acceptInvitation,
  findInvitation,
  inviteStaff,
  signInWithPassword,
  startSession,
  totpCode,
} from '../../modules/accounts/index.ts'
import { listEntries, systemActor } from '../../modules/audit/index.ts'
import { csrfTokenFor } from '../frame/csrf.ts'
import { signedInAs, type TestWeb, testWeb } from '../testing.ts'

let web: TestWeb
let now = Date.parse('2026-11-21T09:00:00Z')
const clock = { now: () => new Date(now), today: () => '2026-11-21' }
const [former, next] = ['copper kettle harbour', 'seven quiet otters swim']
before(async () => {
  web = await testWeb({ clock })
})
after(async () => web.close())

/** Somebody with a password: the token of this browser's session, and of another's. */
async function somebody(email: string) {
  const { db, school, app } = web
  const token = (await inviteStaff(db, { school, email, role: 'office', actor: systemActor, clock })) ?? ''
  const { totpSecret } = await findInvitation(db, { token, clock })
  const code = totpCode(totpSecret, Math.floor(now / 30_000))
  const setUp = { name: 'Sam Okafor', email, password: former, code, schoolName: '' }
  const done = await acceptInvitation(db, { token, setUp, browser: 'Here', secretBox: app.secretBox, clock })
  assert.equal(done.outcome, 'done')
  const { token: here, accountId } = done
  const there = await db.inInstance((trx) =>
    startSession(trx, { accountId, stage: 'signed in', browser: 'There', clock }),
  )
  return { email, here, there, accountId }
}

const get = (token: string, url = '/account/security/password') =>
  web.server.inject({ url, headers: { cookie: `gatehouse-session=${token}` } })
const change = (token: string, currentPassword: string, newPassword: string) =>
  web.server.inject({
    method: 'POST',
    url: '/account/security/password',
    payload: new URLSearchParams({ csrf: csrfTokenFor(token), currentPassword, newPassword }).toString(),
    headers: {
      cookie: `gatehouse-session=${token}`,
      'content-type': 'application/x-www-form-urlencoded',
      'sec-fetch-site': 'same-origin',
    },
  })
const opens = async (email: string, password: string) =>
  (await signInWithPassword(web.db, { name: email, password, browser: 'New', knownBrowser: null, clock })).outcome

describe('SEC-1 changing one’s own password', () => {
  it('wants the password of today, and a new one that is good', async () => {
    const { here, email } = await somebody('one@example.org')
    const wrong = await change(here, 'not this one at all', next)
    assert.equal(wrong.statusCode, 422)
    assert.match(wrong.body, /id="field-currentPassword-error">This is not your password of today/)
    assert.match((await change(here, former, 'short')).body, /id="field-newPassword-error">Use at least 12/)
    assert.match((await change(here, former, former)).body, /the password you have already/)
    assert.equal(await opens(email, former), 'right')
  })

  it('changes it, keeps this browser signed in and ends the others', async () => {
    const { here, there, email, accountId } = await somebody('two@example.org')
    assert.match((await get(here, '/account/security')).body, /Change your password/)
    const done = await change(here, former, next)
    assert.equal(done.headers.location, '/account/security')
    assert.equal((await get(here)).statusCode, 200)
    assert.equal((await get(there)).statusCode, 303)
    assert.deepEqual([await opens(email, former), await opens(email, next)], ['wrong', 'right'])
    const entries = await web.db.inSchool(web.school.id, (trx) => listEntries(trx, web.school.id))
    const own = entries.find(({ act, subjectId }) => act === 'account.password-changed' && subjectId === accountId)
    assert.doesNotMatch(JSON.stringify(own), /otters|argon/)
    assert.ok(own)
  })

  it('SEC-3 slows wrong tries down', async () => {
    const { here } = await somebody('three@example.org')
    for (let tries = 0; tries < 4; tries += 1) await change(here, 'not this one at all', next)
    assert.match((await change(here, former, next)).body, /Wait 15 seconds/)
    now += 15_000
    assert.equal((await change(here, former, next)).statusCode, 303)
  })

  it('says so where there is none', async () => {
    const clicked = await signedInAs(web, { role: 'office' })
    assert.equal((await clicked.get('/account/security/password')).headers.location, '/account/security')
  })
})
