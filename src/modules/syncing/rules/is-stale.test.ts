import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { staleFrom } from './is-stale.ts'

const at = (text: string) => new Date(text)
const [set, heard, byHand] = [at('2026-11-01T08:00Z'), at('2026-11-10T02:00Z'), at('2026-11-12T09:00Z')]

describe('IMP-23 when a sync counts as stale', () => {
  const never = { since: null, lastSuccess: null, lastApplied: byHand }
  it('never, where nothing syncs by itself', () => assert.equal(staleFrom(never, { syncStaleHours: 24 }), null))

  const cases = [
    {
      words: 'from the setting up, before it ever succeeded',
      age: { since: set, lastSuccess: null, lastApplied: null },
      from: '2026-11-02T08:00Z',
    },
    {
      words: 'from the last success',
      age: { since: set, lastSuccess: heard, lastApplied: null },
      from: '2026-11-11T02:00Z',
    },
    {
      words: 'from an import by hand that came later',
      age: { since: set, lastSuccess: heard, lastApplied: byHand },
      from: '2026-11-13T09:00Z',
    },
  ]
  for (const { words, age, from } of cases) {
    it(words, () => assert.deepEqual(staleFrom(age, { syncStaleHours: 24 }), at(from)))
  }
})
