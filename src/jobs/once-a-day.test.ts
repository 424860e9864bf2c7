import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { systemActor } from '../modules/audit/index.ts'
import { createSchool, type School } from '../modules/schools/index.ts'
import { fixedClock } from '../platform/clock/index.ts'
import { type TestDb, testDatabase } from '../platform/db/testing.ts'
import { newId } from '../platform/ids/index.ts'
import { silentLog } from '../platform/log/index.ts'
import { startDailyWork } from './once-a-day.ts'

describe('OPT-2 the work of every day', () => {
  let db: TestDb
  let school: School
  before(async () => {
    db = await testDatabase()
    const clock = on('2026-11-16')
    school = await createSchool(db, { name: 'Hill', slug: 'hill', actor: systemActor, clock })
    const names = { forename: 'Joe', surname: 'Reed', name_key: 'joe reed', year: '7' }
    const pupil = { school_id: school.id, id: newId(), role: 'pupil', origin: 'mis', status: 'on roll', ...names }
    const times = { created_at: clock.now(), updated_at: clock.now() }
    await db.inSchool(school.id, (trx) =>
      trx
        .insertInto('members')
        .values({ ...pupil, ...times })
        .execute(),
    )
  })
  after(() => db.close())

  const on = (day: string) => fixedClock(`${day}T08:00:00Z`)
  const work = (day: string) => startDailyWork({ db, clock: on(day), log: silentLog }).close()
  const remember = (value: string) =>
    db.inSchool(school.id, (trx) =>
      trx
        .insertInto('contact_values')
        .values({ school_id: school.id, value, point_ids: [newId()] })
        .execute(),
    )
  const remembered = () =>
    db.inSchool(school.id, async (trx) => {
      const rows = await trx.selectFrom('contact_values').select('value').execute()
      return rows.map(({ value }) => value)
    })

  it('forgets emails and numbers that nobody has any more, once a day', async () => {
    await remember('was@example.org')
    await work('2026-11-16')
    assert.deepEqual(await remembered(), [])
    await remember('again@example.org')
    await work('2026-11-16')
    assert.deepEqual(await remembered(), ['again@example.org'])
    await work('2026-11-17')
    assert.deepEqual(await remembered(), [])
  })
})
