import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { explainOrders, type OrderFacts } from './explain-orders.ts'

const facts: OrderFacts = {
  pupils: 211,
  closed: { web: 12, manual: 3, picked: 1 },
  maintained: 180,
  inFile: 205,
  inFileAndOpen: 9,
  letters: { places: 4, out: 60, registered: 12 },
}
const say = (facts: OrderFacts) =>
  explainOrders(facts).map(({ lettersFirst, importFirst }) => [lettersFirst, importFirst].join(' | '))

describe('IMP-2 letters first or import first, in a school’s own numbers', () => {
  it('says whom the file would bring, who is closed, and how many places letters have', () => {
    const all = say(facts).join('\n')
    assert.match(all, /first contact of 205 children/)
    assert.match(all, /prime adult for 9 children/)
    assert.match(all, /16 children are closed to the import: 12 registered, 3 linked by hand, 1 picked/)
    assert.match(all, /up to 4 adults/)
  })

  it('ends with the same people in either order', () => {
    const last = explainOrders(facts).at(-1)
    assert.equal(last?.lettersFirst, last?.importFirst)
  })

  it('speaks of a school without a file yet, and of one child', () => {
    const all = say({
      ...facts,
      pupils: 17,
      inFile: null,
      inFileAndOpen: null,
      letters: { ...facts.letters, registered: 1 },
    })
    assert.match(all.join('\n'), /1 child has somebody who did[\s\S]*1 child today/)
    assert.doesNotMatch(all.join('\n'), /null|NaN/)
  })
})
