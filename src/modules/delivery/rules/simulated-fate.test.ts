import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { fateOf } from './simulated-fate.ts'

describe('the simulated network', () => {
  const addresses = Array.from({ length: 1000 }, (_, i) => `+4477009${String(i).padStart(5, '0')}`)
  const fates = addresses.map((address) => fateOf({ reference: 'r', address, channel: 'sms' }).fate)
  const count = (fate: string) => fates.filter((one) => one === fate).length

  it('delivers most, fails some, and never answers for a few', () => {
    assert.ok(count('delivered') > 880, `${count('delivered')} delivered`)
    assert.ok(count('failed') >= 20 && count('failed') <= 70, `${count('failed')} failed`)
    assert.ok(count('no answer') >= 10 && count('no answer') <= 60, `${count('no answer')} without answer`)
  })

  it('treats the same address the same way every time', () => {
    for (const address of addresses.slice(0, 50)) {
      const one = fateOf({ reference: 'a', address, channel: 'sms' })
      const other = fateOf({ reference: 'b', address, channel: 'sms' })
      assert.equal(one.fate, other.fate)
    }
  })
})
