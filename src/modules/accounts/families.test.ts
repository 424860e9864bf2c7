import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type TestDb, testDatabase } from '../../platform/db/testing.ts'
import { newId } from '../../platform/ids/index.ts'
import { systemActor } from '../audit/index.ts'
import { createSchool, type School } from '../schools/index.ts'
import {
  accountMessagesThatMustNotGo,
  addStaff,
  chooseSentCodes,
  findOpening,
  findSignedInIfAny,
  isProved,
  listSessions,
  makeCard,
  makeRecoveryCode,
  openForAdult,
  openRecovery,
  proveOpening,
  proveSecondFactor,
  sendSecondFactor,
  setSignIn,
  signInWithPassword,
  takeProvedChannel,
} from './index.ts'
import { codeSentTo, parentWithPassword, sentTo, testPassword, testSecrets } from './testing.ts'

let now = Date.parse('2026-11-21T09:00:00Z')
const clock = { now: () => new Date(now), today: () => '2026-11-21' }
const later = (minutes: number) => {
  now += minutes * 60_000
}
const common = { ...testSecrets, language: 'en', browser: 'Test', clock }

let db: TestDb
let school: School
let numbers = 100
/** A number of the drama range that no other test uses. */
const newMobile = () => {
  numbers += 1
  return `+447700900${numbers}`
}
before(async () => {
  db = await testDatabase()
  school = await createSchool(db, { name: 'Hill Primary', slug: 'hill', actor: systemActor, clock })
})
after(() => db.close())

const parent = (of: Partial<Parameters<typeof parentWithPassword>[1]> = {}) =>
  parentWithPassword(db, { school, clock, ...of })
const firstStep = (name: string, password = testPassword) =>
  signInWithPassword(db, { name, password, knownBrowser: null, browser: 'Test', clock })
async function secondStep(name: string, code: string) {
  const first = await firstStep(name)
  assert.equal(first.outcome, 'right')
  return proveSecondFactor(db, { ...common, token: first.outcome === 'right' ? first.token : '', code })
}
const tierOf = async (token: string) => (await findSignedInIfAny(db, { token, clock }))?.tier

describe('SEC-1 how families sign in', () => {
  it('lets a long password alone in to the notices tier', async () => {
    const { adultId } = await parent({ second: 'none' })
    const done = await firstStep(`${adultId}@example.org`)
    assert.equal(done.outcome === 'right' && done.due, null)
    assert.equal(done.outcome === 'right' && (await tierOf(done.token)), 'notices')
  })

  it('refuses a short password alone, and takes it beside a second step', async () => {
    const adult = { kind: 'registered' as const, school, name: 'Ann', accountId: null, mobile: null }
    const token = await openForAdult(db, { ...common, ...adult, adultId: newId(), email: 'short@example.org' })
    const way = { way: 'password' as const, password: 'twelve chars', appCode: '' }
    const alone = await setSignIn(db, { ...common, token, way: { ...way, second: 'none' } })
    assert.deepEqual(alone, { outcome: 'wrong', password: 'short alone', appCode: false })
    assert.equal((await setSignIn(db, { ...common, token, way: { ...way, second: 'email' } })).outcome, 'done')
    await assert.rejects(findOpening(db, { token, clock }), /done already/)
  })

  it('sends the second step to the proved email, which opens the record once', async () => {
    const { adultId } = await parent()
    const email = `${adultId}@example.org`
    const first = await firstStep(email)
    if (first.outcome !== 'right') throw new Error('the password is right')
    assert.equal(first.due, 'second factor')
    assert.equal(await tierOf(first.token), undefined)
    assert.equal(await sendSecondFactor(db, { ...common, token: first.token, channel: 'sms' }), false)
    assert.equal(await sendSecondFactor(db, { ...common, token: first.token, channel: 'email' }), true)
    const code = await codeSentTo(db, email)
    assert.equal((await proveSecondFactor(db, { ...common, token: first.token, code: '000000' })).outcome, 'wrong')
    const done = await proveSecondFactor(db, { ...common, token: first.token, code })
    assert.equal(done.outcome === 'right' && (await tierOf(done.token)), 'record')
    assert.equal((await secondStep(email, code)).outcome, 'wrong')
  })

  it('takes each code of a printed card once, in any spelling', async () => {
    const { adultId, card } = await parent({ second: 'card' })
    assert.equal(card.length, 10)
    const email = `${adultId}@example.org`
    const typed = (card[3] ?? '').toLowerCase().replace(/^(....)/, '$1 ')
    assert.equal((await secondStep(email, typed)).outcome, 'right')
    assert.equal((await secondStep(email, typed)).outcome, 'wrong')
    assert.equal((await secondStep(email, card[4] ?? '')).outcome, 'right')
  })

  it('S-12 signs in by the mobile who shares the mailbox of somebody’s sign-in', async () => {
    const [first, second] = [newMobile(), newMobile()]
    await parent({ email: 'family@example.org', mobile: first })
    const other = await parent({ email: 'family@example.org', mobile: second, second: 'none' })
    const done = await firstStep(`0${second.slice(3)}`)
    assert.equal(done.outcome === 'right' && done.accountId, other.accountId)
    await assert.rejects(parent({ email: 'family@example.org', mobile: second }), /belong to sign-ins of other people/)
  })
})

describe('SEC-2 S-17 after a change of how somebody signs in', () => {
  it('shuts the record for a day and tells every channel, naming nobody', async () => {
    const mobile = newMobile()
    const { accountId, adultId, token } = await parent({ mobile })
    const account = { id: accountId, email: `${adultId}@example.org`, mobile: null, name: 'Fatima Al-Hassan' }
    assert.equal(await tierOf(token), 'record')
    later(61)
    const first = await firstStep(account.email)
    if (first.outcome !== 'right') throw new Error('the password is right')
    await sendSecondFactor(db, { ...common, token: first.token, channel: 'email' })
    const code = await codeSentTo(db, account.email)
    const done = await proveSecondFactor(db, { ...common, token: first.token, code })
    if (done.outcome !== 'right') throw new Error('the code is right')
    assert.equal(await tierOf(done.token), 'record')
    await makeCard(db, { ...common, account })
    assert.equal(await tierOf(done.token), 'notices')
    for (const address of [account.email, mobile]) {
      const [notice = ''] = await sentTo(db, address)
      assert.match(notice, /A new card of one-time codes/)
      assert.doesNotMatch(notice, /Fatima|@|07700/)
    }
  })

  it('SEC-1 leaves no short password alone', async () => {
    const { accountId, adultId } = await parent()
    const account = { id: accountId, email: `${adultId}@example.org`, mobile: null, name: 'Fatima' }
    await assert.rejects(chooseSentCodes(db, { ...common, account, email: false, mobile: false }), /too weak/)
  })

  it('tells no shared mailbox while the person has a channel of their own', async () => {
    const [hers, his] = [newMobile(), newMobile()]
    await parent({ email: 'shared@example.org', mobile: hers })
    const { accountId } = await parent({ email: 'shared@example.org', mobile: his })
    const account = { id: accountId, email: null, mobile: his, name: 'Karim' }
    await makeRecoveryCode(db, { ...common, account })
    assert.deepEqual(await sentTo(db, 'shared@example.org'), [])
    assert.match((await sentTo(db, his))[0] ?? '', /new recovery code/)
  })

  it('moves name and codes to a new email that was proved', async () => {
    const { accountId, adultId } = await parent({ second: 'none' })
    await db.inSchool(school.id, (trx) =>
      takeProvedChannel(trx, { accountId, kind: 'email', value: 'moved@example.org', clock }),
    )
    assert.equal((await firstStep('moved@example.org')).outcome, 'right')
    assert.equal((await firstStep(`${adultId}@example.org`)).outcome, 'wrong')
  })
})

describe('SEC-1 S-16 finding a way back in', () => {
  const recover = async (name: string) => openRecovery(db, { ...common, name })
  const prove = (token: string, typed: Partial<{ emailCode: string; mobileCode: string; savedCode: string }>) =>
    proveOpening(db, { ...common, token, typed: { emailCode: '', mobileCode: '', savedCode: '', ...typed } })
  const way = { way: 'password' as const, password: 'seven quiet otters swim', second: 'text' as const, appCode: '' }

  it('takes the codes of two channels, not of one; ends what was before and tells both', async () => {
    const mobile = newMobile()
    const { adultId, accountId, token: earlier } = await parent({ mobile, second: 'none' })
    const email = `${adultId}@example.org`
    const token = await recover(email)
    const one = await prove(token, { emailCode: await codeSentTo(db, email) })
    assert.equal(one.outcome, 'wrong')
    await assert.rejects(setSignIn(db, { ...common, token, way }), /codes first/)
    assert.equal((await prove(token, { mobileCode: await codeSentTo(db, mobile) })).outcome, 'proved')
    later(61)
    await assert.rejects(setSignIn(db, { ...common, token, way }), /too long/)
    const again = await recover(email)
    await prove(again, { emailCode: await codeSentTo(db, email), mobileCode: await codeSentTo(db, mobile) })
    const done = await setSignIn(db, { ...common, token: again, way })
    assert.equal(done.outcome === 'done' && done.accountId, accountId)
    assert.equal(await tierOf(earlier), undefined)
    assert.equal(done.outcome === 'done' && (await tierOf(done.token)), 'notices')
    assert.equal((await listSessions(db, { accountId, clock })).length, 1)
    assert.equal((await firstStep(email)).outcome, 'wrong')
    for (const address of [email, mobile])
      assert.match((await sentTo(db, address))[0] ?? '', /earlier ones work no more/)
  })

  it('takes a saved recovery code in place of both', async () => {
    const { accountId, adultId } = await parent({ second: 'none' })
    const email = `${adultId}@example.org`
    const account = { id: accountId, email, mobile: null, name: 'Fatima' }
    const savedCode = await makeRecoveryCode(db, { ...common, account })
    const token = await recover(email)
    assert.equal((await prove(token, { savedCode: '0000 0000 0000 0' })).outcome, 'wrong')
    assert.equal((await prove(token, { savedCode: savedCode.toLowerCase() })).outcome, 'proved')
  })

  it('SEC-3 sends nothing for strangers and for staff, and asks them the same', async () => {
    const staff = {
      school,
      roles: ['office' as const],
      name: 'Sam',
      email: 'sam@example.org',
      actor: systemActor,
      clock,
    }
    await addStaff(db, staff)
    for (const name of ['nobody@example.org', 'sam@example.org', '', '07700 900999']) {
      const token = await recover(name)
      assert.equal(isProved(await findOpening(db, { token, clock })), false)
      assert.equal((await prove(token, { emailCode: '123456', savedCode: '0000 0000 0000 0' })).outcome, 'wrong')
    }
    assert.deepEqual(await sentTo(db, 'sam@example.org'), [])
  })

  it('SEC-3 sends codes for three recoveries an hour and no more', async () => {
    const { adultId } = await parent({ second: 'none' })
    const email = `${adultId}@example.org`
    for (let times = 0; times < 5; times += 1) await recover(email)
    assert.equal((await sentTo(db, email)).length, 3)
  })

  it('DLV-2 lets no code go that nobody waits for any more', async () => {
    const messages = await db.asOwner((trx) =>
      trx.selectFrom('account_messages').select(['id', 'kind']).where('kind', '=', 'code').execute(),
    )
    const rows = messages.map(({ id }) => ({ id, messageId: id }))
    later(11)
    const { ours, refused } = await accountMessagesThatMustNotGo(db, { rows, clock })
    assert.ok(rows.length > 0)
    assert.deepEqual([ours.size, refused.size], [rows.length, rows.length])
    const others = await accountMessagesThatMustNotGo(db, { rows: [{ id: newId(), messageId: newId() }], clock })
    assert.equal(others.ours.size, 0)
  })
})
