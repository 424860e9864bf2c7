import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type TestDb, testDatabase } from '../../platform/db/testing.ts'
import { newId } from '../../platform/ids/index.ts'
import { joinAdultToAccount, listAdultsOfAccount } from '../accounts/index.ts'
import { systemActor } from '../audit/index.ts'
import { endLink, findAdult, findFamily, listIssues } from '../people/index.ts'
import { createSchool, type School } from '../schools/index.ts'
import { addChild, chooseWhatToGet, findChildToAdd, listOwnDetails, openLetter, removeOwnChild } from './index.ts'
import {
  addPupil,
  begin,
  fatima,
  nobodyIsFlagged,
  printAndRead,
  register,
  type Sheet,
  testClock,
  testHash,
} from './testing.ts'

const forget = async () => {}

describe('LET-12 a second child from a signed-in account', () => {
  let db: TestDb
  let hill: School
  let moor: School
  let accountId = ''
  const pupils: Record<string, string> = {}
  const sheets: Record<string, Sheet> = {}
  before(async () => {
    db = await testDatabase()
    hill = await createSchool(db, { name: 'Hill Primary', slug: 'hill', actor: systemActor, clock: testClock })
    moor = await createSchool(db, { name: 'Moor High', slug: 'moor', actor: systemActor, clock: testClock })
    for (const [forename, school] of Object.entries({ Amira: hill, Bilal: hill, Dina: hill, Idris: moor })) {
      const schoolId = school.id
      const pupilId = await db.inSchool(schoolId, (trx) => addPupil(trx, { schoolId, forename, surname: 'Al-Hassan' }))
      const [sheet] = await printAndRead(db, { school, letters: { kind: 'pupil', pupilId } })
      if (!sheet) throw new Error('nothing was printed')
      pupils[forename] = pupilId
      sheets[forename] = sheet
    }
    await register(db, { ...codeOf('Amira', 1), registrant: fatima })
    accountId = await makeAccount('fatima.account@example.org')
    await joinAccount(hill, 'Amira', accountId)
  })
  after(() => db.close())

  const codeOf = (forename: string, place: number) => {
    const sheet = sheets[forename]
    return { reference: sheet?.reference ?? '', code: sheet?.codes[place - 1] ?? '' }
  }
  const familyOf = (forename: string, school = hill) =>
    db.inSchool(school.id, (trx) => findFamily(trx, school.id, pupils[forename] ?? ''))

  async function makeAccount(email: string): Promise<string> {
    const id = newId()
    const row = { id, email, name: 'Fatima Al-Hassan', created_at: testClock.now() }
    await db.asOwner((trx) => trx.insertInto('accounts').values(row).execute())
    return id
  }

  async function joinAccount(school: School, forename: string, account: string): Promise<void> {
    const adultId = (await familyOf(forename, school)).links[0]?.adultId ?? ''
    const join = { schoolId: school.id, adultId, accountId: account, clock: testClock }
    await db.inInstance((trx) => joinAdultToAccount(trx, join))
  }

  async function addingWith(typed: { reference: string; code: string }) {
    const adults = await listAdultsOfAccount(db, accountId)
    const own = await listOwnDetails(db, { adults })
    return { token: await begin(db, typed), hash: testHash, clock: testClock, accountId, adults, own }
  }
  const said = { mainContact: false, forget, flaggedContactOf: nobodyIsFlagged, siteAddress: 'https://gate.example' }

  it('takes the letter and nothing else: details and choices stay, and the code is used up', async () => {
    const [at] = await listAdultsOfAccount(db, accountId)
    const adultId = at?.adultId ?? ''
    await chooseWhatToGet(db, { schoolId: hill.id, adultId, accountId, clock: testClock, wish: 'text', forget })
    const held = await db.inSchool(hill.id, (trx) => findAdult(trx, hill.id, adultId))
    const adding = await addingWith(codeOf('Bilal', 1))
    const child = await findChildToAdd(db, adding)
    assert.deepEqual(
      [child.pupil.forename, child.known, child.brings, child.relationship],
      ['Bilal', true, null, 'Mother'],
    )
    assert.equal(await addChild(db, { ...adding, ...said, relationship: ' ' }), 'no relationship')
    assert.equal(await addChild(db, { ...adding, ...said, relationship: 'Mother' }), 'linked')
    // Pressing twice does nothing more.
    assert.equal(await addChild(db, { ...adding, ...said, relationship: 'Aunt' }), 'linked')
    const { links } = await familyOf('Bilal')
    assert.deepEqual(
      links.map((link) => [link.adultId, link.origin, link.prime, link.relationship]),
      [[adultId, 'web', true, 'Mother']],
    )
    assert.deepEqual(await db.inSchool(hill.id, (trx) => findAdult(trx, hill.id, adultId)), held)
    const pause = async () => {}
    const typed = { ...codeOf('Bilal', 1), token: '' }
    assert.equal((await openLetter(db, { typed, hash: testHash, clock: testClock, pause })).verdict, 'used')
  })

  it('LET-2 and LET-6 refuses in the same words as for everybody once the places are taken', async () => {
    const adding = await addingWith(codeOf('Dina', 4))
    for (const [place, forename] of ['Karim', 'Ruth', 'Kate', 'Ann'].entries()) {
      const registrant = { ...fatima, forename, email: `${forename}@example.org`, mobile: `07700 90030${place}` }
      await register(db, { ...codeOf('Dina', place === 3 ? 4 : place + 1), registrant })
    }
    await assert.rejects(() => addChild(db, { ...adding, ...said, relationship: 'Mother' }), /many adults|used already/)
    assert.equal((await familyOf('Dina')).links.length, 4)
  })

  it('LA-4 gives another school what was proved, from the person, and neither school learns of the other', async () => {
    const adding = await addingWith(codeOf('Idris', 1))
    // Who opted out of emails has none on record, so the whole way is needed.
    assert.deepEqual(
      [(await findChildToAdd(db, adding)).known, (await findChildToAdd(db, adding)).brings],
      [false, null],
    )
    await register(db, { ...codeOf('Amira', 2), registrant: fatima })
    const whole = await addingWith(codeOf('Idris', 1))
    const child = await findChildToAdd(db, whole)
    assert.equal(child.brings?.email, 'fatima@example.org')
    assert.equal(await addChild(db, { ...whole, ...said, relationship: 'Mother' }), 'linked')
    const adults = await listAdultsOfAccount(db, accountId)
    assert.deepEqual(adults.map(({ schoolId }) => schoolId).sort(), [hill.id, moor.id].sort())
    const [link] = (await familyOf('Idris', moor)).links
    assert.deepEqual(link?.adult.contactPoints.map(({ value }) => value).sort(), [
      '+447700900123',
      'fatima@example.org',
    ])
    const traces = await db.asOwner((trx) =>
      trx.selectFrom('audit_entries').select(['detail', 'school_id']).where('school_id', '=', moor.id).execute(),
    )
    assert.doesNotMatch(JSON.stringify(traces), new RegExp(`Hill|${hill.id}`))
  })

  it('LNK-6 lets somebody come back with a letter who removed themself, and asks the office where the school ended it', async () => {
    const [adult] = await listAdultsOfAccount(db, accountId)
    const link = (await familyOf('Bilal')).links[0]
    const removing = { schoolId: hill.id, adultId: adult?.adultId ?? '', accountId, clock: testClock }
    await removeOwnChild(db, { ...removing, linkId: link?.id ?? '', erase: false, forget })
    assert.equal(
      await addChild(db, { ...(await addingWith(codeOf('Bilal', 2))), ...said, relationship: 'Mother' }),
      'linked',
    )
    const again = (await familyOf('Bilal')).links.find(({ state }) => state === 'current')
    const ending = {
      schoolId: hill.id,
      linkId: again?.id ?? '',
      reason: 'Seen papers',
      actor: systemActor,
      clock: testClock,
    }
    await db.inSchool(hill.id, (trx) => endLink(trx, ending))
    const refused = await addChild(db, { ...(await addingWith(codeOf('Bilal', 3))), ...said, relationship: 'Mother' })
    assert.equal(refused, 'with the office')
    assert.ok((await familyOf('Bilal')).links.every(({ state }) => state === 'ended'))
    const issues = await db.inSchool(hill.id, (trx) => listIssues(trx, hill.id, { kind: 'registration to decide' }))
    assert.equal(issues.length, 1)
  })
})
