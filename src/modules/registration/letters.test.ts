import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { sql } from 'kysely'
import { fixedClock } from '../../platform/clock/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { type TestDb, testDatabase } from '../../platform/db/testing.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { newId } from '../../platform/ids/index.ts'
import { listEntries, systemActor } from '../audit/index.ts'
import { listIssues } from '../people/index.ts'
import { createSchool, type School } from '../schools/index.ts'
import {
  frozenLetters,
  latestBatches,
  lettersOfMember,
  openLetter,
  printLetters,
  resetLetters,
  sumOfTakeUp,
  takeUpByClass,
  unfreezeLetter,
} from './index.ts'
import { addPupil, printAndRead, testClock, testHash } from './testing.ts'

let db: TestDb
let school: School
let amira = ''
const actor = { kind: 'staff' as const, accountId: null, name: 'Sam Okafor' }

before(async () => {
  db = await testDatabase()
})
after(async () => db.close())
beforeEach(async () => {
  await db.inInstance((trx) => sql`delete from letter_guesses`.execute(trx))
  school = await createSchool(db, { name: 'Hill Primary', slug: `s-${newId()}`, actor: systemActor, clock: testClock })
  amira = await here((trx) => addPupil(trx, { schoolId: school.id, forename: 'Amira', surname: 'Al-Hassan' }))
})

const here = <T>(work: (trx: Trx) => Promise<T>): Promise<T> => db.inSchool(school.id, work)
const forAmira = () => ({ school, letters: { kind: 'pupil' as const, pupilId: amira } })

/** Tries a code; tells how long the answer was held back. */
async function tried(typed: { reference: string; code?: string; token?: string }, clock = testClock) {
  let waited = 0
  const pause = async (milliseconds: number) => {
    // Less is only what makes all wrong answers equally long.
    waited = milliseconds <= 250 ? 0 : milliseconds
  }
  const answer = await openLetter(db, { typed: { code: '', token: '', ...typed }, hash: testHash, clock, pause })
  return { ...answer, waited }
}

describe('LET-3 what is stored of a code', () => {
  it('is nothing that anybody could type, nor that opens anything without the key', async () => {
    const [sheet] = await printAndRead(db, forAmira())
    assert.equal(sheet?.codes.length, 4)
    const stored = await db.asOwner((trx) =>
      sql<{ row: string }>`select row_to_json(c)::text as row from letter_codes c`.execute(trx),
    )
    const everything = stored.rows.map(({ row }) => row).join('\n')
    for (const secret of [...(sheet?.codes ?? []), ...(sheet?.tokens ?? [])]) assert.ok(!everything.includes(secret))
  })

  it('is gone once the letter was printed anew, and the old code opens nothing', async () => {
    const [old] = await printAndRead(db, forAmira())
    const [fresh] = await printAndRead(db, forAmira())
    assert.equal((await tried({ reference: old?.reference ?? '', code: old?.codes[0] ?? '' })).verdict, 'wrong')
    assert.equal((await tried({ reference: fresh?.reference ?? '', code: fresh?.codes[0] ?? '' })).verdict, 'right')
    const kept = await here((trx) =>
      sql<{
        places: number
      }>`select count(code_hash)::int as places from letter_codes where school_id = ${school.id}`.execute(trx),
    )
    assert.equal(kept.rows[0]?.places, 4)
  })
})

describe('LET-4 a letter is opened by its reference and a code', () => {
  it('typed in any way, or scanned', async () => {
    const [sheet] = await printAndRead(db, forAmira())
    const [reference, code] = [sheet?.reference ?? '', sheet?.codes[2] ?? '']
    const spaced = `${code.slice(0, 5).toLowerCase()} ${code.slice(5)}`
    const answer = await tried({ reference: `${reference.slice(0, 4)} ${reference.slice(4)}`, code: spaced })
    assert.ok(answer.verdict === 'right' && answer.letter.place === 3 && answer.letter.memberId === amira)
    const scanned = await tried({ reference, token: sheet?.tokens[0] ?? '' })
    assert.ok(scanned.verdict === 'right' && scanned.letter.place === 1)
  })

  it('never by the code of another letter', async () => {
    const idris = await here((trx) => addPupil(trx, { schoolId: school.id, forename: 'Idris', surname: 'Al-Hassan' }))
    const [one] = await printAndRead(db, forAmira())
    const [other] = await printAndRead(db, { school, letters: { kind: 'pupil', pupilId: idris } })
    assert.equal((await tried({ reference: one?.reference ?? '', code: other?.codes[0] ?? '' })).verdict, 'wrong')
  })
})

describe('LET-5 wrong tries', () => {
  const wrong = (reference: string) => tried({ reference, code: '0000000000' })

  it('freeze that letter at the fifth, not another, and the office sees it and lets it work again', async () => {
    const idris = await here((trx) => addPupil(trx, { schoolId: school.id, forename: 'Idris', surname: 'Al-Hassan' }))
    const [sheet] = await printAndRead(db, forAmira())
    const [other] = await printAndRead(db, { school, letters: { kind: 'pupil', pupilId: idris } })
    const right = { reference: sheet?.reference ?? '', code: sheet?.codes[0] ?? '' }
    for (let tries = 0; tries < 4; tries += 1) await wrong(right.reference)
    assert.equal((await tried(right)).verdict, 'right')
    await wrong(right.reference)
    assert.deepEqual(await tried(right), { verdict: 'wrong', waited: 0 })
    assert.equal((await tried({ reference: other?.reference ?? '', code: other?.codes[0] ?? '' })).verdict, 'right')

    const [frozen] = await here((trx) => frozenLetters(trx, school.id))
    assert.equal(frozen?.memberId, amira)
    const by = { school, actor, clock: testClock, letterId: frozen?.id ?? '' }
    await here((trx) => unfreezeLetter(trx, by))
    assert.equal((await tried(right)).verdict, 'right')
    await assert.rejects(
      here((trx) => unfreezeLetter(trx, by)),
      (error) => error instanceof Refusal && error.code === 'letter.not-frozen',
    )
    const acts = (await here((trx) => listEntries(trx, school.id))).map(({ act }) => act)
    assert.ok(acts.includes('letter.frozen') && acts.includes('letter.unfrozen'))
  })

  it('get one answer, whether the reference exists, the code is wrong or it is no code at all', async () => {
    const [sheet] = await printAndRead(db, forAmira())
    const reference = sheet?.reference ?? ''
    const answers = [
      await wrong(reference),
      await wrong('ZZZZZZZZ'),
      await tried({ reference, code: 'no code' }),
      await tried({ reference: '', code: '' }),
      await tried({ reference, token: 'guessed' }),
    ]
    for (const answer of answers) assert.deepEqual(answer, { verdict: 'wrong', waited: 0 })
  })

  it('SEC-3 take as long for a reference that exists as for one that does not', async () => {
    const [sheet] = await printAndRead(db, forAmira())
    const took = async (reference: string) => {
      const startedAt = performance.now()
      const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))
      const typed = { reference, code: '0000000000', token: '' }
      await openLetter(db, { typed, hash: testHash, clock: testClock, pause })
      await db.inInstance((trx) => sql`delete from letter_guesses`.execute(trx))
      await here((trx) => sql`update security_letters set wrong_tries = 0`.execute(trx))
      return performance.now() - startedAt
    }
    const [known, unknown]: [number[], number[]] = [[], []]
    for (let tries = 0; tries < 25; tries += 1) {
      known.push(await took(sheet?.reference ?? ''))
      unknown.push(await took('ZZZZZZZZ'))
    }
    const median = (times: number[]) => times.toSorted((a, b) => a - b)[12] ?? 0
    assert.ok(Math.abs(median(known) - median(unknown)) < 20, `${median(known)} and ${median(unknown)} ms`)
  })

  it('slow everybody down, whatever is typed, once there are many, raise one alert, and let a family in all the same', async () => {
    const [sheet] = await printAndRead(db, forAmira())
    for (let letters = 0; letters < 8; letters += 1) {
      const schoolId = school.id
      const pupilId = await here((trx) => addPupil(trx, { schoolId, forename: `Pupil${letters}`, surname: 'Hill' }))
      const [guessed] = await printAndRead(db, { school, letters: { kind: 'pupil', pupilId } })
      for (let tries = 0; tries < 4; tries += 1) await wrong(guessed?.reference ?? '')
    }
    const family = await tried({ reference: sheet?.reference ?? '', code: sheet?.codes[0] ?? '' })
    assert.equal(family.verdict, 'right')
    assert.equal(family.waited, 1200)
    assert.equal((await wrong('ZZZZZZZZ')).waited, 1200)
    const alerts = await here((trx) => listIssues(trx, school.id, { kind: 'guessing at letters' }))
    assert.equal(alerts.length, 1)
    const later = fixedClock('2026-11-21T10:30:00Z')
    assert.equal((await tried({ reference: sheet?.reference ?? '', code: '0000000000' }, later)).waited, 0)
  })
})

describe('LET-6 expiry and reset', () => {
  it('ends a letter with its thirtieth day, and says so only to who has the code', async () => {
    const [sheet] = await printAndRead(db, forAmira())
    const reference = sheet?.reference ?? ''
    const [before, after] = [fixedClock('2026-12-21T21:00:00Z'), fixedClock('2026-12-22T00:00:00Z')]
    assert.equal((await tried({ reference, code: sheet?.codes[0] ?? '' }, before)).verdict, 'right')
    assert.equal((await tried({ reference, code: sheet?.codes[0] ?? '' }, after)).verdict, 'expired')
    assert.equal((await tried({ reference, code: '0000000000' }, after)).verdict, 'wrong')
  })

  it('kills what is out when a pupil’s security details are reset', async () => {
    const [sheet] = await printAndRead(db, forAmira())
    const by = { school, actor, clock: testClock, memberId: amira }
    assert.deepEqual(await here((trx) => resetLetters(trx, by)), { killed: 1 })
    assert.equal((await tried({ reference: sheet?.reference ?? '', code: sheet?.codes[0] ?? '' })).verdict, 'wrong')
    const [letter] = await here((trx) => lettersOfMember(trx, school.id, amira))
    assert.equal(letter?.state, 'killed')
  })
})

describe('LET-7 and LET-8 a batch of letters', () => {
  it('is sorted by class, logged, and prints nobody twice who is not new', async () => {
    const add = (forename: string, registrationGroup: string) =>
      here((trx) => addPupil(trx, { schoolId: school.id, forename, surname: 'Hill', registrationGroup }))
    await add('Zoe', '2A')
    await add('Ben', '10A')
    const sheets = await printAndRead(db, { school, letters: { kind: 'new' } })
    assert.deepEqual(
      sheets.map(({ page }) => `${page.member.class} ${page.member.name}`),
      ['2A Zoe Hill', '6B Amira Al-Hassan', '10A Ben Hill'],
    )
    const [batch] = await here((trx) => latestBatches(trx, school.id, 5))
    assert.deepEqual([batch?.what, batch?.letters, batch?.printedBy], ['all new', 3, 'Gatehouse'])
    await assert.rejects(
      printAndRead(db, { school, letters: { kind: 'new' } }),
      (error) => error instanceof Refusal && error.code === 'letters.nobody',
    )
    await add('Ada', '2A')
    assert.equal((await printAndRead(db, { school, letters: { kind: 'new' } })).length, 1)
    assert.equal((await printAndRead(db, { school, letters: { kind: 'not registered' } })).length, 4)
    assert.equal((await printAndRead(db, { school, letters: { kind: 'class', registrationGroup: '2A' } })).length, 2)
  })

  it('names the school, the pupil and the expiry, and no other person', async () => {
    const [sheet] = await printAndRead(db, forAmira())
    assert.equal(sheet?.page.school.name, 'Hill Primary')
    assert.deepEqual(sheet?.page.member, { name: 'Amira Al-Hassan', class: '6B' })
    assert.equal(sheet?.page.addressee, null)
    assert.equal(sheet?.page.expiresOn, '2026-12-21')
    assert.match(sheet?.page.codes[0]?.url ?? '', /^https:\/\/gate\.example\/register\/qr#[0-9A-Z]{8}\.[\w-]{22}$/)
  })

  it('is one tagged PDF', async () => {
    const by = { school, actor, clock: testClock, hash: testHash, siteAddress: 'https://gate.example/register' }
    const { pdf, letters } = await printLetters(db, { ...by, letters: { kind: 'pupil', pupilId: amira } })
    assert.equal(letters, 1)
    assert.equal(Buffer.from(pdf.slice(0, 5)).toString(), '%PDF-')
  })
})

describe('LET-14 take-up', () => {
  it('counts every child once, by class', async () => {
    await here((trx) =>
      addPupil(trx, { schoolId: school.id, forename: 'Ben', surname: 'Hill', registrationGroup: '10A' }),
    )
    await printAndRead(db, forAmira())
    const classes = await here((trx) => takeUpByClass(trx, { schoolId: school.id, now: testClock.now() }))
    assert.deepEqual(
      classes.map(({ registrationGroup, letterOut, noLetter }) => [registrationGroup, letterOut, noLetter]),
      [
        ['6B', 1, 0],
        ['10A', 0, 1],
      ],
    )
    assert.deepEqual(sumOfTakeUp(classes), { pupils: 2, registered: 0, letterOut: 1, noLetter: 1 })
  })
})
