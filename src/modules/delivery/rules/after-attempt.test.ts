import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { afterAttempt } from './after-attempt.ts'
import type { Outcome } from './outcome.ts'

const now = new Date('2026-11-21T09:00:00Z')
const refused = (failure: 'temporary' | 'permanent' | 'technical'): Outcome => ({
  kind: 'refused',
  failure,
  reason: 'why',
  answer: '4xx',
})
const facts = {
  attempts: 1,
  candidates: [{ id: 'a' }],
  triedAt: 'a',
  canAsk: true,
  now,
  deadline: new Date('2026-11-22T09:00:00Z'),
  random: () => 0,
}

describe('DLV-4 what an attempt makes of a row', () => {
  it('accepted is accepted, with the provider’s reference', () => {
    const after = afterAttempt({ ...facts, outcome: { kind: 'accepted', reference: 'r-1', answer: 'ok' } })
    assert.deepEqual([after.state, after.providerRef, after.dueAt], ['accepted', 'r-1', null])
  })

  it('a temporary failure waits', () => {
    const after = afterAttempt({ ...facts, outcome: refused('temporary') })
    assert.deepEqual([after.state, after.dueAt?.toISOString()], ['queued', '2026-11-21T09:00:15.000Z'])
  })

  it('the second provider is tried at once, and only then it waits', () => {
    const two = { ...facts, candidates: [{ id: 'a' }, { id: 'b' }], outcome: refused('technical') }
    assert.deepEqual(afterAttempt(two).dueAt, now)
    const later = afterAttempt({ ...two, attempts: 2, triedAt: 'b' })
    assert.equal(later.dueAt?.toISOString(), '2026-11-21T09:00:15.000Z')
  })

  it('a permanent failure is final: another provider would not know the address either', () => {
    const two = { ...facts, candidates: [{ id: 'a' }, { id: 'b' }], outcome: refused('permanent') }
    assert.deepEqual([afterAttempt(two).state, afterAttempt(two).dueAt], ['failed permanent', null])
  })

  it('is given up at the deadline, and says how it failed', () => {
    const deadline = new Date('2026-11-21T09:00:10Z')
    assert.equal(afterAttempt({ ...facts, deadline, outcome: refused('temporary') }).state, 'failed temporary')
    assert.equal(afterAttempt({ ...facts, deadline, outcome: refused('technical') }).state, 'failed technical')
  })
})

describe('DLV-3 an outcome nobody knows', () => {
  const uncertain: Outcome = { kind: 'uncertain', reason: 'who knows', answer: '' }

  it('is unknown and not due again', () => {
    const after = afterAttempt({ ...facts, outcome: uncertain })
    assert.deepEqual([after.state, after.dueAt], ['unknown', null])
  })

  it('is asked about where the provider can be asked', () => {
    assert.equal(afterAttempt({ ...facts, outcome: uncertain }).askAt?.toISOString(), '2026-11-21T09:00:10.000Z')
    assert.equal(afterAttempt({ ...facts, canAsk: false, outcome: uncertain }).askAt, null)
  })
})
