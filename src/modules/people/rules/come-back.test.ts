import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { optOutsAfterComingBack } from './come-back.ts'
import type { OptOutChannel } from './opted-out.ts'

describe('OPT-4 what stays opted out after coming back to one channel', () => {
  const cases: [OptOutChannel[], 'email' | 'sms', OptOutChannel[]][] = [
    [[], 'email', []],
    [['email'], 'email', []],
    [['sms'], 'sms', []],
    [['sms'], 'email', ['sms']],
    [['all'], 'email', ['sms']],
    [['all'], 'sms', ['email']],
    [['all', 'email', 'sms'], 'email', ['sms']],
  ]
  for (const [before, channel, after] of cases)
    it(`${before.join(' and ') || 'nothing'}, back to ${channel}: ${after.join() || 'nothing'}`, () => {
      assert.deepEqual(optOutsAfterComingBack(before, channel), after)
    })
})
