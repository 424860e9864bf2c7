import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { fixedClock } from '../../platform/clock/index.ts'
import { type TestDb, testDatabase } from '../../platform/db/testing.ts'
import { newId } from '../../platform/ids/index.ts'
import { systemActor } from '../audit/index.ts'
import { createSchool, type School } from '../schools/index.ts'
import { forgetOldValues } from './contact-values.store.ts'
import { linkAdultByHand } from './linking.ts'
import { optOutAdult } from './opt-outs.ts'
import { adultIdsWithValues } from './registering.store.ts'

const clock = fixedClock('2026-11-16T08:00:00Z')
const number = '+447700900111'

describe('OPT-2 the emails and numbers by which people are found', () => {
  let db: TestDb
  let school: School
  let adultId: string
  before(async () => {
    db = await testDatabase()
    school = await createSchool(db, { name: 'Hill', slug: 'hill', actor: systemActor, clock })
    const times = { created_at: clock.now(), updated_at: clock.now() }
    const names = { forename: 'Joe', surname: 'Reed', name_key: 'joe reed' }
    const pupil = { school_id: school.id, id: newId(), role: 'pupil', origin: 'mis', status: 'on roll' }
    const adult = { forename: 'Dawn', surname: 'Reed', phone: '07700 900111', email: 'dawn@example.org', prime: true }
    await db.inSchool(school.id, async (trx) => {
      await trx
        .insertInto('members')
        .values({ ...pupil, ...names, ...times })
        .execute()
      const by = { schoolId: school.id, actor: systemActor, clock, reason: 'asked' }
      await linkAdultByHand(trx, { ...by, pupilId: pupil.id, adult })
    })
    adultId = (await found(number))[0] ?? ''
  })
  after(() => db.close())

  const found = (value: string) => db.inSchool(school.id, (trx) => adultIdsWithValues(trx, school.id, [value]))
  const remembered = () =>
    db.inSchool(school.id, async (trx) => {
      const rows = await trx.selectFrom('contact_values').select('value').orderBy('value').execute()
      return rows.map(({ value }) => value)
    })

  it('are those that a person has now: one that was is remembered till the end of the day, and finds nobody', async () => {
    assert.ok(adultId)
    await db.inSchool(school.id, (trx) =>
      trx.updateTable('contact_points').set({ value: '+447700900222' }).where('value', '=', number).execute(),
    )
    assert.deepEqual(await found(number), [])
    assert.deepEqual(await remembered(), [number, 'dawn@example.org'])
    await db.inSchool(school.id, (trx) => forgetOldValues(trx, school.id))
    assert.deepEqual(await remembered(), ['dawn@example.org'])
  })

  it('are still those of whoever has them beside somebody who had them', async () => {
    const shared = (id: string) => sql`
      update contact_values set point_ids = point_ids || ${id}::uuid where school_id = ${school.id} and value = 'dawn@example.org'`
    await db.inSchool(school.id, (trx) => shared(newId()).execute(trx))
    await db.inSchool(school.id, (trx) => forgetOldValues(trx, school.id))
    const [row] = await db.inSchool(school.id, (trx) => trx.selectFrom('contact_values').select('point_ids').execute())
    assert.equal(row?.point_ids.length, 1)
    assert.deepEqual(await found('dawn@example.org'), [adultId])
  })

  it('go with the details of a person who opts out', async () => {
    assert.deepEqual(await found('dawn@example.org'), [adultId])
    const by = { schoolId: school.id, actor: systemActor, clock, reason: 'asked' }
    await db.inSchool(school.id, (trx) => optOutAdult(trx, { ...by, adultId, channel: 'all', forget: async () => {} }))
    assert.deepEqual(await remembered(), [])
  })
})
