import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { waitBeforeAnswer } from './guessing.ts'

describe('LET-5 the budget for wrong tries', () => {
  for (const [school, instance, wait] of [
    [0, 0, 0],
    [20, 200, 0],
    [21, 21, 100],
    [40, 40, 2000],
    [0, 300, 1000],
    [1000, 1000, 4000],
    [0, 1_000_000, 4000],
  ] as const) {
    it(`waits ${wait} ms after ${school} wrong tries at the school and ${instance} at the instance`, () =>
      assert.equal(waitBeforeAnswer({ school, instance }), wait))
  }
})
