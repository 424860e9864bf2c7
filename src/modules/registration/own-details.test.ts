import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { type TestDb, testDatabase } from '../../platform/db/testing.ts'
import { listEntries, systemActor } from '../audit/index.ts'
import { findAdult, findFamily, linkAdultByHand, listIssues } from '../people/index.ts'
import { createSchool, type School } from '../schools/index.ts'
import {
  type Acting,
  askForOwnLink,
  askToChange,
  changeOwnName,
  chooseWhatToGet,
  listOwnDetails,
  proofsThatMustNotGo,
  proveOwnChange,
  removeOwnChild,
  sayWhatIsWrong,
} from './index.ts'
import { addPupil, fatima, printAndRead, register, testClock, testHash } from './testing.ts'

const forget = async () => {}

describe('one’s own details', () => {
  let db: TestDb
  let school: School
  let schoolId = ''
  let mother: Acting
  let father: Acting
  let amira = ''
  before(async () => {
    db = await testDatabase()
    school = await createSchool(db, { name: 'Hill Primary', slug: 'hill', actor: systemActor, clock: testClock })
    schoolId = school.id
    amira = await db.inSchool(schoolId, (trx) => addPupil(trx, { schoolId, forename: 'Amira', surname: 'Al-Hassan' }))
    const [sheet] = await printAndRead(db, { school, letters: { kind: 'pupil', pupilId: amira } })
    const code = (place: number) => ({ reference: sheet?.reference ?? '', code: sheet?.codes[place - 1] ?? '' })
    await register(db, { ...code(1), registrant: fatima })
    // The couple shares one mailbox.
    await register(db, { ...code(2), registrant: { ...fatima, forename: 'Karim', mobile: '07700 900124' } })
    const { links } = await db.inSchool(schoolId, (trx) => findFamily(trx, schoolId, amira))
    const acting = (forename: string): Acting => {
      const adultId = links.find(({ adult }) => adult.forename === forename)?.adultId ?? ''
      return { schoolId, adultId, accountId: null, clock: testClock }
    }
    mother = acting('Fatima')
    father = acting('Karim')
  })
  after(() => db.close())

  const adultOf = ({ adultId }: Acting) => db.inSchool(schoolId, (trx) => findAdult(trx, schoolId, adultId))
  const valuesOf = async (acting: Acting) => (await adultOf(acting)).contactPoints.map(({ value }) => value).sort()

  type Sent = { to: string; body: string; message: string; subject: string | null }
  async function sentTo(acting: Acting): Promise<Sent[]> {
    const { rows } = await db.asOwner((trx) =>
      sql<Sent>`
        select d.to_address as to, t.body, d.message_id as message, t.subject
        from deliveries d join delivery_texts t on t.school_id = d.school_id and t.id = d.text_id
        where d.recipient_id = ${acting.adultId} order by d.created_at, d.id`.execute(trx),
    )
    return rows
  }
  /** The code that went out last. */
  const codeOf = async (acting: Acting) =>
    (await sentTo(acting)).flatMap(({ body }) => /^(\d{6}) is your code/.exec(body)?.[1] ?? []).at(-1) ?? ''

  async function change(acting: Acting, channel: 'email' | 'sms', typed: string): Promise<boolean> {
    assert.equal(await askToChange(db, { ...acting, channel, typed, hash: testHash }), true)
    return proveOwnChange(db, { ...acting, code: await codeOf(acting), hash: testHash })
  }

  it('LNK-5 and IMP-5 make a changed name the person’s own at once, and journal it', async () => {
    assert.deepEqual(await changeOwnName(db, { ...mother, typed: { forename: ' ', surname: 'x@y' } }), [
      'forename',
      'surname',
    ])
    assert.deepEqual(await changeOwnName(db, { ...mother, typed: { forename: 'Fatima', surname: 'Haddad' } }), [])
    const { surname, origin } = await adultOf(mother)
    assert.deepEqual([surname, origin], ['Haddad', 'web'])
    const [entry] = await db.inSchool(schoolId, (trx) => listEntries(trx, schoolId, { act: 'adult.changed-name' }))
    assert.equal(entry?.actorKind, 'family')
    assert.equal((await adultOf(father)).surname, 'Al-Hassan')
  })

  it('DAT-2 changes nothing before the code was typed, and takes no wrong one', async () => {
    const before = await valuesOf(mother)
    assert.equal(await askToChange(db, { ...mother, channel: 'sms', typed: '12', hash: testHash }), false)
    assert.equal(await askToChange(db, { ...mother, channel: 'sms', typed: '07700 900200', hash: testHash }), true)
    for (let tries = 0; tries < 5; tries += 1)
      assert.equal(await proveOwnChange(db, { ...mother, code: 'x12', hash: testHash }), false)
    assert.equal(await proveOwnChange(db, { ...mother, code: await codeOf(mother), hash: testHash }), false)
    assert.deepEqual(await valuesOf(mother), before)
  })

  it('LNK-5 and VIS-6 take the new number at once; the old one is told, and neither text quotes a number', async () => {
    assert.equal(await change(mother, 'sms', '07700 900201'), true)
    assert.deepEqual(await valuesOf(mother), ['+447700900201', 'fatima@example.org'])
    const notices = (await sentTo(mother)).filter(({ body }) => body.includes('was changed'))
    assert.deepEqual(notices.map(({ to }) => to).sort(), ['+447700900123', '+447700900201'])
    for (const { body } of notices) assert.doesNotMatch(body, /07700|900201|900123|\+44|@/)
    const points = (await adultOf(mother)).contactPoints
    assert.ok(points.every(({ origin, provedAt }) => origin === 'web' && provedAt !== null))
    const journal = await db.inSchool(schoolId, (trx) => listEntries(trx, schoolId, { act: 'adult.changed-channel' }))
    assert.doesNotMatch(JSON.stringify(journal), /900201|900123/)
  })

  it('VIS-6 tells nobody at a channel that another adult has too', async () => {
    assert.equal(await change(mother, 'email', 'fatima.haddad@example.org'), true)
    const notices = (await sentTo(mother)).filter(({ body }) => body.includes('email address that'))
    assert.deepEqual(
      notices.map(({ to }) => to),
      ['fatima.haddad@example.org'],
    )
    assert.deepEqual(await valuesOf(father), ['+447700900124', 'fatima@example.org'])
  })

  it('DLV-2 lets a code go while somebody waits for it, and not afterwards', async () => {
    const sent = await sentTo(mother)
    const rows = sent.map(({ message }, at) => ({ id: String(at), messageId: message }))
    const { ours, refused } = await proofsThatMustNotGo(db, { schoolId, rows, clock: testClock })
    assert.equal(ours.size, rows.length)
    const stopped = sent.filter((_, at) => refused.has(String(at)))
    assert.equal(stopped.length, 3)
    for (const { body } of stopped) assert.match(body, /is your code/)
  })

  it('OPT-4 the person lifts their own opt-out by proving the channel anew, and the other stays', async () => {
    await chooseWhatToGet(db, { ...father, wish: 'nothing', forget })
    assert.deepEqual([(await adultOf(father)).optOuts, await valuesOf(father)], [['all'], []])
    const pointers = await db.asOwner((trx) =>
      sql`select from proved_channels where adult_id = ${father.adultId}`.execute(trx),
    )
    assert.equal(pointers.rows.length, 0)
    assert.equal(await change(father, 'sms', '07700 900125'), true)
    assert.deepEqual([(await adultOf(father)).optOuts, await valuesOf(father)], [['email'], ['+447700900125']])
    const [entry] = await db.inSchool(schoolId, (trx) => listEntries(trx, schoolId, { act: 'adult.opted-in' }))
    assert.equal(entry?.actorName, 'Karim Al-Hassan')
  })

  it('sends no more than four codes an hour', async () => {
    const ask = () => askToChange(db, { ...mother, channel: 'email', typed: 'more@example.org', hash: testHash })
    await ask()
    await assert.rejects(ask, /several codes/)
  })

  it('SEC-3 sends the link again to a proved channel that still is theirs, three times an hour, and says nothing', async () => {
    const ask = (typed: string) =>
      askForOwnLink(db, { typed, siteAddress: 'https://gate.example', hash: testHash, clock: testClock, pause: forget })
    const links = async (acting: Acting) =>
      (await sentTo(acting)).filter(({ subject, body }) => /\/my\//.test(body) && !subject?.includes('registered'))
        .length
    const before = await links(mother)
    for (const typed of ['nobody@example.org', '07700 900123', 'what', 'karim@example.org']) await ask(typed)
    assert.equal(await links(mother), before)
    for (let asked = 0; asked < 5; asked += 1) await ask(' 07700900201')
    assert.equal(await links(mother), before + 3)
    // The old mailbox is the father's too, and he opted out of emails.
    const ofFather = await links(father)
    await ask('fatima@example.org')
    assert.equal(await links(father), ofFather)
    const { rows } = await db.asOwner((trx) =>
      sql<{ hash: string }>`select value_hash as hash from proved_channels`.execute(trx),
    )
    assert.doesNotMatch(JSON.stringify(rows), /@|900/)
  })

  it('LET-13 puts what is said to be wrong beside what is held, for a person to decide', async () => {
    assert.equal(await sayWhatIsWrong(db, { ...mother, typed: ' ' }), false)
    assert.equal(await sayWhatIsWrong(db, { ...mother, typed: 'She is in 6A.' }), true)
    const [issue] = await db.inSchool(schoolId, (trx) => listIssues(trx, schoolId, { kind: 'family says otherwise' }))
    assert.match(issue?.detail ?? '', /She is in 6A.*Fatima Haddad, Mother of Amira Al-Hassan \(6B\)/)
    assert.doesNotMatch(issue?.detail ?? '', /Karim|@|900/)
    for (let said = 1; said < 5; said += 1) await sayWhatIsWrong(db, { ...mother, typed: `And ${said}` })
    await assert.rejects(() => sayWhatIsWrong(db, { ...mother, typed: 'More' }), /several notes/)
  })

  it('LNK-6 removes the person’s own link at once, and raises that no prime is left', async () => {
    const [own] = await listOwnDetails(db, { adults: [mother] })
    const linkId = own?.children[0]?.link.id ?? ''
    await assert.rejects(() => removeOwnChild(db, { ...father, linkId, erase: false, forget }), /not linked to you/)
    await removeOwnChild(db, { ...mother, linkId, erase: true, forget })
    assert.deepEqual(await listOwnDetails(db, { adults: [mother] }), [])
    assert.deepEqual([(await adultOf(mother)).optOuts, await valuesOf(mother)], [['all'], []])
    const family = await db.inSchool(schoolId, (trx) => findFamily(trx, schoolId, amira))
    assert.equal(family.links.find(({ id }) => id === linkId)?.endReason, 'removed by the person')
    const issues = await db.inSchool(schoolId, (trx) => listIssues(trx, schoolId, { kind: 'no prime adult' }))
    assert.equal(issues.length, 1)
  })

  it('LNK-6 and VIS-6 tell the person at the channels that are theirs alone', async () => {
    const [own] = await listOwnDetails(db, { adults: [father] })
    const linkId = own?.children[0]?.link.id ?? ''
    await removeOwnChild(db, { ...father, linkId, erase: false, forget })
    const told = (await sentTo(father)).filter(({ body }) => body.includes('not linked to Amira at'))
    assert.deepEqual(
      told.map(({ to }) => to),
      ['+447700900125'],
    )
    assert.deepEqual(await listOwnDetails(db, { adults: [father] }), [])
  })

  it('LNK-6 leaves a link that the school keeps to the school', async () => {
    const by = { schoolId, actor: systemActor, clock: testClock, reason: 'Told by telephone' }
    const adult = { forename: 'Ruth', surname: 'Turner', phone: '07700 900126', prime: true }
    const { adultId, linkId } = await db.inSchool(schoolId, (trx) =>
      linkAdultByHand(trx, { ...by, pupilId: amira, adult }),
    )
    const ruth = { schoolId, adultId, accountId: null, clock: testClock }
    await assert.rejects(
      () => removeOwnChild(db, { ...ruth, linkId, erase: false, forget }),
      /The school keeps this link/,
    )
  })
})
