import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { nextDigest } from './next-digest.ts'

const london = 'Europe/London'
const cases: [why: string, after: string, hour: number, zone: string, at: string][] = [
  ['later today', '2026-11-21T09:00:00Z', 18, london, '2026-11-21T18:00:00Z'],
  ['not this very moment', '2026-11-21T18:00:00Z', 18, london, '2026-11-22T18:00:00Z'],
  ['summer time', '2026-07-01T09:00:00Z', 18, london, '2026-07-01T17:00:00Z'],
  ['over the change to winter time', '2026-10-24T18:00:00Z', 7, london, '2026-10-25T07:00:00Z'],
  ['an hour that the clocks skip', '2026-03-28T12:00:00Z', 1, london, '2026-03-29T01:00:00Z'],
  ['midnight', '2026-12-31T23:30:00Z', 0, london, '2027-01-01T00:00:00Z'],
  ['where it is already tomorrow', '2026-11-21T22:00:00Z', 7, 'Asia/Karachi', '2026-11-22T02:00:00Z'],
]

describe('OPT-7 when the daily email goes, by the clocks of the school', () => {
  for (const [why, after, hour, zone, at] of cases) {
    it(`${why}: ${hour} o’clock is ${at}`, () =>
      assert.equal(nextDigest(new Date(after), hour, zone).toISOString(), new Date(at).toISOString()))
  }
})
