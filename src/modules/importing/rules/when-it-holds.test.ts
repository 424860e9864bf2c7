import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type When, whenItHolds, whenTermsHold } from './when-it-holds.ts'

describe('IMP-20 a membership counts on its own days only', () => {
  const memberships: [what: string, from: string, until: string, When][] = [
    ['this year’s form', '2026-09-01', '2027-07-31', 'today'],
    ['last year’s form', '2025-09-01', '2026-07-31', 'over'],
    ['next year’s form', '2027-09-01', '2028-07-31', 'to come'],
    ['one that begins today', '2026-11-21', '', 'today'],
    ['one that ends today', '', '2026-11-21', 'today'],
    ['one that ended yesterday', '', '2026-11-20', 'over'],
    ['one without dates', '', '', 'today'],
    ['one whose dates are none', 'autumn', 'n/a', 'today'],
    ['this year’s, month first', '9/1/2026', '7/31/2027', 'today'],
    ['last year’s, day first', '01/09/2025', '31/07/2026', 'over'],
    ['an end that is past in both orders', '', '3/4/2026', 'over'],
    ['an end that is past in one order only', '', '12/1/2026', 'today'],
  ]
  for (const [what, from, until, when] of memberships)
    it(`${what}: ${when}`, () => assert.equal(whenItHolds({ from, until }, '2026-11-21'), when))
})

describe('IMP-20 a class without dates counts in its terms', () => {
  const classes: [what: string, terms: When[], When][] = [
    ['no term is told', [], 'today'],
    ['its term is over', ['over'], 'over'],
    ['all its terms are over', ['over', 'over'], 'over'],
    ['its term is to come', ['to come'], 'to come'],
    ['it is the second of three terms', ['over', 'today', 'to come'], 'today'],
    ['it is a holiday between two terms', ['over', 'to come'], 'today'],
  ]
  for (const [what, terms, when] of classes) it(`${what}: ${when}`, () => assert.equal(whenTermsHold(terms), when))
})
