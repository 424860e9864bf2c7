import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { inPileOrder } from './pile-order.ts'

const sheet = (name: string, classOf: string, adultIds: string[], addresseeId: string | null = null) => {
  const [forename = '', surname = ''] = name.split(' ')
  return { pupilId: name, place: [classOf, surname, forename], adultIds, addresseeId }
}
const names = (sheets: { pupilId: string; addresseeId: string | null }[]) =>
  sheets.map(({ pupilId, addresseeId }) => (addresseeId ? `${pupilId} for ${addresseeId}` : pupilId))

describe('LET-8 the order of a pile', () => {
  const zoe = sheet('Zoe Hill', '2A', ['ann'])
  const ben = sheet('Ben Hill', '10A', ['ann', 'bob'])
  const ida = sheet('Ida Hill', '9C', ['bob'])
  const eve = sheet('Eve Abel', '2A', ['cat'])

  it('is by class as people count, then by surname', () => {
    assert.deepEqual(names(inPileOrder([ben, zoe, ida, eve], 'class')), [
      'Eve Abel',
      'Zoe Hill',
      'Ida Hill',
      'Ben Hill',
    ])
  })

  it('puts siblings together where the first of them lies, half-siblings by way of the third too', () => {
    assert.deepEqual(names(inPileOrder([ben, ida, zoe, eve], 'family')), [
      'Eve Abel',
      'Zoe Hill',
      'Ida Hill',
      'Ben Hill',
    ])
    const apart = sheet('Uma Ward', '3B', ['dan'])
    assert.deepEqual(names(inPileOrder([ben, apart, zoe], 'family')), ['Zoe Hill', 'Ben Hill', 'Uma Ward'])
  })

  it('keeps what is for one adult together, so that no envelope takes two adults', () => {
    const pile = ['Zoe Hill', 'Ben Hill'].flatMap((name, index) =>
      ['ann', 'bob'].map((adult) => sheet(name, index === 0 ? '2A' : '10A', ['ann', 'bob'], adult)),
    )
    assert.deepEqual(names(inPileOrder(pile, 'family')), [
      'Zoe Hill for ann',
      'Ben Hill for ann',
      'Zoe Hill for bob',
      'Ben Hill for bob',
    ])
  })
})
