import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { fitsRule, type GroupRule } from './fits-rule.ts'

const amira = { year: '6', registrationGroup: '6 Beech', house: 'Red' }
const rule = (more: Partial<GroupRule>): GroupRule => ({ years: [], classes: [], houses: [], ...more })

describe('IMP-20 who is in a group that fills itself', () => {
  for (const [asked, pupil, isIn] of [
    [rule({ years: ['6'] }), amira, true],
    [rule({ years: ['5'] }), amira, false],
    [rule({ years: ['5', '6'] }), amira, true],
    [rule({ years: ['6'], houses: ['Blue'] }), amira, false],
    [rule({ years: ['6'], houses: ['Blue', 'red'] }), amira, true],
    [rule({ classes: ['6 beech'] }), amira, true],
    [rule({ houses: ['Red'] }), { ...amira, house: null }, false],
    [rule({}), amira, false],
  ] as const) {
    it(`${JSON.stringify(asked)} ${isIn ? 'takes' : 'leaves'} ${JSON.stringify(pupil)}`, () =>
      assert.equal(fitsRule(asked, pupil), isIn))
  }
})
