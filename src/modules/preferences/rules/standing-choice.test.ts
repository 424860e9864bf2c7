import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { choicesOf, type KindChoice, type MessageKind, messageKinds, purposeOf } from './kinds.ts'
import { type StoredChoice, standingChoice } from './standing-choice.ts'
import { refuseChoice } from './why-not-choose.ts'

const stored = (choice: KindChoice, more: Partial<StoredChoice> = {}): StoredChoice => ({
  choice,
  setBy: 'Noor',
  setByKind: 'family',
  setAt: new Date(0),
  reason: null,
  consentWords: null,
  ...more,
})

describe('OPT-6 what a stored choice comes to', () => {
  const cases: [why: string, kind: MessageKind, choice: StoredChoice | null, comes: KindChoice][] = [
    ['nothing chosen', 'news', null, 'usual'],
    ['nothing chosen about marketing', 'fundraising', null, 'none'],
    ['a yes to words of a version', 'fundraising', stored('email', { consentWords: '2026-11' }), 'email'],
    ['a yes to no words', 'fundraising', stored('email'), 'none'],
    ['a yes by staff', 'fundraising', stored('email', { consentWords: '2026-11', setByKind: 'staff' }), 'none'],
    ['a no', 'fundraising', stored('none'), 'none'],
    ['muted news', 'news', stored('none', { setByKind: 'staff' }), 'none'],
    ['safety that somehow came to be muted', 'safety', stored('none'), 'usual'],
    ['attendance that was to wait', 'attendance', stored('digest'), 'usual'],
    ['attendance by text', 'attendance', stored('text'), 'text'],
  ]
  for (const [why, kind, choice, comes] of cases) {
    it(`${why}: ${comes}`, () => assert.equal(standingChoice(kind, choice), comes))
  }
})

describe('OPT-7 what may be chosen', () => {
  it('mutes what is school business, and never what is statutory', () => {
    const mutable = messageKinds.filter((kind) => choicesOf(kind).includes('none'))
    assert.deepEqual(mutable, ['dates', 'news', 'clubs', 'fundraising'])
    assert.deepEqual(
      messageKinds.filter((kind) => purposeOf(kind) === 'statutory'),
      ['attendance', 'safety'],
    )
  })
  it('lets only the person say yes to marketing, and anybody on request say no', () => {
    assert.throws(() => refuseChoice('fundraising', 'email', 'staff'), { code: 'preference.consent-by-person' })
    refuseChoice('fundraising', 'none', 'staff')
    refuseChoice('fundraising', 'email', 'family')
    assert.throws(() => refuseChoice('safety', 'none', 'family'), { code: 'preference.cannot-be-chosen' })
  })
})
