import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { chooseSignInName, readSignInName } from './sign-in-name.ts'

describe('SEC-1 the name to sign in with', () => {
  for (const [typed, kind, value] of [
    [' Ruth@Example.ORG ', 'email', 'ruth@example.org'],
    ['07700 900123', 'mobile', '+447700900123'],
    ['+44 7700 900123', 'mobile', '+447700900123'],
    ['nobody', 'email', 'nobody'],
    ['', 'email', ''],
  ] as const) {
    it(`reads “${typed}” as the ${kind} ${value}`, () => assert.deepEqual(readSignInName(typed), { kind, value }))
  }

  const both = { email: 'ruth@example.org', mobile: '+447700900123' }
  for (const [words, channels, taken, chosen] of [
    ['the email', both, { email: false, mobile: false }, 'email'],
    ['the mobile where somebody shares the mailbox', both, { email: true, mobile: false }, 'mobile'],
    ['nothing where both are names of others', both, { email: true, mobile: true }, undefined],
    ['the mobile where there is no email', { ...both, email: null }, { email: false, mobile: false }, 'mobile'],
  ] as const) {
    it(`is ${words}`, () => assert.equal(chooseSignInName(channels, taken)?.kind, chosen))
  }
})
