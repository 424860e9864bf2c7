import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { newCode, newQrToken, newReference, readCode, readReference, showInHalves } from './code.ts'

describe('LET-4 codes on paper', () => {
  it('are ten characters without I, L, O and U, printed in two halves', () => {
    for (let tries = 0; tries < 200; tries += 1) {
      assert.match(newCode(), /^[0-9A-HJKMNP-TV-Z]{10}$/)
      assert.match(newReference(), /^[0-9A-HJKMNP-TV-Z]{8}$/)
    }
    assert.equal(showInHalves('K7M2QX4T9B'), 'K7M2Q X4T9B')
    assert.equal(Buffer.from(newQrToken(), 'base64url').length, 16)
  })

  it('use every letter of the alphabet about as often as another', () => {
    const counts = new Map<string, number>()
    for (let tries = 0; tries < 2000; tries += 1)
      for (const letter of newCode()) counts.set(letter, (counts.get(letter) ?? 0) + 1)
    assert.equal(counts.size, 32)
    assert.ok(Math.min(...counts.values()) > 450 && Math.max(...counts.values()) < 800)
  })

  for (const [typed, read] of [
    ['K7M2Q X4T9B', 'K7M2QX4T9B'],
    ['k7m2qx4t9b', 'K7M2QX4T9B'],
    [' k7m2q-x4t9b ', 'K7M2QX4T9B'],
    ['OIL2QX4T9B', '0112QX4T9B'],
    ['K7M2QX4T9', null],
    ['K7M2QX4T9BB', null],
    ['U7M2QX4T9B', null],
    ['', null],
  ] as const) {
    it(`reads “${typed}” as ${read}`, () => assert.equal(readCode(typed), read))
  }

  it('reads a reference of eight characters the same way', () => assert.equal(readReference('8f3k d7qp'), '8F3KD7QP'))
})
