import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { checkCode, type LetterFacts } from './check-code.ts'

const now = new Date('2026-11-21T09:00:00Z')
const letter = (changes: Partial<LetterFacts> = {}): LetterFacts => ({
  state: 'live',
  wrongTries: 0,
  expiresAt: new Date('2026-12-20T00:00:00Z'),
  pupilLeft: false,
  placesLeft: 4,
  places: [
    { place: 1, matches: false, used: false },
    { place: 2, matches: true, used: false },
  ],
  ...changes,
})
const wrongCode = { places: [{ place: 1, matches: false, used: false }] }

describe('LET-2, LET-5 and LET-6 what a code opens', () => {
  for (const [what, facts, verdict, counts, freezes] of [
    ['the right code', letter(), 'right', false, false],
    ['no such reference', null, 'wrong', false, false],
    ['a wrong code', letter(wrongCode), 'wrong', true, false],
    ['the fifth wrong code', letter({ ...wrongCode, wrongTries: 4 }), 'wrong', true, true],
    ['the right code of a frozen letter', letter({ state: 'frozen' }), 'wrong', false, false],
    ['the code of a letter that was replaced', letter({ state: 'killed' }), 'wrong', false, false],
    ['a code that was used', letter({ places: [{ place: 1, matches: true, used: true }] }), 'used', false, false],
    ['a letter that is too old', letter({ expiresAt: now }), 'expired', false, false],
    ['the letter of a pupil who left', letter({ pupilLeft: true }), 'left', false, false],
    ['a fifth adult', letter({ placesLeft: 0 }), 'full', false, false],
    ['a wrong code of a letter that is too old', letter({ ...wrongCode, expiresAt: now }), 'wrong', true, false],
  ] as const) {
    it(`${what}: ${verdict}`, () => {
      const answer = checkCode(facts, now)
      assert.deepEqual([answer.verdict, answer.counts, answer.freezes], [verdict, counts, freezes])
      assert.equal(answer.place, verdict === 'right' ? 2 : null)
    })
  }
})
