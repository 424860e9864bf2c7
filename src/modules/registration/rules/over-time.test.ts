import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { takeUpOverTime } from './over-time.ts'

describe('LET-14 take-up over time', () => {
  it('goes day by day from the first letters to today, and only grows', () => {
    const points = takeUpOverTime({ from: '2026-11-01', today: '2026-11-04', firsts: ['2026-11-03', '2026-11-02'] })
    assert.deepEqual(
      points.map(({ day, registered }) => `${day} ${registered}`),
      ['2026-11-01 0', '2026-11-02 1', '2026-11-03 2', '2026-11-04 2'],
    )
  })

  it('goes week by week after a month, and ends today', () => {
    const points = takeUpOverTime({ from: '2026-09-01', today: '2026-11-04', firsts: ['2026-09-20'] })
    assert.equal(points.length, 10)
    assert.deepEqual(points.at(-1), { day: '2026-11-04', registered: 1 })
    assert.equal(points[0]?.registered, 0)
  })

  it('is one point on the day itself, whatever clocks say', () => {
    assert.deepEqual(takeUpOverTime({ from: '2026-11-05', today: '2026-11-04', firsts: [] }), [
      { day: '2026-11-04', registered: 0 },
    ])
  })
})
