import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { matchTotpStepIfAny, totpAddress, totpCode, totpSecretInWords } from './totp.ts'

// Appendix B of RFC 6238; its codes have eight digits, of which apps show the last six.
const secret = Buffer.from('12345678901234567890')

describe('SEC-1 codes of an authenticator app', () => {
  for (const [seconds, code] of [
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ] as const) {
    it(`shows ${code} at ${seconds} s`, () => assert.equal(totpCode(secret, Math.floor(seconds / 30)), code))
  }

  const now = new Date(1_111_111_111_000)
  const step = Math.floor(1_111_111_111 / 30)

  it('takes the code of now, the one before and the one after, spaces or not', () => {
    for (const near of [step - 1, step, step + 1])
      assert.equal(matchTotpStepIfAny(secret, totpCode(secret, near), { now, lastStep: 0 }), near)
    assert.equal(matchTotpStepIfAny(secret, '050 471', { now, lastStep: 0 }), step)
  })

  it('takes no older or later code', () => {
    for (const far of [step - 2, step + 2])
      assert.equal(matchTotpStepIfAny(secret, totpCode(secret, far), { now, lastStep: 0 }), null)
  })

  it('takes no code twice', () => assert.equal(matchTotpStepIfAny(secret, '050471', { now, lastStep: step }), null))

  it('takes nothing but six digits', () => {
    for (const text of ['', '12345', '1234567', 'abcdef'])
      assert.equal(matchTotpStepIfAny(secret, text, { now, lastStep: 0 }), null)
  })

  it('writes the secret as apps want it typed and scanned', () => {
    assert.equal(totpSecretInWords(secret), 'GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ')
    assert.equal(
      totpAddress(secret, { email: 'sam@hill.example', issuer: 'Gatehouse' }),
      'otpauth://totp/Gatehouse%3Asam%40hill.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Gatehouse',
    )
  })
})
