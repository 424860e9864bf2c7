import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { shareArrived } from './share-arrived.ts'

describe('the share of copies that arrived', () => {
  for (const [copies, said] of [
    [[], null],
    [[{ reached: 0, failed: 0 }], null],
    [[{ reached: 3, failed: 0 }], '100%'],
    [[{ reached: 1999, failed: 1 }], '99.9%'],
    [
      [
        { reached: 51, failed: 3 },
        { reached: 409, failed: 12 },
      ],
      '96.8%',
    ],
  ] as const) {
    it(`says ${said}`, () => assert.equal(shareArrived(copies.map((each) => ({ copies: each }))), said))
  }
})
