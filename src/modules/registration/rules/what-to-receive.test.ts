import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isWish, kindsOfFirstChoices, optOutOfWish, wishes } from './what-to-receive.ts'

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

describe('OPT-7 the first choices, made when registering', () => {
  const digest = { news: 'digest', consent: true } as const
  for (const [wish, first, kinds] of [
    ['both', digest, { news: 'digest', fundraising: 'email' }],
    ['text', digest, { news: 'usual', fundraising: 'text' }],
    ['email', { news: 'none', consent: false }, { news: 'none' }],
    ['nothing', digest, {}],
  ] as const) {
    it(`${wish}, news ${first.news}`, () => assert.deepEqual(kindsOfFirstChoices(wish, first), kinds))
  }
})
