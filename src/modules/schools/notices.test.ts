import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { fixedClock } from '../../platform/clock/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { type TestDb, testDatabase } from '../../platform/db/testing.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { listEntries, systemActor } from '../audit/index.ts'
import {
  changeNoticeText,
  createSchool,
  currentNoticeText,
  listFamiliesTold,
  recordFamiliesTold,
  type School,
} from './index.ts'

const clock = fixedClock('2026-11-21T09:00:00Z')
const actor = { kind: 'staff' as const, accountId: null, name: 'Ruth Adeyemi' }

describe('OPT-1 what families were told', () => {
  let db: TestDb
  let school: School
  const here = <T>(work: (trx: Trx) => Promise<T>) => db.inSchool(school.id, work)
  const tell = (toldOn: string, channel: string) =>
    here((trx) => recordFamiliesTold(trx, { school, telling: { toldOn, channel }, actor, clock }))
  before(async () => {
    db = await testDatabase()
    school = await createSchool(db, { name: 'Hill Primary', slug: 'hill', actor: systemActor, clock })
  })
  after(() => db.close())

  for (const [toldOn, channel, code] of [
    ['', 'letter', 'told-on'],
    ['2026-02-30', 'letter', 'told-on'],
    ['01/11/2026', 'letter', 'told-on'],
    ['2026-11-22', 'letter', 'told-on'],
    ['2026-11-01', 'pigeon', 'told-by'],
  ] as const)
    it(`refuses “${toldOn}” by “${channel}”`, () =>
      assert.rejects(tell(toldOn, channel), (error) => error instanceof Refusal && error.code === code))

  it('is recorded with day, way and version of the words, by whom, and journalled', async () => {
    await tell('2026-11-01', 'letter')
    const words = `${(await here((trx) => currentNoticeText(trx, school.id))).words} Ask the office.`
    const text = await here((trx) => changeNoticeText(trx, { school, words, actor, clock }))
    await tell('2026-11-21', 'email')
    const told = await here((trx) => listFamiliesTold(trx, school.id))
    assert.deepEqual(
      told.map(({ toldOn, channel, textVersion, recordedBy }) => [toldOn, channel, textVersion, recordedBy]),
      [
        ['2026-11-21', 'email', 2, 'Ruth Adeyemi'],
        ['2026-11-01', 'letter', 1, 'Ruth Adeyemi'],
      ],
    )
    assert.deepEqual([text.version, await here((trx) => currentNoticeText(trx, school.id))], [2, text])
    const acts = await here((trx) => listEntries(trx, school.id, {}))
    assert.deepEqual(acts.map(({ act }) => act).slice(0, 3), ['families.told', 'notice.changed', 'families.told'])
  })

  it('refuses words that say nothing, or nothing new', async () => {
    const change = (words: string) => here((trx) => changeNoticeText(trx, { school, words, actor, clock }))
    await assert.rejects(change('We use data.'), Refusal)
    await assert.rejects(change((await here((trx) => currentNoticeText(trx, school.id))).words), Refusal)
  })
})
