import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { tellsWhatBecame } from './tells-what-became.ts'

describe('DLV-1 which providers say later what became of a message', () => {
  for (const [provider, tells] of [
    [{ kind: 'smtp', settings: { host: 'smtp.example.org' } }, false],
    [{ kind: 'simulated', settings: { channel: 'sms' } }, true],
    [{ kind: 'http-sms', settings: { receipts: { referenceField: 'id', statusField: 's', states: {} } } }, true],
    [{ kind: 'http-sms', settings: { receipts: null } }, false],
    [{ kind: 'http-sms', settings: {} }, false],
  ] as const) {
    it(`${JSON.stringify(provider)}: ${tells}`, () => assert.equal(tellsWhatBecame(provider), tells))
  }
})
