import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { fixedClock } from '../../platform/clock/index.ts'
import { type TestDb, testDatabase } from '../../platform/db/testing.ts'
import { listEntries } from '../audit/index.ts'
import { makeScene, type Scene } from '../messaging/testing.ts'
import {
  choicesForKind,
  choosePreferences,
  findPreferences,
  languageOfAdult,
  movePreferences,
  type WantedPreferences,
} from './index.ts'

let db: TestDb
let scene: Scene
const clock = fixedClock('2026-11-21T09:00:00Z')
const noor = { kind: 'family' as const, accountId: null, name: 'Noor Al-Hassan' }
const office = { kind: 'staff' as const, accountId: null, name: 'Sam Okafor' }

before(async () => {
  db = await testDatabase()
  scene = await makeScene(db, clock)
})
after(async () => db.close())

const idOf = (name: string) => scene.adult[name] ?? ''
const choose = (name: string, wanted: WantedPreferences, by: { actor: typeof noor | typeof office; reason?: string }) =>
  db.inSchool(scene.school.id, (trx) =>
    choosePreferences(trx, { schoolId: scene.school.id, adultId: idOf(name), wanted, ...by, clock }),
  )
const preferencesOf = (name: string) =>
  db.inSchool(scene.school.id, (trx) => findPreferences(trx, { schoolId: scene.school.id, adultId: idOf(name) }))
const actsAbout = (name: string) =>
  db.inSchool(scene.school.id, (trx) => listEntries(trx, scene.school.id, { subjectId: idOf(name) }))

describe('OPT-3 a person chooses at any time, without staff', () => {
  it('has the usual choices before', async () => {
    const { kinds, digestHour, language } = await preferencesOf('Noor')
    assert.deepEqual([kinds.news.choice, kinds.fundraising.choice, digestHour, language], ['usual', 'none', 18, null])
  })
  it('holds at once, with who and when, and stands in the journal', async () => {
    const wanted = { language: 'cy' as const, digestHour: 7, kinds: { news: 'digest' as const } }
    assert.equal(await choose('Noor', wanted, { actor: noor }), 3)
    const { kinds, digestHour, general } = await preferencesOf('Noor')
    assert.deepEqual([kinds.news.choice, digestHour, general?.setBy], ['digest', 7, 'Noor Al-Hassan'])
    assert.deepEqual(kinds.news.stored?.setAt, clock.now())
    const [entry] = await actsAbout('Noor')
    assert.equal(entry?.act, 'adult.preferences-set')
    const of = { schoolId: scene.school.id, adultId: idOf('Noor') }
    assert.equal(await db.inSchool(scene.school.id, (trx) => languageOfAdult(trx, of)), 'cy')
  })
  it('writes nothing where nothing is different', async () => {
    const before = (await actsAbout('Noor')).length
    assert.equal(await choose('Noor', { digestHour: 7, kinds: { news: 'digest' } }, { actor: noor }), 0)
    assert.equal((await actsAbout('Noor')).length, before)
  })
})

describe('OPT-6 consent to marketing', () => {
  it('keeps which words a person said yes to', async () => {
    await choose('Diane', { kinds: { fundraising: 'email' } }, { actor: noor })
    const { fundraising } = (await preferencesOf('Diane')).kinds
    assert.deepEqual([fundraising.choice, fundraising.stored?.consentWords], ['email', '2026-11'])
    await choose('Diane', { kinds: { fundraising: 'none' } }, { actor: noor })
    assert.equal((await preferencesOf('Diane')).kinds.fundraising.choice, 'none')
  })
  it('takes no yes from staff, and nothing changes', async () => {
    const by = { actor: office, reason: 'by telephone, 20 November' }
    const wanted = { kinds: { news: 'none' as const, fundraising: 'email' as const } }
    await assert.rejects(choose('Yusuf', wanted, by), { code: 'preference.consent-by-person' })
    assert.equal((await preferencesOf('Yusuf')).kinds.news.choice, 'usual')
  })
})

describe('OPT-7 what staff set on request', () => {
  it('needs a reason, which is kept', async () => {
    const wanted = { kinds: { news: 'none' as const } }
    await assert.rejects(choose('Yusuf', wanted, { actor: office }), { code: 'reason-missing' })
    await choose('Yusuf', wanted, { actor: office, reason: 'by telephone, 20 November' })
    const { news } = (await preferencesOf('Yusuf')).kinds
    assert.deepEqual(
      [news.choice, news.stored?.setByKind, news.stored?.reason],
      ['none', 'staff', 'by telephone, 20 November'],
    )
  })
  it('mutes nothing that is statutory', async () => {
    const wanted = { kinds: { attendance: 'none' as const } }
    await assert.rejects(choose('Noor', wanted, { actor: noor }), { code: 'preference.cannot-be-chosen' })
  })
  it('says of many adults at once how they take a kind, and when their digest goes', async () => {
    const { id: schoolId, timeZone } = scene.school
    const of = { schoolId, timeZone, kind: 'news' as const, adultIds: [idOf('Noor'), idOf('Ewa')], after: clock.now() }
    const choices = await db.inSchool(schoolId, (trx) => choicesForKind(trx, of))
    assert.deepEqual(choices.get(idOf('Noor')), { choice: 'digest', digestAt: new Date('2026-11-22T07:00:00Z') })
    assert.deepEqual(choices.get(idOf('Ewa')), { choice: 'usual', digestAt: new Date('2026-11-21T18:00:00Z') })
  })
})

describe('LET-13 one person with two records', () => {
  it('keeps what they chose last, with the record that stays', async () => {
    await choose('Ewa', { language: 'pl', kinds: { news: 'digest' } }, { actor: noor })
    await choose('Tomasz', { kinds: { news: 'none', clubs: 'text' } }, { actor: noor })
    const move = { schoolId: scene.school.id, from: idOf('Ewa'), to: idOf('Tomasz') }
    await db.inSchool(scene.school.id, (trx) => movePreferences(trx, move))
    const { kinds, language } = await preferencesOf('Tomasz')
    assert.deepEqual([kinds.news.choice, kinds.clubs.choice, language], ['digest', 'text', 'pl'])
    assert.equal((await preferencesOf('Ewa')).kinds.news.stored, null)
  })
})
