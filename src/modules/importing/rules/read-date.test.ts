import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { decideOrder, readDate, weighDate } from './read-date.ts'

describe('IMP-16 dates as reports write them', () => {
  const dates: [string, string | null][] = [
    ['10/05/2011', '2011-05-10'],
    ['1/9/11', '2011-09-01'],
    ['10-May-11', '2011-05-10'],
    ['10 May 2011', '2011-05-10'],
    ['3rd September 2012', '2012-09-03'],
    ['2011-05-10', '2011-05-10'],
    ['2011-05-10T00:00:00', '2011-05-10'],
    ['10/05/2011 00:00:00', '2011-05-10'],
    ['2011/5/10', '2011-05-10'],
    ['2011.05.10', '2011-05-10'],
    ['20110510', '2011-05-10'],
    ['10052011', null],
    ['2011/05-10', null],
    ['May 10, 2011', '2011-05-10'],
    ['Room 10, 2011', null],
    ['10.05.2011', '2011-05-10'],
    ['40673', '2011-05-10'],
    ['31/02/2011', null],
    ['29/02/2011', null],
    ['29/02/2012', '2012-02-29'],
    ['05/13/2011', null],
    ['soon', null],
    ['', null],
  ]
  for (const [text, expected] of dates)
    it(`reads ${text || 'nothing'}`, () => assert.equal(readDate(text, 'day first'), expected))
  it('reads the other order where the column has it', () =>
    assert.equal(readDate('05/13/2011', 'month first'), '2011-05-13'))
})

describe('IMP-16 a column of dates decides its order as a whole', () => {
  const columns: [string, string[], string | null][] = [
    ['values that only fit day first', ['03/04/2011', '25/12/2010'], 'day first'],
    ['values that only fit month first', ['03/04/2011', '12/25/2010'], 'month first'],
    ['nothing that tells', ['03/04/2011', '05/06/2010'], 'undecided'],
    ['both orders', ['25/12/2010', '12/25/2010'], 'undecided'],
    ['the same day and month', ['03/03/2011', '05/05/2010'], null],
    ['dates that need no decision', ['2011-05-10', '10 May 2011'], null],
    ['one slip among many', [...new Array<string>(12).fill('25/12/2010'), '12/25/2010'], 'day first'],
  ]
  for (const [what, values, expected] of columns) {
    it(`${what}: ${expected ?? 'no question'}`, () => {
      const evidence = { dayFirst: 0, monthFirst: 0, either: 0 }
      for (const value of values) {
        const fits = weighDate(value)
        if (fits) evidence[fits]++
      }
      assert.equal(decideOrder(evidence), expected)
    })
  }
})
