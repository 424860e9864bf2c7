import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { writeCsv } from './index.ts'

describe('SEC-7 a table for a spreadsheet', () => {
  const cases: [why: string, value: string | number | null, cell: string][] = [
    ['plain words', 'Amira', 'Amira'],
    ['nothing', null, ''],
    ['a number', -3, '-3'],
    ['a comma', 'Al-Hassan, Amira', '"Al-Hassan, Amira"'],
    ['a quote', 'the "Beech" class', '"the ""Beech"" class"'],
    ['two lines', 'one\ntwo', '"one\ntwo"'],
    ['a formula', '=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
    ['a phone number', '+447700900001', `"'+447700900001"`],
    ['a command', '@SUM(A1)', `"'@SUM(A1)"`],
    ['a formula behind a space', ' =1+1', `"' =1+1"`],
    ['a formula behind a tab', '\t=1+1', `"'\t=1+1"`],
    ['a minus', '-1+1', `"'-1+1"`],
  ]
  for (const [why, value, cell] of cases) {
    it(`writes ${why}`, () => assert.equal(writeCsv([[value]]), `\uFEFF${cell}\r\n`))
  }
})
