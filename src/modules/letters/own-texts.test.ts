import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { fixedClock } from '../../platform/clock/index.ts'
import { type TestDb, testDatabase } from '../../platform/db/testing.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { newId } from '../../platform/ids/index.ts'
import { listEntries } from '../audit/index.ts'
import {
  defaultLetterText,
  findCrestIfAny,
  findLetterText,
  keepCrest,
  listOwnTexts,
  loadLetterTexts,
  removeCrest,
  restoreLetterText,
  saveLetterText,
} from './index.ts'
import { qrAsPng } from './qr.ts'

const clock = fixedClock('2026-11-22T09:00:00Z')
const actor = { kind: 'staff' as const, accountId: null, name: 'Ruth Adeyemi' }
const refused = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code

let db: TestDb
let schoolId = ''
before(async () => {
  db = await testDatabase()
})
after(async () => db.close())
beforeEach(async () => {
  schoolId = newId()
  await db.asOwner((trx) =>
    trx
      .insertInto('schools')
      .values({
        id: schoolId,
        slug: `s-${schoolId}`,
        name: 'Hill',
        time_zone: 'Europe/London',
        settings: '{}',
        created_at: clock.now(),
      })
      .execute(),
  )
})

const which = () => ({ schoolId, kind: 'family' as const, language: 'cy' as const })
const words = (first: string) => ({ ...defaultLetterText('family', 'cy'), paragraphs: [first] })
const save = (first: string) =>
  db.inSchool(schoolId, (trx) => saveLetterText(trx, { ...which(), words: words(first), actor, clock }))
const found = () => db.inSchool(schoolId, (trx) => findLetterText(trx, which()))

describe('LET-7 a school’s own words', () => {
  it('are kept as versions, of which the newest counts, and an earlier one can come back', async () => {
    assert.deepEqual((await found()).inUse, { version: 0, words: defaultLetterText('family', 'cy') })
    assert.deepEqual(await save('Annwyl {{pupil.name}}'), { version: 1 })
    assert.deepEqual(await save('Bore da'), { version: 2 })
    assert.equal((await found()).inUse.words.paragraphs[0], 'Bore da')
    await db.inSchool(schoolId, (trx) => restoreLetterText(trx, { ...which(), version: 1, actor, clock }))
    const { inUse, versions } = await found()
    assert.deepEqual([inUse.version, inUse.words.paragraphs[0]], [3, 'Annwyl {{pupil.name}}'])
    assert.deepEqual(
      versions.map(({ version, savedBy }) => [version, savedBy]),
      [
        [3, 'Ruth Adeyemi'],
        [2, 'Ruth Adeyemi'],
        [1, 'Ruth Adeyemi'],
      ],
    )
    const acts = (await db.inSchool(schoolId, (trx) => listEntries(trx, schoolId))).map(({ act }) => act)
    assert.deepEqual(acts.toSorted(), ['letter-text.restored', 'letter-text.saved', 'letter-text.saved'])
  })

  it('go back to the words that come with Gatehouse, and belong to one kind and language', async () => {
    await save('Bore da')
    const textOf = await db.inSchool(schoolId, (trx) => loadLetterTexts(trx, schoolId))
    assert.deepEqual(
      [textOf('family', 'cy').version, textOf('family', 'en').version, textOf('staff', 'cy').version],
      [1, 0, 0],
    )
    await db.inSchool(schoolId, (trx) => restoreLetterText(trx, { ...which(), version: 0, actor, clock }))
    assert.deepEqual((await found()).inUse, { version: 0, words: defaultLetterText('family', 'cy') })
    assert.deepEqual(await db.inSchool(schoolId, (trx) => listOwnTexts(trx, schoolId)), [])
    assert.deepEqual(await save('Eto'), { version: 3 })
  })

  it('make no new version of the same words', async () => {
    await save('Bore da')
    assert.deepEqual(await save('Bore da'), { version: 1 })
  })

  it('MSG-8 are refused with a field that letters do not have, with open braces, or saying nothing', async () => {
    await assert.rejects(save('Annwyl {{parent.name}}'), refused('letters.unknown-field'))
    await assert.rejects(save('Annwyl {{pupil.name}'), refused('letters.open-field'))
    const empty = { ...words('Bore da'), notice: [] }
    const saving = db.inSchool(schoolId, (trx) => saveLetterText(trx, { ...which(), words: empty, actor, clock }))
    await assert.rejects(saving, refused('letters.empty-text'))
    const restoring = db.inSchool(schoolId, (trx) => restoreLetterText(trx, { ...which(), version: 7, actor, clock }))
    await assert.rejects(restoring, refused('letters.no-such-version'))
    assert.equal((await found()).versions.length, 0)
  })
})

describe('LET-7 the crest', () => {
  const keep = (picture: Uint8Array) => keepCrest(db, { schoolId, picture, actor, clock })
  const crest = () => db.inSchool(schoolId, (trx) => findCrestIfAny(trx, schoolId))

  it('is kept once, whatever its name was, and can go again', async () => {
    const picture = qrAsPng('a picture')
    await keep(picture)
    await keep(picture)
    assert.deepEqual(await crest(), { kind: 'png', picture })
    await db.inSchool(schoolId, (trx) => removeCrest(trx, { schoolId, actor, clock }))
    assert.equal(await crest(), null)
  })

  it('SEC-7 is refused as SVG, as anything else, when large, and when it cannot be set on a letter', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    await assert.rejects(keep(Buffer.from(svg)), refused('letters.crest-kind'))
    await assert.rejects(keep(Buffer.from('GIF89a')), refused('letters.crest-kind'))
    const large = Buffer.concat([qrAsPng('large'), Buffer.alloc(1_000_000)])
    await assert.rejects(keep(large), refused('letters.crest-size'))
    await assert.rejects(keep(qrAsPng('cut short').subarray(0, 40)), refused('letters.crest-unreadable'))
    assert.equal(await crest(), null)
  })
})
