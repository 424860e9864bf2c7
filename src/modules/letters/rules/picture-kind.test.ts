import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { pictureKind } from './picture-kind.ts'

describe('LET-7 a crest', () => {
  for (const [bytes, expected] of [
    [Buffer.from('89504e470d0a1a0a00', 'hex'), 'png'],
    [Buffer.from('ffd8ffe000', 'hex'), 'jpg'],
    [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'svg'],
    [Buffer.from('\ufeff<?xml version="1.0"?><svg/>'), 'svg'],
    [Buffer.from('GIF89a'), null],
    [Buffer.from('%PDF-1.7'), null],
    [Buffer.alloc(0), null],
  ] as const) {
    it(`is ${expected ?? 'left out'} by its first bytes ${bytes.toString('latin1').slice(0, 8)}`, () =>
      assert.equal(pictureKind(bytes), expected))
  }
})
