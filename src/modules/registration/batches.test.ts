import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { after, before, beforeEach, describe, it } from 'node:test'
import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import { type TestDb, testDatabase } from '../../platform/db/testing.ts'
import { newId } from '../../platform/ids/index.ts'
import { systemActor } from '../audit/index.ts'
import { defaultLetterText, saveLetterText } from '../letters/index.ts'
import { loadMemberPoints } from '../people/index.ts'
import { changeSettings, createSchool, type School } from '../schools/index.ts'
import { batchesBefore, lettersOfMember, openLetter, printLetters, setHomeLanguage } from './index.ts'
import { addPupil, fatima, printAndRead, register, testClock, testHash } from './testing.ts'

const noPoppler = spawnSync('pdftotext', ['-v']).error ? 'poppler-utils is not installed' : false
const at = testClock.now()
const actor = { kind: 'staff' as const, accountId: null, name: 'Sam Okafor' }

let db: TestDb
let school: School
before(async () => {
  db = await testDatabase()
})
after(async () => db.close())
beforeEach(async () => {
  school = await createSchool(db, { name: 'Hill Primary', slug: `s-${newId()}`, actor: systemActor, clock: testClock })
})

const here = <T>(work: (trx: Trx) => Promise<T>): Promise<T> => db.inSchool(school.id, work)
const pupil = (forename: string, surname: string, registrationGroup = '6B') =>
  here((trx) => addPupil(trx, { schoolId: school.id, forename, surname, registrationGroup }))
const by = () => ({ school, actor, clock: testClock, hash: testHash, siteAddress: 'https://gate.example/register' })

/** An adult from the MIS at an address of their own, linked to these pupils. */
async function adult(name: string, address: string | null, pupilIds: string[]): Promise<string> {
  const [forename = '', surname = ''] = name.split(' ')
  const id = newId()
  const common = { school_id: school.id, created_at: at, updated_at: at }
  await here(async (trx) => {
    await trx
      .insertInto('adults')
      .values({
        ...common,
        id,
        origin: 'mis',
        forename,
        surname,
        name_key: name.toLowerCase(),
        address,
        household_key: address,
      })
      .execute()
    for (const pupilId of pupilIds)
      await trx
        .insertInto('links')
        .values({
          ...common,
          id: newId(),
          pupil_id: pupilId,
          adult_id: id,
          origin: 'mis',
          prime: true,
          started_on: '2026-09-01',
        })
        .execute()
  })
  return id
}

async function teacher(forename: string, surname: string): Promise<string> {
  const id = newId()
  await here((trx) =>
    trx
      .insertInto('members')
      .values({
        school_id: school.id,
        id,
        role: 'teacher',
        status: 'on roll',
        origin: 'mis',
        forename,
        surname,
        name_key: `${forename} ${surname}`.toLowerCase(),
        created_at: at,
        updated_at: at,
      })
      .execute(),
  )
  return id
}

const pagesOf = (pdf: Uint8Array) =>
  String(spawnSync('pdftotext', ['-layout', '-', '-'], { input: pdf }).stdout)
    .split('\f')
    .slice(0, -1)

describe('LET-7 VIS-5 letters of families with two addresses', () => {
  it('show one adult on each sheet, and nothing of another in text or metadata', { skip: noPoppler }, async () => {
    const adults: { id: string; name: string; road: string }[] = []
    for (let family = 0; family < 5; family += 1) {
      const pupilIds = [
        await pupil(`Kid${family}`, `Ward${family}`),
        await pupil(`Sib${family}`, `Ward${family}`, '2A'),
      ]
      for (const side of ['Anna', 'Bogdan']) {
        const [name, road] = [`${side}${family}x Ward${family}`, `${family}${side.length} Road${side}${family}`]
        adults.push({ id: await adult(name, `${road}, Hillford`, pupilIds), name, road })
      }
    }
    const { pdf, letters } = await printLetters(db, { ...by(), letters: { kind: 'new' }, pile: 'family' })
    assert.equal(letters, 20)
    const sheets = pagesOf(pdf)
    assert.equal(sheets.length, 20)
    for (const sheet of sheets) {
      const shown = adults.filter(({ name, road }) => sheet.includes(name) || sheet.includes(road))
      assert.equal(shown.length, 1)
      assert.ok(sheet.includes(shown[0]?.name ?? '') && sheet.includes(shown[0]?.road ?? ''))
    }
    assert.doesNotMatch(Buffer.from(pdf).toString('latin1'), /Anna\d|Bogdan\d|Road|Ward\d|Kid\d/)
  })

  it('are one for each adult at home where a court order holds another, who gets none', async () => {
    const pupilId = await pupil('Kit', 'Mercer')
    const anna = await adult('Anna Mercer', '1 Road', [pupilId])
    const held = await adult('Hal Mercer', '9 Elsewhere', [pupilId])
    await here((trx) =>
      trx
        .insertInto('court_order_flags')
        .values({ school_id: school.id, pupil_id: pupilId, adult_id: held, flag: 'yes', flagged_at: at })
        .execute(),
    )
    const sheets = await printAndRead(db, { school, letters: { kind: 'new' } })
    assert.deepEqual(
      sheets.map(({ page }) => [page.kind, page.addressee?.name]),
      [['single-adult', 'Anna Mercer']],
    )
    const [letter] = await here((trx) => lettersOfMember(trx, school.id, pupilId))
    assert.equal(letter?.addresseeAdultId, anna)
  })
})

describe('LET-8 a batch', () => {
  it('is for those who are ticked, and for each adult where that is asked for', async () => {
    const [zoe, ben] = [await pupil('Zoe', 'Hill', '2A'), await pupil('Ben', 'Hill', '10A')]
    await pupil('Ada', 'Moor')
    await adult('Ann Hill', '1 Road', [zoe, ben])
    await adult('Bob Hill', '1 Road', [zoe])
    const letters = { kind: 'selected' as const, pupilIds: [ben, zoe, 'no id at all'] }
    const names = async (how: { pile?: 'class' | 'family'; eachAdult?: boolean }) =>
      (await printAndRead(db, { school, letters, ...how })).map(
        ({ page }) => `${page.member.name}${page.addressee ? ` for ${page.addressee.name}` : ''}`,
      )
    assert.deepEqual(await names({}), ['Zoe Hill', 'Ben Hill'])
    assert.deepEqual(await names({ eachAdult: true, pile: 'family' }), [
      'Zoe Hill for Ann Hill',
      'Ben Hill for Ann Hill',
      'Zoe Hill for Bob Hill',
    ])
    const [batch] = await here((trx) => batchesBefore(trx, { schoolId: school.id, before: null, limit: 1 }))
    assert.equal(batch?.what, '2 chosen children')
  })

  it('puts the language read at home on the back with the same codes, and no child on another’s sheet of paper', async () => {
    const zoe = await pupil('Zoe', 'Nowak')
    await pupil('Ben', 'Hill')
    await here((trx) => setHomeLanguage(trx, { school, actor, clock: testClock, pupilId: zoe, language: 'pl' }))
    const sheets = await printAndRead(db, { school, letters: { kind: 'new' }, beside: 'home' })
    assert.deepEqual(
      sheets.map(({ page }) => [page.member.name, page.language, page.blankAfter ?? false]),
      [
        ['Ben Hill', 'en', true],
        ['Zoe Nowak', 'en', false],
        ['Zoe Nowak', 'pl', false],
      ],
    )
    assert.deepEqual(sheets[1]?.codes, sheets[2]?.codes)
    assert.deepEqual(sheets[1]?.tokens, sheets[2]?.tokens)
    const addresses = sheets.slice(1).map(({ page }) => page.codes[0]?.url.split('#')[0])
    assert.deepEqual(addresses, ['https://gate.example/register/qr', 'https://gate.example/register/qr?lang=pl'])
    assert.equal((await here((trx) => lettersOfMember(trx, school.id, zoe))).length, 1)
  })

  it('says how far it is, and with which words it was printed', async () => {
    await pupil('Zoe', 'Hill')
    const words = { ...defaultLetterText('family', 'en'), paragraphs: ['Our own words for {{pupil.name}}.'] }
    const save = { schoolId: school.id, kind: 'family', language: 'en', words, actor, clock: testClock } as const
    await here((trx) => saveLetterText(trx, save))
    const heard: [number, number][] = []
    await printLetters(db, { ...by(), letters: { kind: 'new' }, onProgress: (done, of) => heard.push([done, of]) })
    assert.deepEqual(heard.at(-1), [1, 1])
    const [sheet] = await printAndRead(db, { school, letters: { kind: 'not registered' }, beside: 'cy' })
    assert.match(sheet?.page.paragraphs[0] ?? '', /^Our own words for .Zoe Hill.\.$/)
    const [batch] = await here((trx) => batchesBefore(trx, { schoolId: school.id, before: null, limit: 1 }))
    assert.deepEqual(batch?.printedWith, [
      { kind: 'family', language: 'en', version: 1 },
      { kind: 'family', language: 'cy', version: 0 },
    ])
    assert.deepEqual([batch?.letters, batch?.sheets], [1, 2])
  })

  it('LET-7 carries the school’s address and whom to ask', async () => {
    await pupil('Zoe', 'Hill')
    const values = { postalAddress: '12 Hill Road, Hillford, HF1 2AB', officePhone: '020 7946 0123' }
    school = await changeSettings(db, { school, values, actor: systemActor })
    const [sheet] = await printAndRead(db, { school, letters: { kind: 'new' } })
    assert.equal(sheet?.page.school.address, '12 Hill Road\nHillford\nHF1 2AB')
    assert.deepEqual([sheet?.page.school.phone, sheet?.page.school.email], ['020 7946 0123', null])
  })

  it('LET-3 keeps the PDF nowhere; only the simulated post of a demo is handed it', async () => {
    await pupil('Zoe', 'Hill')
    const posted: { title: string; pieces: number; pdf: Uint8Array }[] = []
    const post = async (_trx: Trx, printed: (typeof posted)[number]) => void posted.push(printed)
    const { pdf } = await printLetters(db, { ...by(), letters: { kind: 'new' }, post })
    assert.deepEqual(
      posted.map(({ title, pieces }) => [title, pieces]),
      [['Letters for all new', 1]],
    )
    assert.equal(posted[0]?.pdf, pdf)
    await printLetters(db, { ...by(), letters: { kind: 'not registered' } })
    const kept = await here((trx) =>
      sql<{ count: number }>`select count(*)::int as count from simulated_post`.execute(trx),
    )
    assert.equal(kept.rows[0]?.count, 0)
  })
})

describe('LET-1 letters of staff and governors', () => {
  it('have one code, for those who have not registered, and lead to their own email and mobile and to no link', async () => {
    const [ivy] = [await teacher('Ivy', 'Stone'), await teacher('Abe', 'Long')]
    const sheets = await printAndRead(db, { school, letters: { kind: 'staff', who: 'new' } })
    assert.deepEqual(
      sheets.map(({ page, codes }) => [page.kind, page.member.name, codes.length]),
      [
        ['staff', 'Abe Long', 1],
        ['staff', 'Ivy Stone', 1],
      ],
    )
    const typed = { reference: sheets[1]?.reference ?? '', code: sheets[1]?.codes[0] ?? '' }
    // Whatever a form sends, the school knows the name of its staff.
    await register(db, { ...typed, registrant: { ...fatima, relationship: '', mainContact: true } })
    const points = (await here((trx) => loadMemberPoints(trx, { schoolId: school.id, memberIds: [ivy] }))).get(ivy)
    assert.deepEqual(points?.map(({ value, origin, provedAt }) => [value, origin, provedAt !== null]).toSorted(), [
      ['+447700900123', 'web', true],
      ['fatima@example.org', 'web', true],
    ])
    const links = await here((trx) => sql<{ count: number }>`select count(*)::int as count from links`.execute(trx))
    assert.equal(links.rows[0]?.count, 0)
    const again = { typed: { ...typed, token: '' }, hash: testHash, clock: testClock, pause: async () => {} }
    assert.equal((await openLetter(db, again)).verdict, 'used')
    const rest = await printAndRead(db, { school, letters: { kind: 'staff', who: 'not registered' } })
    assert.deepEqual(
      rest.map(({ page }) => page.member.name),
      ['Abe Long'],
    )
  })
})
