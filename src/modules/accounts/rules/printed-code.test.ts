import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { drawCardCode, drawRecoveryCode, readPrintedCode, showPrintedCode } from './printed-code.ts'

describe('SEC-1 codes on paper', () => {
  it('have 40 bits on the card and 65 for recovery', () => {
    assert.match(drawCardCode(), /^[0-9A-HJKMNP-TV-Z]{8}$/)
    assert.match(drawRecoveryCode(), /^[0-9A-HJKMNP-TV-Z]{13}$/)
    assert.equal(new Set(Array.from({ length: 1000 }, drawCardCode)).size, 1000)
  })

  for (const [typed, read] of [
    ['7kq2 m4xz', '7KQ2M4XZ'],
    ['7KQ2-M4XO', '7KQ2M4X0'],
    ['il00 0000', '11000000'],
    ['0000 0000 0000 0', '0000000000000'],
    ['0000', null],
    ['UUUUUUUU', null],
    ['', null],
  ] as const) {
    it(`reads “${typed}” as ${read}`, () => assert.equal(readPrintedCode(typed), read))
  }

  it('are shown in groups of four', () => assert.equal(showPrintedCode('7KQ2M4XZ'), '7KQ2 M4XZ'))
})
