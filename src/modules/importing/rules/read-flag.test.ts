import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readCourtOrder } from './read-flag.ts'

describe('IMP-14 what stands in a column of court orders', () => {
  const cells: [string, string | null][] = [
    ['T', 'yes'],
    ['F', 'no'],
    ['', 'unknown'],
    ['none', 'unknown'],
    ['Non-molestation order', 'yes'],
    ['No contact order', 'yes'],
    ['see court papers', 'yes'],
    ['Prohibited  Steps', 'yes'],
    ['No court order', 'no'],
    ['no known orders', 'no'],
    ['Mother', null],
    ['12/05/2019', null],
  ]
  for (const [text, flag] of cells) it(`reads ${text || 'nothing'}`, () => assert.equal(readCourtOrder(text), flag))
})
