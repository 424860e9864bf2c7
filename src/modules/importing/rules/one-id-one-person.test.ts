import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isBesideDifferentPeople } from './one-id-one-person.ts'

const ann = { forename: 'Ann', surname: 'Hassan' }

describe('IMP-22 whether one person id stands beside different people', () => {
  for (const [what, said, expected] of [
    ['one person', [ann], false],
    ['the same, written otherwise', [ann, { forename: 'ANN', surname: 'hassan' }, ann], false],
    ['a longer name', [ann, { forename: 'Annie', surname: 'Hassan' }], false],
    ['a double name', [ann, { forename: 'Ann', surname: 'Jones Hassan' }], false],
    ['another person', [ann, { forename: 'Bob', surname: 'Hassan' }], true],
    ['another person among many rows of one', [...Array(99).fill(ann), { forename: 'Bob', surname: 'Shah' }], true],
  ] as [string, (typeof ann)[], boolean][])
    it(`${what}: ${expected ? 'different people' : 'one'}`, () => assert.equal(isBesideDifferentPeople(said), expected))

  it('nobody is written in more than fifty ways', () => {
    const written = (ways: number) => Array.from({ length: ways }, (_, at) => ({ ...ann, surname: 'H'.repeat(at + 1) }))
    assert.equal(isBesideDifferentPeople(written(50)), false)
    assert.equal(isBesideDifferentPeople(written(51)), true)
  })
})
