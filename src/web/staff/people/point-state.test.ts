import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { ContactPoint, OptOutChannel } from '../../../modules/people/index.ts'
import { stateOfPoint } from './point-state.ts'

const at = new Date('2026-11-20T09:00:00Z')
const mobile = { kind: 'mobile', smsCapable: true, usable: true, reason: null, blockedAt: null, provedAt: null }
const email = { ...mobile, kind: 'email', smsCapable: false }
const wrong = { ...mobile, usable: false, smsCapable: false, reason: 'The note beside it says “old”.' }
const landline = { ...mobile, kind: 'landline', smsCapable: false, reason: 'This is a landline, so it gets no texts.' }

describe('DLV-5 and OPT-5 the state of a contact point in words', () => {
  const cases: [why: string, point: object, optOuts: OptOutChannel[], kind: string, words: string][] = [
    ['a mobile', mobile, [], 'ok', 'Can be texted'],
    ['an email', email, [], 'ok', 'Can be emailed'],
    ['one that was proved', { ...mobile, provedAt: at }, [], 'ok', 'Text works'],
    ['a landline', landline, [], 'plain', 'No texts'],
    ['one that cannot be used', wrong, [], 'bad', 'Cannot be used'],
    ['a blocked email', { ...email, blockedAt: at, blockReason: 'reported as spam' }, [], 'bad', 'Email blocked'],
    ['a choice before a failure', { ...email, blockedAt: at }, ['email'], 'plain', 'Opted out'],
  ]
  for (const [why, point, optOuts, kind, words] of cases) {
    it(why, () => {
      const state = stateOfPoint(point as ContactPoint, optOuts)
      assert.deepEqual([state.kind, state.words], [kind, words])
    })
  }
})
