import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { instantAt, localTimeOf } from './local-time.ts'

const cases: [why: string, local: string, instant: string][] = [
  ['winter', '2026-11-23T15:00', '2026-11-23T15:00:00.000Z'],
  ['summer', '2026-07-01T15:00', '2026-07-01T14:00:00.000Z'],
  ['the evening before the clocks go forward', '2026-03-28T23:30', '2026-03-28T23:30:00.000Z'],
  ['the morning after they went forward', '2026-03-29T02:30', '2026-03-29T01:30:00.000Z'],
  ['the morning after they went back', '2026-10-25T02:30', '2026-10-25T02:30:00.000Z'],
]

describe('a time as the school’s clocks show it', () => {
  for (const [why, local, instant] of cases) {
    it(`is right in ${why}`, () => {
      assert.equal(instantAt(local, 'Europe/London')?.toISOString(), instant)
      assert.equal(localTimeOf(new Date(instant), 'Europe/London'), local)
    })
  }
  it('is nothing when it is no time', () => {
    for (const local of ['', 'tomorrow', '2026-13-40T99:00', '2026-11-23'])
      assert.equal(instantAt(local, 'Europe/London'), null)
  })
})
