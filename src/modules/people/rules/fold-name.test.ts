import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { foldName } from './fold-name.ts'

describe('IMP-22 names are folded for comparing, never for showing', () => {
  const cases: [parts: (string | null | undefined)[], folded: string][] = [
    [['Al-Hassan'], 'al hassan'],
    [['Ní Bhriain'], 'ni bhriain'],
    [['Łucja', 'Wójcik'], 'lucja wojcik'],
    [['Siôn', 'ap Rhys'], 'sion ap rhys'],
    [["O'Brien"], 'obrien'],
    [['O’Brien'], 'obrien'],
    [['Straße'], 'strasse'],
    [['Ærø', 'Đặng'], 'aero dang'],
    [['  Mary   Ann ', 'Smith-Jones'], 'mary ann smith jones'],
    [['هدى', 'منصور'], 'هدى منصور'],
    [['J.', 'Pemberton'], 'j pemberton'],
    [[null, 'Cher', undefined, ''], 'cher'],
  ]
  for (const [parts, folded] of cases) {
    it(`${JSON.stringify(parts)} → ${folded}`, () => assert.equal(foldName(...parts), folded))
  }

  it('folds plain signs alike, alone and beside others', () => {
    const plain = fc.string({ unit: fc.constantFrom('a', 'B', '1', "'", '`', '.', '-', '_', ' ') })
    fc.assert(fc.property(plain, (name) => foldName(name, 'e') === foldName(name, 'é')))
  })

  it('folds what is folded to itself', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (name) => foldName(foldName(name)) === foldName(name)))
  })
})
