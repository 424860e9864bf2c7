import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { retryWhen } from './retry-when.ts'

const now = new Date('2026-11-21T09:00:00Z')
const tomorrow = new Date('2026-11-22T09:00:00Z')

describe('DLV-4 when to try again', () => {
  const seconds = (attempts: number, random: number) => {
    const at = retryWhen({ attempts, now, deadline: tomorrow, random: () => random })
    return at && (at.getTime() - now.getTime()) / 1000
  }

  it('waits longer each time, at most half an hour', () => {
    assert.deepEqual(
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 50].map((attempts) => seconds(attempts, 0)),
      [15, 30, 60, 120, 240, 480, 960, 1800, 1800, 1800],
    )
  })

  it('takes up to a quarter off by chance', () => {
    assert.equal(seconds(1, 1), 11.25)
    assert.equal(seconds(3, 0.5), 52.5)
  })

  it('waits as long as the provider asks', () => {
    const at = retryWhen({ attempts: 1, now, deadline: tomorrow, random: () => 0, askedSeconds: 120 })
    assert.equal(at?.toISOString(), '2026-11-21T09:02:00.000Z')
  })

  it('gives up when the next try would come at or after the deadline', () => {
    const deadline = new Date('2026-11-21T09:00:15Z')
    assert.equal(retryWhen({ attempts: 1, now, deadline, random: () => 0 }), null)
    assert.notEqual(retryWhen({ attempts: 1, now, deadline, random: () => 0.5 }), null)
  })

  it('never answers a time past the deadline, nor one before now', () => {
    fc.assert(
      fc.property(fc.nat(100), fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(90_000), (attempts, chance, left) => {
        const deadline = new Date(now.getTime() + left * 1000)
        const at = retryWhen({ attempts, now, deadline, random: () => chance })
        assert.ok(at === null || (at > now && at < deadline))
      }),
    )
  })
})
