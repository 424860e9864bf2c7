import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { whatIsWrongWithPassword } from './password-rule.ts'

const person = { email: 'sam.okafor@hill.example', name: 'Sam Okafor' }

describe('SEC-1 passwords beside a second factor', () => {
  for (const good of [
    'copper kettle harbour',
    'aaaa bbbb cccc',
    'žluťoučký kůň pěl',
    '            x9Tq',
    'Tr0ub4dor&3xyz',
    `${'x'.repeat(5)} lanterns in fog`,
  ]) {
    it(`takes “${good}”`, () => assert.equal(whatIsWrongWithPassword(good, person), null))
  }

  for (const [bad, why] of [
    ['short', /at least 12/],
    ['elevenchars', /at least 12/],
    ['x'.repeat(129), /at most 128/],
    ['password2026!', /lists/],
    ['P@ssword123456', /lists/],
    ['passwordpassword', /lists/],
    ['123123123123', /lists/],
    ['qwertyuiopas', /lists/],
    ['headteacher99', /lists/],
    ['Welcome to 2026', /lists/],
    ['samokafor2026', /own name/],
    ['sam.okafor@hill.example', /own name/],
  ] as const) {
    it(`refuses “${bad.slice(0, 30)}”`, () =>
      assert.match(whatIsWrongWithPassword(bad, person) ?? 'nothing is wrong', why))
  }

  it('counts characters as people do, not bytes', () => {
    assert.match(whatIsWrongWithPassword('🐴🔋📎🪜🌊🎩', person) ?? '', /at least 12/)
  })
})
