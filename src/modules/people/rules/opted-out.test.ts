import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { hasOptedOut, isErasedByOptOut, type OptOutChannel } from './opted-out.ts'

const email = { kind: 'email', smsCapable: false }
const mobile = { kind: 'mobile', smsCapable: true }
const landline = { kind: 'landline', smsCapable: false }

describe('OPT-2 what an opt-out stops and erases', () => {
  const cases: [optOuts: OptOutChannel[], texts: boolean, emails: boolean, erased: (typeof email)[]][] = [
    [[], false, false, []],
    [['all'], true, true, [email, mobile, landline]],
    [['sms'], true, false, [mobile]],
    [['email'], false, true, [email]],
    [['sms', 'email'], true, true, [email, mobile]],
  ]
  for (const [optOuts, texts, emails, erased] of cases) {
    it(`of ${optOuts.join(' and ') || 'nothing'}`, () => {
      assert.deepEqual([hasOptedOut(optOuts, 'sms'), hasOptedOut(optOuts, 'email')], [texts, emails])
      assert.deepEqual(
        [email, mobile, landline].filter((point) => isErasedByOptOut(optOuts, point)),
        erased,
      )
    })
  }
})
