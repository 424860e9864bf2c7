import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { nextTime, patternOfTime, timeOfPattern } from './next-time.ts'

const next = (pattern: string, after: string) =>
  nextTime(pattern, { after: new Date(after), timeZone: 'Europe/London' }).toISOString()

describe('IMP-23 when a schedule comes next', () => {
  const cases: [string, string, string, string][] = [
    ['in winter', '15 2 * * *', '2026-11-22T01:00:00Z', '2026-11-22T02:15:00.000Z'],
    ['in summer, by the clock on the wall', '15 2 * * *', '2026-07-01T00:00:00Z', '2026-07-01T01:15:00.000Z'],
    ['the day after, when the time is past', '15 2 * * *', '2026-11-22T02:15:00Z', '2026-11-23T02:15:00.000Z'],
    ['over a weekend', '15 2 * * 1-5', '2026-11-20T12:00:00Z', '2026-11-23T02:15:00.000Z'],
    [
      'once in the night in which an hour comes twice',
      '30 1 * * *',
      '2026-10-25T00:31:00Z',
      '2026-10-26T01:30:00.000Z',
    ],
  ]
  for (const [words, pattern, after, at] of cases) it(words, () => assert.equal(next(pattern, after), at))

  it('does not leave the night out in which the time does not exist', () => {
    const at = next('30 1 * * *', '2026-03-28T12:00:00Z')
    assert.equal(at.slice(0, 10), '2026-03-29')
  })

  for (const pattern of ['', 'often', '* * * * * *', '99 2 * * *', '0 0 31 2 *'])
    it(`refuses “${pattern}”`, () =>
      assert.throws(() => next(pattern, '2026-11-22T01:00:00Z'), /no time that comes again/))

  it('goes between a time of day and its pattern', () => {
    assert.equal(patternOfTime('02:15', 'school days'), '15 2 * * 1-5')
    assert.deepEqual(timeOfPattern('15 2 * * 1-5'), { time: '02:15', days: 'school days' })
    assert.deepEqual(timeOfPattern(patternOfTime('23:05', 'every day')), { time: '23:05', days: 'every day' })
    assert.equal(timeOfPattern('*/5 * * * *'), null)
    assert.throws(() => patternOfTime('25:00', 'every day'), /no time of day/)
  })
})
