import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { healthAfter } from './failures-block.ts'

type Case = [why: string, ...Parameters<typeof healthAfter>, after: ReturnType<typeof healthAfter>]

describe('DLV-5 failures in a row block a contact point', () => {
  const open = (failures: number) => ({ failures, blocked: false })
  const cases: Case[] = [
    ['counts the first failure', open(0), 'failed', 3, { failures: 1, blockReason: null }],
    ['counts the second', open(1), 'failed', 3, { failures: 2, blockReason: null }],
    ['blocks at the third', open(2), 'failed', 3, { failures: 3, blockReason: '3 failures in a row' }],
    ['blocks by the setting of the school', open(0), 'failed', 1, { failures: 1, blockReason: '1 failures in a row' }],
    ['starts again after a delivery', open(2), 'delivered', 3, { failures: 0, blockReason: null }],
    ['writes nothing for a delivery as usual', open(0), 'delivered', 3, null],
    [
      'heals when something arrives all the same',
      { failures: 3, blocked: true },
      'delivered',
      3,
      { failures: 0, blockReason: null },
    ],
    ['blocks at once on a spam report', open(0), 'spam report', 3, { failures: 0, blockReason: 'reported as spam' }],
    ['keeps the first reason', { failures: 0, blocked: true }, 'failed', 3, null],
  ]
  for (const [why, before, outcome, failuresToBlock, after] of cases) {
    it(why, () => assert.deepEqual(healthAfter(before, outcome, failuresToBlock), after))
  }
})
