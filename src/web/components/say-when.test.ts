import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { greetingAt, sayExactly, sayWhen } from './say-when.ts'

const now = new Date('2026-11-21T09:00:00Z')
const timeZone = 'Europe/London'

describe('times as people say them', () => {
  for (const [at, said] of [
    ['2026-11-21T08:59:30Z', 'just now'],
    ['2026-11-21T08:59:00Z', '1 minute ago'],
    ['2026-11-21T08:45:00Z', '15 minutes ago'],
    ['2026-11-21T08:00:00Z', 'today 08:00'],
    ['2026-11-21T16:00:00Z', 'today 16:00'],
    ['2026-11-20T15:10:00Z', 'yesterday 15:10'],
    ['2026-11-22T15:10:00Z', 'tomorrow 15:10'],
    ['2026-11-16T08:31:00Z', 'Monday 08:31'],
    ['2026-09-03T08:00:00Z', '3 Sept 09:00'],
    ['2025-09-03T08:00:00Z', '3 Sept 2025'],
  ] as const) {
    it(`says ${said}`, () => assert.equal(sayWhen(new Date(at), { now, timeZone }), said))
  }

  it('counts days in the time zone of the school', () => {
    // 23:30 UTC on 1 July is half past midnight of 2 July in London.
    assert.equal(
      sayWhen(new Date('2026-07-01T23:30:00Z'), { now: new Date('2026-07-02T09:00:00Z'), timeZone }),
      'today 00:30',
    )
  })

  it('keeps the exact time at hand', () => {
    assert.equal(sayExactly(new Date('2026-11-16T08:31:00Z'), timeZone), 'Monday 16 November 2026, 08:31')
  })

  it('greets by the hour of the school', () => {
    assert.equal(greetingAt(now, timeZone), 'Good morning')
    assert.equal(greetingAt(new Date('2026-11-21T12:00:00Z'), timeZone), 'Good afternoon')
    assert.equal(greetingAt(new Date('2026-11-21T19:00:00Z'), timeZone), 'Good evening')
  })
})
