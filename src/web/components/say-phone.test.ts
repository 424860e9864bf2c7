import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sayPhone } from './say-phone.ts'

describe('a phone number on a page', () => {
  const cases = [
    ['+447700900123', '07700 900123'],
    ['+442079460001', '020 7946 0001'],
    ['+441632960001', '01632 960001'],
    ['+353851234567', '+353851234567'],
  ] as const
  for (const [value, words] of cases) {
    it(`${value} → ${words}`, () => assert.equal(sayPhone(value), words))
  }
})
