import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { fixedClock } from './index.ts'

describe('the clock', () => {
  it('gives the day in London, an hour ahead of UTC in summer', () => {
    assert.equal(fixedClock('2026-07-01T23:30:00Z').today(), '2026-07-02')
    assert.equal(fixedClock('2026-11-21T23:30:00Z').today(), '2026-11-21')
  })
  it('gives the day in another time zone', () => {
    assert.equal(fixedClock('2026-11-21T23:30:00Z').today('Asia/Tokyo'), '2026-11-22')
  })
  it('cannot be changed through the dates it hands out', () => {
    const clock = fixedClock('2026-11-21T09:00:00Z')
    clock.now().setFullYear(1999)
    assert.equal(clock.now().toISOString(), '2026-11-21T09:00:00.000Z')
  })
})
