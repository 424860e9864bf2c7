import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { becomesPrime, type LinkFacts, whoRegisters } from './who-registers.ts'

const registrant = { nameKey: 'ann smith', email: 'ann@example.org', mobile: '+447700900001' }
const link = (changes: Partial<LinkFacts> = {}): LinkFacts => ({
  linkId: 'link',
  adultId: 'ann',
  nameKey: 'ann smith',
  values: ['+447700900001'],
  origin: 'mis',
  state: 'current',
  ...changes,
})
const elsewhere = { adultId: 'ann2', nameKey: 'ann smith', values: ['ann@example.org'], held: false }

describe('LET-9 and LET-13 who registers', () => {
  for (const [what, links, others, act, alike] of [
    ['nobody known', [], [], 'new', []],
    ['the same name and mobile', [link()], [], 'claim', []],
    ['the same name and email', [link({ values: ['ann@example.org'] })], [], 'claim', []],
    ['a link by hand', [link({ origin: 'manual' })], [], 'claim', []],
    ['who registered for this child before', [link({ origin: 'web' })], [], 'again', []],
    ['the same name alone', [link({ values: ['ann.old@example.org'] })], [], 'new', ['ann']],
    ['a mobile that a couple shares', [link({ nameKey: 'bob smith', adultId: 'bob' })], [], 'new', ['bob']],
    ['another adult altogether', [link({ nameKey: 'bob smith', values: [] })], [], 'new', []],
    ['an adult held by a court order', [link({ state: 'held' })], [], 'ask office', []],
    ['the name of an adult held by a court order', [link({ state: 'held', values: [] })], [], 'ask office', []],
    ['whose link the school ended', [link({ state: 'ended', origin: 'picked', values: [] })], [], 'ask office', []],
    ['whose link ended with the MIS', [link({ state: 'ended' })], [], 'new', []],
    ['who is linked to a sibling', [], [elsewhere], 'join', []],
    ['who is held for a sibling', [], [{ ...elsewhere, held: true }], 'ask office', []],
    [
      'two of that name and email, one held for a sibling',
      [],
      [elsewhere, { ...elsewhere, adultId: 'ann3', held: true }],
      'ask office',
      [],
    ],
    ['two of that name and email', [], [elsewhere, { ...elsewhere, adultId: 'ann3' }], 'new', []],
  ] as const) {
    it(`${what}: ${act}`, () => {
      const verdict = whoRegisters({ registrant, links: [...links], elsewhere: [...others] })
      assert.equal(verdict.act, act)
      assert.deepEqual(verdict.alike, alike)
    })
  }
})

describe('LET-12 who is known already', () => {
  const known = { ...elsewhere, adultId: 'me', values: [] }
  for (const [what, links, others, act, alike] of [
    ['linked to a sibling', [], [known], 'join', []],
    ['beside a twin record of the same name and mobile', [link()], [known], 'join', ['ann']],
    ['beside a held record of the same name', [link({ state: 'held', values: [] })], [known], 'ask office', []],
    ['linked here by the MIS, whatever the name', [link({ adultId: 'me', nameKey: 'x', values: [] })], [], 'claim', []],
    ['registered here before', [link({ adultId: 'me', origin: 'web', values: [] })], [], 'again', []],
    ['held here', [link({ adultId: 'me', nameKey: 'x', values: [], state: 'held' })], [], 'ask office', []],
    ['held for a sibling', [], [{ ...known, held: true }], 'ask office', []],
    ['ended by the school', [link({ adultId: 'me', state: 'ended', origin: 'web' })], [known], 'ask office', []],
  ] as const) {
    it(`${what}: ${act}`, () => {
      const verdict = whoRegisters({ registrant, links: [...links], elsewhere: [...others], known: 'me' })
      assert.equal(verdict.act, act)
      assert.deepEqual(verdict.alike, alike)
      if ('adultId' in verdict && act !== 'ask office') assert.equal(verdict.adultId, 'me')
    })
  }
})

describe('LET-10 who becomes prime', () => {
  for (const [hasPrime, saysMainContact, prime] of [
    [false, false, true],
    [false, true, true],
    [true, false, false],
    [true, true, true],
  ] as const) {
    it(`${hasPrime ? 'a prime adult is there' : 'none is there'}, ${saysMainContact ? 'ticked' : 'not ticked'}: ${prime}`, () =>
      assert.equal(becomesPrime({ hasPrime, saysMainContact }), prime))
  }
})
