import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { NumberList } from './hashes.ts'
import { JoinedKeys } from './joined-keys.ts'
import { rowsByFamily } from './order-rows.ts'

/** Rows of these numbers, each with its keys, as they are read. */
function read(rows: { n: number; keys: string[] }[]) {
  const [joined, numbers, ofKeys] = [new JoinedKeys(), new NumberList(), new NumberList()]
  for (const { n, keys } of rows) {
    const [first = -1, ...others] = keys.map((key) => joined.add(key))
    for (const other of others) joined.join(first, other)
    numbers.add(n)
    ofKeys.add(first)
  }
  return rowsByFamily({ joined, rows: numbers, ofKeys })
}

function families(rows: { n: number; keys: string[] }[]): number[][] {
  const order = read(rows)
  const found: number[][] = []
  for (const [at, number] of order.numbers(0, order.length).entries())
    if (order.isFirst(at)) found.push([number])
    else found.at(-1)?.push(number)
  return found
}

describe('IMP-6 rows that belong together stand together', () => {
  it('families by their first rows, the rows of each by their numbers', () => {
    const [amy, ben, mother, father] = ['amy', 'ben', 'mother', 'father']
    assert.deepEqual(
      families([
        { n: 1, keys: [amy, mother] },
        { n: 2, keys: ['zoe', 'aunt'] },
        { n: 4, keys: [ben, father] },
        { n: 5, keys: ['zoe', 'uncle'] },
        { n: 6, keys: [ben, mother] },
      ]),
      [
        [1, 4, 6],
        [2, 5],
      ],
    )
    assert.deepEqual(families([]), [])
  })
  it('rows that were read later stand where their numbers say', () => {
    const rows = [
      { n: 7, keys: ['amy', 'mother'] },
      { n: 9, keys: ['zoe', 'aunt'] },
      { n: 3, keys: ['ben', 'mother'] },
    ]
    assert.deepEqual(families(rows), [[3, 7], [9]])
  })
  it('whatever the rows, each family is whole and once', () => {
    const rowsOf = fc.array(fc.tuple(fc.nat(12), fc.nat(12)), { maxLength: 40 })
    fc.assert(
      fc.property(rowsOf, (pairs) => {
        const rows = pairs.map(([pupil, adult], at) => ({ n: at + 1, keys: [`pupil ${pupil}`, `adult ${adult}`] }))
        const found = families(rows)
        assert.deepEqual(
          found.flat().sort((one, other) => one - other),
          rows.map(({ n }) => n),
        )
        const familyOf = new Map(found.flatMap((numbers, family) => numbers.map((n) => [n, family])))
        for (const one of rows)
          for (const other of rows)
            if (one.keys.some((key) => other.keys.includes(key)))
              assert.equal(familyOf.get(one.n), familyOf.get(other.n))
        // Nothing stands with them that no key ties to them.
        for (const numbers of found) assert.ok(isTied(rows.filter(({ n }) => numbers.includes(n))))
      }),
    )
  })
})

/** Whether every row can be reached from the first by keys that two rows share. */
function isTied(rows: { n: number; keys: string[] }[]): boolean {
  const reached = new Set(rows[0]?.keys ?? [])
  for (let before = -1; before !== reached.size; ) {
    before = reached.size
    for (const { keys } of rows) if (keys.some((key) => reached.has(key))) for (const key of keys) reached.add(key)
  }
  return rows.every(({ keys }) => keys.some((key) => reached.has(key)))
}
