import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { waitAfterWrongTries } from './wait-after-wrong-tries.ts'

describe('SEC-3 guessing', () => {
  it('does not slow down somebody who mistyped three times', () => assert.equal(waitAfterWrongTries(3), 0))

  it('waits longer and longer, but never longer than a minute', () => {
    assert.deepEqual([4, 5, 6, 7, 100].map(waitAfterWrongTries), [15, 30, 60, 60, 60])
  })

  it('looks at no more than ten tries in any five minutes, however fast they come', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 120 }), { minLength: 20, maxLength: 80 }), (gaps) => {
        const looked: number[] = []
        let now = 0
        for (const gap of gaps) {
          now += gap
          const last = looked.at(-1) ?? Number.NEGATIVE_INFINITY
          if (now - last >= waitAfterWrongTries(looked.length)) looked.push(now)
        }
        for (const from of looked) assert.ok(looked.filter((at) => at >= from && at < from + 300).length <= 10)
      }),
    )
  })
})
