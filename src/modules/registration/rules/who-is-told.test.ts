import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { whoIsTold } from './who-is-told.ts'

describe('VIS-6 who is told that a detail changed', () => {
  const old = { value: 'old@example.org', usable: true }
  const told = (before: { value: string | null; usable: boolean }[], shared: string[] = []) =>
    whoIsTold({ channel: 'email', value: 'new@example.org', before, shared: new Set(shared) }).map(
      ({ which, address }) => `${which} ${address}`,
    )

  it('tells the new one and the one before', () => {
    assert.deepEqual(told([old]), ['new new@example.org', 'old old@example.org'])
  })
  it('tells the new one alone where there was none', () => assert.deepEqual(told([]), ['new new@example.org']))
  it('tells each earlier one once, and none that cannot be used', () => {
    const before = [old, old, { value: null, usable: false }, { value: 'broken@example.org', usable: false }]
    assert.deepEqual(told(before), ['new new@example.org', 'old old@example.org'])
  })
  it('tells nothing where somebody else reads too', () => {
    assert.deepEqual(told([old], ['old@example.org']), ['new new@example.org'])
    assert.deepEqual(told([old], ['new@example.org']), ['old old@example.org'])
    assert.deepEqual(told([old], ['new@example.org', 'old@example.org']), [])
  })
})
