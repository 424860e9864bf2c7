import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { roundIsOver, whichProvider } from './which-provider.ts'

const now = new Date('2026-11-21T09:00:00Z')
const later = new Date('2026-11-21T09:00:30Z')
const up = (id: string) => ({ id, downUntil: null })
const down = (id: string) => ({ id, downUntil: later })

describe('DLV-4 second provider on failure, by priority', () => {
  const rows: [string, { id: string; downUntil: Date | null }[], string | null, string | undefined][] = [
    ['the first on a fresh row', [up('a'), up('b')], null, 'a'],
    ['the second after the first failed', [up('a'), up('b')], 'a', 'b'],
    ['the first again after the last', [up('a'), up('b')], 'b', 'a'],
    ['the only one again', [up('a')], 'a', 'a'],
    ['not one that is down', [down('a'), up('b')], null, 'b'],
    ['one that is down when all are', [down('a'), down('b')], null, 'a'],
    ['one whose rest is over', [{ id: 'a', downUntil: now }, up('b')], null, 'a'],
    ['the first when the failed one was removed', [up('a'), up('b')], 'gone', 'a'],
    ['none when there is none', [], null, undefined],
  ]
  for (const [name, candidates, failedAt, chosen] of rows) {
    it(name, () => assert.equal(whichProvider({ candidates, failedAt, now })?.id, chosen))
  }

  it('waits only after the last has had its try', () => {
    const candidates = [up('a'), up('b')]
    assert.equal(roundIsOver({ candidates, failedAt: 'a' }), false)
    assert.equal(roundIsOver({ candidates, failedAt: 'b' }), true)
    assert.equal(roundIsOver({ candidates, failedAt: 'gone' }), true)
  })
})
