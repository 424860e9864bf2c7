import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { newCode, showInHalves } from './code.ts'
import { looksLikeCode, tooSoonAfter, usualReminder } from './reminding.ts'

const at = (day: number) => new Date(Date.UTC(2026, 10, day))

describe('LET-14 reminding', () => {
  for (const [earlier, group, soon] of [
    [[], null, false],
    [[{ registrationGroup: null, remindedAt: at(20) }], '6B', true],
    [[{ registrationGroup: '6B', remindedAt: at(20) }], null, true],
    [[{ registrationGroup: '5H', remindedAt: at(20) }], '6B', false],
    [[{ registrationGroup: '6B', remindedAt: at(13) }], '6B', false],
  ] as const)
    it(`of ${group ?? 'everybody'} after ${JSON.stringify(earlier)} is ${soon ? 'too soon' : 'in order'}`, () =>
      assert.equal(tooSoonAfter(earlier, { registrationGroup: group, now: at(21) }) !== null, soon))
})

describe('LET-3 words of a reminder', () => {
  it('of our own carry no code, and no letters that look like one', () => {
    const { subject, body } = usualReminder('https://gate.example/register')
    assert.equal(looksLikeCode(subject) || looksLikeCode(body), false)
  })

  it('with a code in them are found', () => {
    for (let round = 0; round < 200; round += 1) {
      const code = newCode()
      if (/[A-Z]/.test(code)) assert.ok(looksLikeCode(`Your code is ${showInHalves(code)}.`), code)
    }
    assert.ok(looksLikeCode('code 7K2QM 9XW4T'))
  })

  it('in plain English and with telephone numbers are not', () => {
    for (const words of [
      'Ring 07700 900123 or 020 7946 0000',
      'the department of parents',
      'Please register by 12 May 2026',
    ])
      assert.equal(looksLikeCode(words), false, words)
  })
})
