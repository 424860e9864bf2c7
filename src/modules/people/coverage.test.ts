import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { fixedClock } from '../../platform/clock/index.ts'
import { type TestDb, testDatabase } from '../../platform/db/testing.ts'
import { newId } from '../../platform/ids/index.ts'
import { systemActor } from '../audit/index.ts'
import { createSchool, type School } from '../schools/index.ts'
import { coverageSince } from './coverage.store.ts'
import { coverageNow, noteCoverage } from './coverage.ts'
import { linkAdultByHand } from './linking.ts'
import type { Family } from './people.types.ts'
import { coverageOf } from './rules/coverage.ts'

const clock = fixedClock('2026-11-16T08:00:00Z')

describe('LNK-7 how well children can be reached, by year group and over time', () => {
  let db: TestDb
  let school: School
  before(async () => {
    db = await testDatabase()
    school = await createSchool(db, { name: 'Hill', slug: 'hill', actor: systemActor, clock })
    await db.inSchool(school.id, async (trx) => {
      for (const [forename, year, status] of [
        ['Amira', '10', 'on roll'],
        ['Joe', 'R', 'on roll'],
        ['Kit', 'R', 'on roll'],
        ['Left', 'R', 'leaver'],
      ] as const) {
        const times = { created_at: clock.now(), updated_at: clock.now() }
        const names = { forename, surname: 'Reed', name_key: `${forename.toLowerCase()} reed` }
        const member = {
          school_id: school.id,
          id: newId(),
          role: 'pupil',
          origin: 'mis',
          status,
          year,
          ...names,
          ...times,
        }
        await trx.insertInto('members').values(member).execute()
        if (forename !== 'Joe') continue
        const adult = { forename: 'Dawn', surname: 'Reed', phone: '07700 900111', prime: true }
        const by = { schoolId: school.id, actor: systemActor, clock, reason: 'asked' }
        await linkAdultByHand(trx, { ...by, pupilId: member.id, adult })
      }
    })
  })
  after(() => db.close())

  it('counts pupils on roll with a prime adult, a working mobile, a working email', async () => {
    assert.deepEqual(await db.inSchool(school.id, (trx) => coverageNow(trx, school.id)), [
      { year: 'R', pupils: 2, prime: 1, mobile: 1, email: 0 },
      { year: '10', pupils: 1, prime: 0, mobile: 0, email: 0 },
    ])
  })

  it('keeps one set of figures a day', async () => {
    const note = (day: string, onlyOnce = false) =>
      db.inSchool(school.id, (trx) => noteCoverage(trx, { schoolId: school.id, day, onlyOnce }))
    await note('2026-11-16')
    await note('2026-11-16')
    await note('2026-11-17', true)
    const kept = await db.inSchool(school.id, (trx) => coverageSince(trx, school.id, '2026-11-01'))
    assert.deepEqual(
      kept.map(({ day, year, prime }) => [day, year, prime]),
      [
        ['2026-11-16', '10', 0],
        ['2026-11-16', 'R', 1],
        ['2026-11-17', '10', 0],
        ['2026-11-17', 'R', 1],
      ],
    )
  })

  it('does not count what is blocked, opted out of, held or restricted (VIS-3)', () => {
    const point = { kind: 'mobile', smsCapable: true, usable: true, blockedAt: null, provedAt: null }
    const family = (state: string, adult: object) =>
      ({
        pupil: {},
        links: [
          {
            ...{ state, restricted: state === 'restricted', prime: true, endedOn: null },
            adult: { optOuts: [], contactPoints: [point], ...adult },
          },
        ],
      }) as unknown as Family
    assert.deepEqual(coverageOf(family('current', {})), { prime: true, mobile: true, email: false })
    assert.equal(coverageOf(family('current', { optOuts: ['sms'] })).mobile, false)
    assert.equal(coverageOf(family('held: court order flagged', {})).mobile, false)
    assert.deepEqual(coverageOf(family('restricted', {})), { prime: false, mobile: false, email: false })
    assert.equal(coverageOf(family('current', { contactPoints: [{ ...point, blockedAt: clock.now() }] })).mobile, false)
  })
})
