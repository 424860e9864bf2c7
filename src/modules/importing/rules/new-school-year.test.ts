import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { expectedLeavers, newSchoolYear, type YearsMoved } from './new-school-year.ts'

const onRoll = ['R', '1', '2'].map((year) => ({ year, pupils: 30 }))
const summer: YearsMoved = {
  staying: 60,
  moves: [
    { from: 'R', to: '1', pupils: 30 },
    { from: '1', to: '2', pupils: 28 },
  ],
  leavers: [{ year: '2', pupils: 30 }],
  onRoll,
}

describe('IMP-10 a new school year is known as such', () => {
  it('by everybody moving up while the top year leaves', () => {
    assert.deepEqual(newSchoolYear(summer), { movingUp: 58, leaving: 30, years: ['2'] })
  })
  it('and expects none but the top year to leave', () => {
    const odd = newSchoolYear({ ...summer, leavers: [...summer.leavers, { year: '1', pupils: 12 }] })
    assert.equal(expectedLeavers(odd), 30)
    assert.equal(expectedLeavers(null), 0)
  })
  it('expects those of year 11 to go elsewhere before a sixth form', () => {
    const years = ['10', '11', '12', '13']
    const moves = [
      { from: '10', to: '11', pupils: 30 },
      { from: '11', to: '12', pupils: 12 },
      { from: '12', to: '13', pupils: 30 },
    ]
    const leavers = [
      { year: '11', pupils: 18 },
      { year: '13', pupils: 30 },
    ]
    const found = newSchoolYear({ staying: 72, moves, leavers, onRoll: years.map((year) => ({ year, pupils: 30 })) })
    assert.equal(found?.leaving, 48)
  })
  for (const [what, moved] of [
    ['nobody moves', { ...summer, moves: [] }],
    ['everybody moves down, as in the file of last year', { ...summer, moves: [{ from: '2', to: '1', pupils: 58 }] }],
    ['a class is put right', { ...summer, moves: [{ from: 'R', to: '1', pupils: 15 }] }],
    ['the years are in words of the school', { ...summer, moves: [{ from: 'Owls', to: 'Larks', pupils: 58 }] }],
    ['hardly anybody is there', { ...summer, staying: 4, moves: [{ from: 'R', to: '1', pupils: 4 }] }],
  ] as [string, YearsMoved][]) {
    it(`is not seen where ${what}`, () => assert.equal(newSchoolYear(moved), null))
  }
})
