import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readHttpSmsAnswer, type SuccessRule, valueAt } from './http-sms-answer.ts'

describe('DLV-4 what a text gateway means', () => {
  const any2xx: SuccessRule = { statuses: [] }
  const queued: SuccessRule = {
    statuses: [200],
    path: 'messages.0.status',
    equals: '0',
    referencePath: 'messages.0.id',
  }
  const words: SuccessRule = { statuses: [], matches: '^OK' }
  const rows: [string, SuccessRule, number, string, string][] = [
    ['any 2xx will do', any2xx, 202, '', 'accepted'],
    ['a redirect is not a yes', any2xx, 302, '', 'technical'],
    ['the JSON says yes', queued, 200, '{"messages":[{"status":"0","id":"m-1"}]}', 'accepted'],
    ['a number counts as its text', queued, 200, '{"messages":[{"status":0,"id":7}]}', 'accepted'],
    ['a 200 that says no', queued, 200, '{"messages":[{"status":"4"}]}', 'permanent'],
    ['a 200 that is not JSON', queued, 200, '<html>', 'permanent'],
    ['another 2xx than agreed', queued, 204, '', 'permanent'],
    ['words say yes', words, 200, 'OK 123', 'accepted'],
    ['words say no', words, 200, 'ERR credit', 'permanent'],
    ['too fast', any2xx, 429, '', 'temporary'],
    ['wrong key', any2xx, 401, '', 'technical'],
    ['no money', any2xx, 402, '', 'technical'],
    ['their fault', any2xx, 503, '', 'technical'],
    ['wrong address', any2xx, 404, '', 'technical'],
    ['bad number', any2xx, 400, 'invalid msisdn', 'permanent'],
  ]
  for (const [name, rule, status, body, expected] of rows) {
    it(`${name}: ${expected}`, () => {
      const outcome = readHttpSmsAnswer({ status, body }, rule)
      assert.equal(outcome.kind === 'refused' ? outcome.failure : outcome.kind, expected)
    })
  }

  it('takes the reference the gateway gives', () => {
    const outcome = readHttpSmsAnswer({ status: 200, body: '{"messages":[{"status":"0","id":"m-1"}]}' }, queued)
    assert.equal(outcome.kind === 'accepted' && outcome.reference, 'm-1')
  })

  it('looks only at what the answer itself holds', () => {
    assert.equal(valueAt({}, 'constructor.name'), undefined)
    assert.equal(valueAt({ a: [true] }, 'a.0'), 'true')
    assert.equal(valueAt({ a: {} }, 'a'), undefined)
  })
})
