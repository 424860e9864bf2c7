import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { plainMobile, recoverAnyNumber, recoverNumber } from './recover-number.ts'

describe('IMP-1 a mobile written as most write it', () => {
  it('is read at once, and as the whole library reads it', () => {
    let read = 0
    const digits = fc.stringMatching(/^7\d{9}$/)
    const prefix = fc.constantFrom('0', '+44', '+44 ')
    fc.assert(
      fc.property(digits, prefix, fc.nat(9), (national, start, gap) => {
        const text = `${start}${national.slice(0, gap)} ${national.slice(gap)}`
        const found = plainMobile(text)
        if (found) read += 1
        if (found) assert.deepEqual(found, recoverAnyNumber(text))
        assert.deepEqual(recoverNumber(text), recoverAnyNumber(text))
      }),
      { numRuns: 3000 },
    )
    assert.ok(read > 1000)
  })
  it('anything else is left to the library', () => {
    for (const text of ['07700 900123', '020 7946 0000', '0770', '+1 500 555 0006', 'x07400123456', '07400 123456 7'])
      assert.equal(plainMobile(text), null)
    assert.deepEqual(recoverNumber('07700 900123'), { e164: '+447700900123', kind: 'mobile' })
  })
})
