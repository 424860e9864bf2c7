import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { sql } from 'kysely'
import { fixedClock } from '../../platform/clock/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { type TestDb, testDatabase } from '../../platform/db/testing.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { newId } from '../../platform/ids/index.ts'
import { listEntries, systemActor } from '../audit/index.ts'
import { endLink, findFamily, linkAdultByHand, listIssues } from '../people/index.ts'
import { createSchool, type School } from '../schools/index.ts'
import {
  agreeAndFinish,
  describeYourself,
  findRegistration,
  openLetter,
  proofsThatMustNotGo,
  proveChannels,
  sendCodesAgain,
} from './index.ts'
import {
  addPupil,
  begin,
  beginAndProve,
  codesSent,
  fatima,
  nobodyIsFlagged,
  printAndRead,
  register,
  type Sheet,
  testClock,
  testHash,
} from './testing.ts'

let db: TestDb
let school: School
let amira = ''
let sheet: Sheet
const staff = { kind: 'staff' as const, accountId: null, name: 'Sam Okafor' }

before(async () => {
  db = await testDatabase()
})
after(async () => db.close())
beforeEach(async () => {
  school = await createSchool(db, { name: 'Hill Primary', slug: `s-${newId()}`, actor: systemActor, clock: testClock })
  amira = await here((trx) => addPupil(trx, { schoolId: school.id, forename: 'Amira', surname: 'Al-Hassan' }))
  sheet = await printFor(amira)
})

const here = <T>(work: (trx: Trx) => Promise<T>): Promise<T> => db.inSchool(school.id, work)
const refuses = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code
const familyOf = (pupilId: string) => here((trx) => findFamily(trx, school.id, pupilId))
const current = async (pupilId: string) => (await familyOf(pupilId)).links.filter(({ endedOn }) => endedOn === null)
const with_ = (place: number, of: Sheet = sheet) => ({ reference: of.reference, code: of.codes[place - 1] ?? '' })
const holding = (token: string) => ({
  ...{ token, hash: testHash, clock: testClock },
  ...{
    wish: 'both' as const,
    forget: async () => {},
    flaggedContactOf: nobodyIsFlagged,
    siteAddress: 'https://gate.example',
  },
})
const issues = (kind: string) => here((trx) => listIssues(trx, school.id, { kind }))

async function printFor(pupilId: string): Promise<Sheet> {
  const [printed] = await printAndRead(db, { school, letters: { kind: 'pupil', pupilId } })
  if (!printed) throw new Error('nothing was printed')
  return printed
}

async function linkByHand(adult: {
  forename: string
  surname: string
  phone?: string
  email?: string
  prime: boolean
}) {
  const by = { schoolId: school.id, actor: staff, clock: testClock, reason: 'Told by telephone' }
  return here((trx) => linkAdultByHand(trx, { ...by, pupilId: amira, adult }))
}

describe('LET-9 registering', () => {
  it('ends in a link of origin web with proved details, journalled', async () => {
    await register(db, { ...with_(1), registrant: fatima })
    const [link, ...others] = await current(amira)
    assert.deepEqual([others.length, link?.origin, link?.relationship, link?.prime], [0, 'web', 'Mother', true])
    assert.equal(link?.adult.origin, 'web')
    assert.deepEqual(
      link?.adult.contactPoints.map(({ value, origin, provedAt }) => [value, origin, provedAt !== null]).sort(),
      [
        ['+447700900123', 'web', true],
        ['fatima@example.org', 'web', true],
      ],
    )
    const [entry] = await here((trx) => listEntries(trx, school.id, { act: 'adult.registered' }))
    assert.deepEqual([entry?.actorKind, entry?.actorName, entry?.pupilId], ['family', 'Fatima Al-Hassan', amira])
  })

  it('claims the link of the same person by name and a proved number, and ends what she did not register', async () => {
    const { linkId, adultId } = await linkByHand({
      ...{ forename: 'FATIMA', surname: 'Al Hassan', prime: true },
      ...{ phone: '07700 900123', email: 'fatima.old@example.org' },
    })
    await register(db, { ...with_(1), registrant: fatima })
    const [link, ...others] = await current(amira)
    assert.deepEqual(
      [others.length, link?.id, link?.adultId, link?.origin, link?.prime],
      [0, linkId, adultId, 'web', true],
    )
    assert.equal(link?.adult.forename, 'Fatima')
    assert.deepEqual(link?.adult.contactPoints.map(({ value }) => value).sort(), [
      '+447700900123',
      'fatima@example.org',
    ])
  })

  it('needs both codes, the newest, in time', async () => {
    const token = await begin(db, with_(1))
    await describeYourself(db, { ...holding(token), typed: fatima })
    const first = await codesSent(db, token)
    assert.deepEqual(await proveChannels(db, { ...holding(token), emailCode: first.emailCode, mobileCode: '' }), {
      email: true,
      mobile: false,
    })
    await assert.rejects(agreeAndFinish(db, holding(token)), refuses('registration.over'))
    const later = { ...holding(token), clock: fixedClock('2026-11-21T09:10:00Z') }
    assert.equal((await proveChannels(db, { ...later, ...first })).mobile, false)
    await sendCodesAgain(db, later)
    const second = await codesSent(db, token)
    assert.deepEqual(await proveChannels(db, { ...later, ...second }), { email: true, mobile: true })
    await agreeAndFinish(db, later)
    assert.equal((await current(amira)).length, 1)
    await agreeAndFinish(db, later)
    assert.equal((await current(amira)).length, 1)
  })

  it('takes no code after five wrong ones, and sends no more than four to one channel', async () => {
    const token = await begin(db, with_(1))
    await describeYourself(db, { ...holding(token), typed: fatima })
    const right = await codesSent(db, token)
    const wrong = right.mobileCode === '000000' ? '000001' : '000000'
    for (let tries = 0; tries < 5; tries += 1)
      await proveChannels(db, { ...holding(token), emailCode: '', mobileCode: wrong })
    assert.equal((await proveChannels(db, { ...holding(token), ...right })).mobile, false)
    for (let sent = 1; sent < 4; sent += 1) await sendCodesAgain(db, holding(token))
    await assert.rejects(sendCodesAgain(db, holding(token)), refuses('registration.codes-sent'))
  })

  it('belongs to the browser that began it, for an hour', async () => {
    const token = await begin(db, with_(1))
    const other = `${token.split('.').slice(0, 2).join('.')}.guessed`
    for (const wrong of [other, 'x', '', `${newId()}.${newId()}.x`])
      await assert.rejects(findRegistration(db, holding(wrong)), (error) => error instanceof Refusal)
    const late = { ...holding(token), clock: fixedClock('2026-11-21T10:00:00Z') }
    await assert.rejects(findRegistration(db, late), refuses('registration.over'))
    assert.equal((await findRegistration(db, holding(token))).pupil.forename, 'Amira')
  })

  it('keeps nothing of what nobody agreed to', async () => {
    const token = await beginAndProve(db, { ...with_(1), registrant: fatima })
    await begin(db, { ...with_(2), clock: fixedClock('2026-11-21T11:00:00Z') })
    const left = await here((trx) => trx.selectFrom('registrations').select('id').execute())
    assert.ok(left.length === 1 && left[0]?.id !== token.split('.')[1])
  })

  it('lets delivery hand a code over only while somebody waits for it (DLV-2)', async () => {
    const token = await begin(db, with_(1))
    await describeYourself(db, { ...holding(token), typed: fatima })
    const sent = await db.asOwner((trx) =>
      sql<{ id: string; messageId: string }>`
        select id, message_id as "messageId" from deliveries where school_id = ${school.id}`.execute(trx),
    )
    const rows = [...sent.rows, { id: newId(), messageId: newId() }]
    const asked = (clock = testClock) => proofsThatMustNotGo(db, { schoolId: school.id, rows, clock })
    assert.deepEqual([(await asked()).ours.size, (await asked()).refused.size], [2, 0])
    assert.equal((await asked(fixedClock('2026-11-21T09:30:00Z'))).refused.size, 2)
    assert.equal(sent.rows.length, 2)
  })
})

describe('OPT-2 and OPT-3 what they choose when they register', () => {
  for (const [wish, optOuts, values] of [
    ['both', [], ['+447700900123', 'fatima@example.org']],
    ['email', ['sms'], ['fatima@example.org']],
    ['text', ['email'], ['+447700900123']],
    ['nothing', ['all'], []],
  ] as const) {
    it(`${wish}: keeps ${values.length} details and the link`, async () => {
      await register(db, { ...with_(1), registrant: fatima, wish })
      const [link] = await current(amira)
      assert.equal(link?.origin, 'web')
      assert.deepEqual(link?.adult.optOuts, optOuts)
      assert.deepEqual(link?.adult.contactPoints.map(({ value }) => value).sort(), values)
      const kept = await here((trx) => sql<{ email: string | null }>`select email from registrations`.execute(trx))
      assert.equal(kept.rows[0]?.email, null)
    })
  }
})

describe('LET-1 and LET-2 places', () => {
  const person = (number: number) => ({
    ...fatima,
    forename: `Person${'abcdef'[number]}`,
    email: `person${number}@example.org`,
    mobile: `07700 90020${number}`,
  })

  it('lets four adults in, a code each, and refuses the fifth with words to ask the office', async () => {
    for (const place of [1, 2, 3, 4]) await register(db, { ...with_(place), registrant: person(place) })
    const again = { ...with_(1), token: '' }
    const pause = async () => {}
    const answer = await openLetter(db, { typed: again, hash: testHash, clock: testClock, pause })
    assert.equal(answer.verdict, 'used')
    await assert.rejects(printFor(amira), refuses('letters.nobody'))
    assert.equal((await current(amira)).length, 4)
  })

  it('does not count adults from the MIS or by hand', async () => {
    for (const number of [1, 2, 3, 4, 5]) await linkByHand({ forename: `Hand${number}`, surname: 'Hill', prime: false })
    await register(db, { ...with_(1), registrant: fatima })
    assert.equal((await current(amira)).length, 6)
  })

  it('lets one of a hundred parallel uses of one code in', async () => {
    const tokens: string[] = []
    for (let number = 0; number < 100; number += 1) tokens.push(await begin(db, with_(1)))
    await here((trx) =>
      sql`update registrations set state = 'proved', forename = 'Fatima', surname = 'Hill ' || id::text, relationship = 'Mother',
        email = 'f' || right(id::text, 6) || '@example.org', mobile = '+447700900123'
        where school_id = ${school.id}`.execute(trx),
    )
    const done = await Promise.allSettled(tokens.map((token) => agreeAndFinish(db, holding(token))))
    assert.equal((await current(amira)).length, 1)
    const used = await here((trx) =>
      sql<{
        used: number
      }>`select count(used_at)::int as used from letter_codes where school_id = ${school.id}`.execute(trx),
    )
    assert.equal(used.rows[0]?.used, 1)
    const told = done.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
    assert.equal(told.length, 99)
    for (const refusal of told) assert.ok(refuses('registration.used')(refusal), String(refusal))
  })

  it('gives the last place to one of two who come at once, and tells the other', async () => {
    for (const place of [1, 2, 3]) await register(db, { ...with_(place), registrant: person(place) })
    const other = await printFor(amira)
    const tokens = [
      await beginAndProve(db, { ...with_(1, other), registrant: person(4) }),
      await beginAndProve(db, { ...with_(1, other), registrant: person(5) }),
    ]
    const done = await Promise.allSettled(tokens.map((token) => agreeAndFinish(db, holding(token))))
    assert.deepEqual(done.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
    const told = done.find((one) => one.status === 'rejected')
    assert.ok(told?.status === 'rejected' && /ask the school office/.test(told.reason.words))
    assert.equal((await current(amira)).length, 4)
  })

  it('gives nothing for a letter that was reset, or for a pupil who left meanwhile', async () => {
    const token = await beginAndProve(db, { ...with_(1), registrant: fatima })
    await here((trx) => sql`update members set status = 'leaver' where id = ${amira}`.execute(trx))
    await assert.rejects(agreeAndFinish(db, holding(token)), refuses('registration.left'))
    await here((trx) => sql`update members set status = 'on roll' where id = ${amira}`.execute(trx))
    await printFor(amira)
    await assert.rejects(agreeAndFinish(db, holding(token)), refuses('registration.expired'))
    assert.equal((await current(amira)).length, 0)
  })
})

describe('LET-10 prime', () => {
  it('is who registers first where nobody is, and later ones when they tick it', async () => {
    await register(db, { ...with_(1), registrant: fatima })
    const bob = { ...fatima, forename: 'Bob', email: 'bob@example.org', mobile: '07700 900124' }
    await register(db, { ...with_(2), registrant: bob })
    const cat = { ...fatima, forename: 'Cat', email: 'cat@example.org', mobile: '07700 900125', mainContact: true }
    await register(db, { ...with_(3), registrant: cat })
    const prime = (await current(amira)).map(({ adult, prime }) => `${adult.forename} ${prime}`)
    assert.deepEqual(prime.sort(), ['Bob false', 'Cat true', 'Fatima true'])
  })
})

describe('LNK-5 a second child', () => {
  it('is joined to the same adult by that child’s own letter, and to no other', async () => {
    await register(db, { ...with_(1), registrant: fatima })
    const idris = await here((trx) => addPupil(trx, { schoolId: school.id, forename: 'Idris', surname: 'Al-Hassan' }))
    assert.equal((await current(idris)).length, 0)
    const other = await printFor(idris)
    await register(db, { ...with_(1, other), registrant: { ...fatima, mobile: '07700 900999' } })
    const [mine, his] = [(await current(amira))[0], (await current(idris))[0]]
    assert.equal(mine?.adultId, his?.adultId)
    assert.deepEqual(mine?.adult.contactPoints.map(({ value }) => value).sort(), [
      '+447700900999',
      'fatima@example.org',
    ])
  })
})

describe('LET-13 what a person decides', () => {
  it('shows both sides where the name alone is known, and merges nothing', async () => {
    await linkByHand({ forename: 'Fatima', surname: 'Al-Hassan', email: 'other@example.org', prime: true })
    await register(db, { ...with_(1), registrant: fatima })
    assert.equal((await current(amira)).length, 2)
    const [issue] = await issues('registered beside somebody alike')
    assert.match(issue?.detail ?? '', /Fatima Al-Hassan was linked already/)
  })

  it('makes no link where the school ended one, and tells the family no reason', async () => {
    const { linkId } = await linkByHand({ forename: 'Fatima', surname: 'Al-Hassan', prime: true })
    const by = { schoolId: school.id, actor: staff, clock: testClock, reason: 'Court order seen' }
    await here((trx) => endLink(trx, { ...by, linkId }))
    const token = await beginAndProve(db, { ...with_(1), registrant: fatima })
    await agreeAndFinish(db, holding(token))
    assert.equal((await current(amira)).length, 0)
    assert.equal((await findRegistration(db, holding(token))).registration.state, 'with the office')
    assert.equal((await issues('registration to decide')).length, 1)
  })

  it('IMP-14 makes no link beside one that is held by a court order', async () => {
    const { adultId } = await linkByHand({ forename: 'Karim', surname: 'Al-Hassan', prime: false })
    await here((trx) =>
      sql`insert into court_order_flags (school_id, pupil_id, adult_id, flag, flagged_at)
        values (${school.id}, ${amira}, ${adultId}, 'yes', ${testClock.now()})`.execute(trx),
    )
    const karim = { ...fatima, forename: 'Karim', email: 'karim@example.org', mobile: '07700 900126' }
    await register(db, { ...with_(1), registrant: karim })
    const links = await current(amira)
    assert.deepEqual(
      links.map(({ state }) => state),
      ['held: court order flagged'],
    )
    assert.equal((await issues('registration to decide')).length, 1)
  })
})
