import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { recordOpensAfter } from './record-opens-after.ts'

const now = new Date('2026-11-22T09:00:00Z')

describe('SEC-2 S-17 after a change of how somebody signs in', () => {
  it('the record opens again a day later', () => {
    const madeAt = new Date('2026-11-22T07:59:00Z')
    assert.equal(recordOpensAfter({ madeAt, now })?.toISOString(), '2026-11-23T09:00:00.000Z')
  })
  it('does not shut while a new sign-in is being set up', () => {
    assert.equal(recordOpensAfter({ madeAt: new Date('2026-11-22T08:01:00Z'), now }), null)
  })
})
