import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import type { Trx } from '../../platform/db/index.ts'
import { type TestDb, testDatabase } from '../../platform/db/testing.ts'
import { newId } from '../../platform/ids/index.ts'
import { joinAdultToAccount } from '../accounts/index.ts'
import { systemActor } from '../audit/index.ts'
import {
  endLink,
  findFamily,
  findPupilsOf,
  linkAdultByHand,
  mergeAdults,
  placeRestriction,
  undoMerge,
} from '../people/index.ts'
import { createSchool, type School } from '../schools/index.ts'
import {
  closeWaysInToRestricted,
  lettersOfMember,
  listClaims,
  openLetter,
  printLetters,
  removeOwnChild,
  sumOfTakeUp,
  takeUpByClass,
} from './index.ts'
import { addPupil, fatima, printAndRead, register, testClock, testHash } from './testing.ts'

describe('VIS-3 the ways in of a restricted adult', () => {
  let db: TestDb
  let school: School
  let amira = ''
  before(async () => {
    db = await testDatabase()
  })
  after(() => db.close())
  beforeEach(async () => {
    school = await createSchool(db, {
      name: 'Hill Primary',
      slug: `s-${newId()}`,
      actor: systemActor,
      clock: testClock,
    })
    amira = await here((trx) => addPupil(trx, { schoolId: school.id, forename: 'Amira', surname: 'Al-Hassan' }))
  })

  const here = <T>(work: (trx: Trx) => Promise<T>): Promise<T> => db.inSchool(school.id, work)
  const links = async () => (await here((trx) => findFamily(trx, school.id, amira))).links
  const print = async (how = {}) => {
    const [sheet] = await printAndRead(db, { school, letters: { kind: 'pupil', pupilId: amira }, ...how })
    assert.ok(sheet)
    return { reference: sheet.reference, code: sheet.codes[0] ?? '' }
  }
  const by = () => ({ schoolId: school.id, actor: systemActor, clock: testClock })
  const seen = { evidence: 'Order seen', seenBy: 'Helen Marsh', seenOn: '2026-11-20', reviewOn: '2027-05-12' }
  async function restrictFatima(): Promise<void> {
    const linkId = (await links())[0]?.id ?? ''
    await here((trx) => placeRestriction(trx, { ...by(), ...seen, linkId, close: [closeWaysInToRestricted] }))
  }
  async function sessionsOf(accountId: string): Promise<number> {
    const rows = await db.asOwner((trx) =>
      trx.selectFrom('account_sessions').select('id').where('account_id', '=', accountId).execute(),
    )
    return rows.length
  }

  it('are shut: signed out everywhere, and no letter of the child that is out opens anything', async () => {
    await register(db, { ...(await print()), registrant: fatima })
    const accountId = newId()
    const adultId = (await links())[0]?.adultId ?? ''
    const at = testClock.now()
    const session = { account_id: accountId, created_at: at, last_seen_at: at, stage: 'signed in', browser: 'a phone' }
    await db.asOwner(async (trx) => {
      const account = { id: accountId, email: `${accountId}@example.org`, name: 'Fatima', created_at: at }
      await trx.insertInto('accounts').values(account).execute()
      await trx
        .insertInto('account_sessions')
        .values({ ...session, id: newId(), token_hash: Buffer.alloc(32, 1) })
        .execute()
    })
    await db.inInstance((trx) => joinAdultToAccount(trx, { schoolId: school.id, adultId, accountId, clock: testClock }))
    const letter = await print()
    await restrictFatima()
    assert.equal(await sessionsOf(accountId), 0)
    const typed = { ...letter, token: '' }
    const answer = await openLetter(db, { typed, hash: testHash, clock: testClock, pause: async () => {} })
    assert.notEqual(answer.verdict, 'right')
    const states = (await here((trx) => lettersOfMember(trx, school.id, amira))).map(({ state }) => state)
    assert.ok(states.length > 0 && states.every((state) => state === 'killed'))
  })

  const ends: [how: string, end: () => Promise<void>][] = [
    ['while the link stands', async () => {}],
    [
      'when the link was ended since',
      async () => {
        const linkId = (await links())[0]?.id ?? ''
        await here((trx) => endLink(trx, { ...by(), linkId, reason: 'moved away' }))
      },
    ],
  ]
  for (const [how, end] of ends)
    it(`LET-13 a new letter lets them in no more ${how}: the office is asked, and they are told the same (VIS-4)`, async () => {
      await register(db, { ...(await print()), registrant: fatima })
      await restrictFatima()
      await end()
      const adult = { forename: 'Karim', surname: 'Al-Hassan', prime: true }
      await here((trx) => linkAdultByHand(trx, { ...by(), pupilId: amira, adult, reason: 'gets the new letter' }))
      await register(db, { ...(await print({ eachAdult: true })), registrant: fatima })
      const hers = (await links()).filter(({ adult }) => adult.forename === 'Fatima')
      assert.equal(hers.length, 1)
      assert.notEqual(hers[0]?.state, 'current')
    })
  it('LET-10 and the next who registers is prime: a restricted one closes nobody else out', async () => {
    await register(db, { ...(await print()), registrant: fatima })
    await restrictFatima()
    const adult = { forename: 'Karim', surname: 'Al-Hassan', phone: '07700 900124', prime: false }
    await here((trx) => linkAdultByHand(trx, { ...by(), pupilId: amira, adult, reason: 'gets the new letter' }))
    const karim = { ...fatima, forename: 'Karim', email: 'karim@example.org', mobile: '07700 900124' }
    await register(db, { ...(await print({ eachAdult: true })), registrant: karim })
    const his = (await links()).find(({ adult }) => adult.forename === 'Karim')
    assert.deepEqual([his?.origin, his?.prime], ['web', true])
  })
  it('IMP-22 of another record too that proves to be theirs, and open no more when the two are parted again', async () => {
    await register(db, { ...(await print()), registrant: fatima })
    const adult = { forename: 'Fatma', surname: 'Al-Hassan', prime: true }
    const other = await here((trx) => linkAdultByHand(trx, { ...by(), pupilId: amira, adult, reason: 'telephoned' }))
    await restrictFatima()
    await print({ eachAdult: true })
    const isOut = async () =>
      (await here((trx) => lettersOfMember(trx, school.id, amira))).some(({ state }) => state !== 'killed')
    assert.equal(await isOut(), true)
    const keptId = (await links()).find(({ restricted }) => restricted)?.adultId ?? ''
    const how = { keptId, goneId: other.adultId, reason: 'one woman', forget: async () => {} }
    const merge = { ...by(), ...how, close: [closeWaysInToRestricted] }
    const { mergeId } = await here((trx) => mergeAdults(trx, merge))
    assert.equal(await isOut(), false)
    await here((trx) => undoMerge(trx, { ...by(), mergeId }))
    assert.equal(await isOut(), false)
  })
  it('LET-8 and where the others have no address, printing says that this is why nobody gets one', async () => {
    await register(db, { ...(await print()), registrant: fatima })
    const adult = { forename: 'Karim', surname: 'Al-Hassan', prime: true }
    await here((trx) => linkAdultByHand(trx, { ...by(), pupilId: amira, adult, reason: 'told' }))
    await restrictFatima()
    await assert.rejects(print(), /no address where each adult gets a letter of their own/)
  })
  it('LET-6 of letters too that were being made when the restriction was placed', async () => {
    await register(db, { ...(await print()), registrant: fatima })
    const adult = { forename: 'Karim', surname: 'Al-Hassan', prime: true }
    await here((trx) => linkAdultByHand(trx, { ...by(), pupilId: amira, adult, reason: 'told' }))
    const letters = { kind: 'pupil' as const, pupilId: amira }
    const printing = { school, letters, actor: systemActor, clock: testClock, hash: testHash, siteAddress: 'https://x' }
    const render = async () => {
      await restrictFatima()
      return new Uint8Array()
    }
    await assert.rejects(printLetters(db, { ...printing, render }), /Nothing was printed/)
    const states = (await here((trx) => lettersOfMember(trx, school.id, amira))).map(({ state }) => state)
    assert.ok(states.every((state) => state === 'killed'))
    await printLetters(db, { ...printing, eachAdult: true, render: async () => new Uint8Array() })
  })
  it('LET-14 and the child stands among those whose families are asked to register', async () => {
    await register(db, { ...(await print()), registrant: fatima })
    const { id: schoolId } = school
    const counted = () =>
      here(async (trx) => {
        const { registered } = sumOfTakeUp(await takeUpByClass(trx, { schoolId, now: testClock.now() }))
        return registered
      })
    const asked = () => here((trx) => findPupilsOf(trx, { schoolId, selectors: ['unregistered'] }))
    assert.equal(await counted(), 1)
    await assert.rejects(asked(), /finds no pupil/)
    await restrictFatima()
    assert.equal(await counted(), 0)
    assert.deepEqual(await asked(), [amira])
  })
  it('LET-13 and the office is asked about them, though another whose detail they share is held by a court order', async () => {
    await register(db, { ...(await print()), registrant: fatima })
    const karim = { forename: 'Karim', surname: 'Al-Hassan', phone: fatima.mobile, prime: true, priority: 1 }
    const held = await here((trx) => linkAdultByHand(trx, { ...by(), pupilId: amira, adult: karim, reason: 'told' }))
    const ali = { forename: 'Ali', surname: 'Al-Hassan', prime: false }
    await here((trx) => linkAdultByHand(trx, { ...by(), pupilId: amira, adult: ali, reason: 'gets the new letter' }))
    const hers = (await links()).find(({ adult }) => adult.forename === 'Fatima')
    await here(async (trx) => {
      await placeRestriction(trx, { ...by(), ...seen, linkId: hers?.id ?? '', close: [] })
      const pair = { school_id: school.id, pupil_id: amira, adult_id: held.adultId }
      const flag = { ...pair, flag: 'yes', origin: 'manual', flagged_at: testClock.now() }
      await trx.insertInto('court_order_flags').values(flag).execute()
    })
    await register(db, { ...(await print({ eachAdult: true })), registrant: fatima })
    const [claim] = await here((trx) => listClaims(trx, school.id))
    assert.equal(claim?.typed.claimedAdultId, hers?.adultId)
  })
  it('LET-13 nor to a brother: the office is asked', async () => {
    const idris = await here((trx) => addPupil(trx, { schoolId: school.id, forename: 'Idris', surname: 'Al-Hassan' }))
    await register(db, { ...(await print()), registrant: fatima })
    await restrictFatima()
    const [sheet] = await printAndRead(db, { school, letters: { kind: 'pupil', pupilId: idris } })
    await register(db, { reference: sheet?.reference ?? '', code: sheet?.codes[0] ?? '', registrant: fatima })
    assert.deepEqual((await here((trx) => findFamily(trx, school.id, idris))).links, [])
  })
  it('LET-13 nor when an import had ended the link before', async () => {
    await register(db, { ...(await print()), registrant: fatima })
    await here((trx) =>
      trx.updateTable('links').set({ origin: 'mis', ended_on: '2026-11-20' }).where('pupil_id', '=', amira).execute(),
    )
    await restrictFatima()
    await register(db, { ...(await print()), registrant: fatima })
    assert.deepEqual(
      (await links()).map(({ state }) => state),
      ['ended'],
    )
  })
  it('LET-13 nor when they had left the child themself', async () => {
    await register(db, { ...(await print()), registrant: fatima })
    const [link] = await links()
    const own = { schoolId: school.id, adultId: link?.adultId ?? '', accountId: null, clock: testClock }
    await removeOwnChild(db, { ...own, linkId: link?.id ?? '', erase: false, forget: async () => {} })
    await restrictFatima()
    await register(db, { ...(await print()), registrant: fatima })
    assert.deepEqual(
      (await links()).filter(({ endedOn }) => endedOn === null),
      [],
    )
  })
})
