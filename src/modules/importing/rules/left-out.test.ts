import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type LeavableEntry, leftOutWith, mayBeChosen } from './left-out.ts'

const entry = (seq: number, facts: Partial<LeavableEntry>): LeavableEntry => ({
  seq,
  entity: 'link',
  act: 'add',
  entityId: null,
  rule: 'IMP-8',
  pupilId: 'amira',
  adultId: null,
  prime: null,
  keyBefore: null,
  keyAfter: null,
  ...facts,
})

/** Amira and her brother Omar get the same new mother; Amira's father, prime until now, goes. */
const family = [
  entry(1, { adultId: 'mother', prime: 'becomes' }),
  entry(2, { entity: 'adult', adultId: 'mother', entityId: 'mother' }),
  entry(3, { entity: 'contact point', adultId: 'mother' }),
  entry(4, { entity: 'mis id', adultId: 'mother', entityId: 'mother' }),
  entry(5, { entity: 'court order', adultId: 'mother' }),
  entry(6, { act: 'end', adultId: 'father', prime: 'ceases' }),
  entry(7, { entity: 'issue', adultId: 'mother' }),
  entry(8, { pupilId: 'omar', adultId: 'mother', prime: 'becomes' }),
  entry(9, { entity: 'pupil', act: 'update', entityId: 'amira' }),
  entry(10, { entity: 'contact point', act: 'update', adultId: 'father' }),
]

describe('IMP-9 all but these: what cannot stand without what is left out', () => {
  for (const [what, chosen, needed] of [
    ['nothing', [], []],
    ['one number alone', [3], []],
    ['a fact of the child alone', [9], []],
    ['a link, with its flag, its issues and the end of the old prime', [1], [5, 6, 7]],
    ['the last links of a newcomer, and so the newcomer', [1, 8], [2, 3, 4, 5, 6, 7]],
    ['a newcomer, and so every link to them', [2], [1, 3, 4, 5, 6, 7, 8]],
    ['the end of the old prime alone, whose issues wait too', [6], [7]],
  ] as [string, number[], number[]][]) {
    it(`leaves out ${what}`, () => {
      assert.deepEqual(
        [...leftOutWith(family, new Set(chosen))].sort((a, b) => a - b),
        needed,
      )
    })
  }

  it('leaves out all that hangs on a child who stays out, and nothing of the brother', () => {
    const entries = family.map((one) =>
      one.seq === 9 ? { ...one, act: 'add' as const } : one.seq === 10 ? { ...one, pupilId: 'omar' } : one,
    )
    const classOfChild = entry(11, { entity: 'group member' })
    const out = leftOutWith([...entries, classOfChild], new Set([9]))
    assert.deepEqual(
      [...out].sort((a, b) => a - b),
      [1, 5, 6, 7, 11],
    )
  })

  it('IMP-25 leaves out whoever takes over a number that stays with its pupil, and who takes over theirs', () => {
    const pupil = (seq: number, keyBefore: string | null, keyAfter: string) =>
      entry(seq, { entity: 'pupil', entityId: `${seq}`, pupilId: `${seq}`, keyBefore, keyAfter })
    const entries = [pupil(1, '100', '200'), pupil(2, '300', '100'), pupil(3, null, '300'), pupil(4, null, '400')]
    assert.deepEqual([...leftOutWith(entries, new Set([1]))], [2, 3])
  })

  it('IMP-14 does not let a flag of a court order be left out by itself', () => {
    assert.equal(mayBeChosen({ entity: 'court order', rule: 'IMP-14' }), false)
    assert.equal(mayBeChosen({ entity: 'link', rule: 'IMP-8' }), true)
  })

  it('OPT-2 does not let anybody keep what somebody who opted out is to be erased of', () => {
    assert.equal(mayBeChosen({ entity: 'contact point', rule: 'OPT-2' }), false)
    assert.equal(mayBeChosen({ entity: 'contact point', rule: 'IMP-8' }), true)
  })
})
