import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Comparable, whyAlike } from './alike.ts'

const ann: Comparable = {
  title: 'Mrs',
  forename: 'Ann',
  surname: 'Al-Hassan',
  householdKey: null,
  values: [
    { kind: 'email', value: 'family@example.org' },
    { kind: 'phone', value: '+447700900001' },
  ],
  pupilIds: ['amira'],
}
const nothing = { values: [], pupilIds: [] as string[] }

describe('IMP-22 what suggests that two records are one person', () => {
  for (const [what, other, why] of [
    ['a name and an email', { ...nothing, values: ann.values.slice(0, 1) }, ['same name', 'same email']],
    [
      'a name written otherwise and a child',
      { ...nothing, surname: 'al hassan', pupilIds: ['amira'] },
      ['same name', 'linked to the same child'],
    ],
    ['a name and an address', { ...nothing, householdKey: '4 gate lane' }, ['same name', 'same address']],
    [
      'a shorter name with email and phone',
      { ...ann, forename: 'A', pupilIds: [] },
      ['name written another way', 'same email', 'same phone'],
    ],
    ['a name alone', nothing, null],
    ['an email and a phone alone, as couples have', { ...ann, title: null, forename: 'Bob' }, null],
    ['a shorter name with an email alone', { ...nothing, forename: 'A', values: ann.values.slice(0, 1) }, null],
    ['all, where the titles say a man and a woman', { ...ann, title: 'Mr' }, null],
    ['another surname', { ...ann, surname: 'Reed' }, null],
  ] as [string, Partial<Comparable>, string[] | null][]) {
    it(`${what}${why === null ? ' suggests nothing' : ''}`, () => {
      const one = { ...ann, householdKey: '4 gate lane' }
      assert.deepEqual(whyAlike(one, { ...ann, householdKey: null, ...other }), why)
      assert.deepEqual(whyAlike({ ...ann, householdKey: null, ...other }, one), why)
    })
  }
})
