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
    ['No court order on file', 'no'],
    ['No court orders held', 'no'],
    ['No court order in force', 'no'],
    ['There is no court order.', 'no'],
    ['N/A - no court order', 'no'],
    ['Not subject to a court order', 'no'],
    ['No injunctions', 'no'],
    ['Court order: none', 'no'],
    ['No court order, but no contact with father', 'yes'],
    ['No court order on file since the injunction', 'yes'],
    ['Court order: no contact', 'yes'],
    ['Mother', null],
    ['12/05/2019', null],
  ]
  for (const [text, flag] of cells) it(`reads ${text || 'nothing'}`, () => assert.equal(readCourtOrder(text), flag))
})
