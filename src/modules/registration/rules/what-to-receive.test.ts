import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isWish, optOutOfWish, wishes } from './what-to-receive.ts'

describe('OPT-3 what somebody who registers chooses', () => {
  for (const [wish, optOut] of [
    ['both', null],
    ['email', 'sms'],
    ['text', 'email'],
    ['nothing', 'all'],
  ] as const) {
    it(`${wish}: ${optOut ?? 'no opt-out'}`, () => assert.equal(optOutOfWish(wish), optOut))
  }
  it('is one of four', () => {
    assert.deepEqual(wishes.filter(isWish).length, 4)
    assert.equal(isWish('all'), false)
  })
})
