import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { type Hash64, HashList, HashTable, hash64, KeySet } from './hashes.ts'
import { JoinedKeys } from './joined-keys.ts'
import { halvesOf, KnownFamilies, packHashes, unpackHashes } from './known-families.store.ts'

const packed = (hashes: Hash64[]) => {
  const bytes = packHashes(hashes)
  return { bytes, from: 0, to: bytes.length }
}

describe('IMP-6 what is remembered of rows and keys', () => {
  it('numbers every key once, in the order in which they come', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(400), { maxLength: 3000 }), (keys) => {
        const table = new HashTable()
        const numbers = new Map<number, number>()
        for (const key of keys) {
          if (!numbers.has(key)) numbers.set(key, numbers.size)
          assert.equal(table.add(hash64(`key ${key}`)), numbers.get(key))
        }
        assert.equal(table.find(hash64('another')), -1)
        assert.equal(table.size, numbers.size)
      }),
      { numRuns: 50 },
    )
  })
  it('grows without forgetting', () => {
    const [set, list] = [new KeySet(), new HashList()]
    for (let index = 0; index < 10_000; index += 1) {
      set.add(`adult ${index}`)
      list.add(hash64(`row ${index}`))
    }
    assert.equal(set.size, 10_000)
    assert.ok(set.has('adult 9999') && set.has('adult 0') && !set.has('adult 10000'))
    assert.deepEqual(list.at(9999), hash64('row 9999'))
    assert.deepEqual(unpackHashes(packed([list.at(0), list.at(1)])), [hash64('row 0'), hash64('row 1')])
  })
})

describe('IMP-6 what is remembered of families', () => {
  it('is each by its id and its rows, and what those that are meant come to', () => {
    const ids = ['0f0e0d0c-0b0a-8908-8706-050403020100', 'ffffffff-ffff-8fff-8fff-ffffffffffff']
    const known = new KnownFamilies()
    for (const [at, id] of ids.entries())
      known.add(
        halvesOf(id),
        { pupils: 1, rowsUsed: at, contactRows: 3, contactRowsWithoutId: at, settled: at === 1, plain: false },
        packed([hash64(`row of ${id}`)]),
      )
    assert.deepEqual([known.size, known.isDoubtful], [2, false])
    for (const [at, id] of ids.entries()) {
      assert.deepEqual([known.numberOf(halvesOf(id)), known.idOf(at), known.isSettled(at)], [at, id, at === 1])
      assert.equal(known.familyOfRow(hash64(`row of ${id}`)), at)
    }
    assert.equal(known.numberOf(halvesOf('ffffffff-ffff-8fff-8fff-fffffffffffe')), -1)
    assert.deepEqual(
      known.totalsOf(() => true),
      { families: 2, pupils: 2, rowsUsed: 1, contactRows: 6, contactRowsWithoutId: 1 },
    )
    assert.equal(known.totalsOf((number) => number > 0).families, 1)
  })
  it('is in doubt where two bear one id', () => {
    const known = new KnownFamilies()
    const id = halvesOf('ffffffff-ffff-8fff-8fff-ffffffffffff')
    const family = { pupils: 1, rowsUsed: 1, contactRows: 1, contactRowsWithoutId: 0 }
    for (const settled of [true, false]) known.add(id, { ...family, settled, plain: false }, packed([]))
    assert.ok(known.isDoubtful)
  })
})

describe('IMP-6 a family of the last run', () => {
  it('is settled where the rows join what it had, and leaves nobody a stranger', () => {
    const joined = new JoinedKeys()
    const numbers = ['child', 'mother', 'brother', 'aunt'].map((key) => joined.add(key))
    joined.join(numbers[0] ?? 0, numbers[1] ?? 0)
    joined.markFamily(['child', 'mother', 'who is gone'].map(hash64))
    assert.deepEqual(
      ['child', 'mother', 'aunt'].map((key) => joined.isUnsettled(key)),
      [false, false, true],
    )
    assert.ok(joined.hasStrangers())
    joined.markFamily(['brother', 'aunt'].map(hash64))
    assert.deepEqual(
      ['brother', 'aunt', 'child'].map((key) => joined.isUnsettled(key)),
      [true, true, false],
    )
    assert.equal(joined.hasStrangers(), false)
  })
})

describe('IMP-12 rows that share a key are one family', () => {
  it('directly or by way of others, and no others are', () => {
    const pair = fc.tuple(fc.nat(60), fc.nat(60))
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 60 }), (rows) => {
        const joined = new JoinedKeys()
        const model = Array.from({ length: 61 }, (_, key) => key)
        for (const [one, other] of rows) {
          joined.join(joined.add(`${one}`), joined.add(`${other}`))
          const [from, to] = [model[other] ?? 0, model[one] ?? 0]
          for (const [key, family] of model.entries()) if (family === from) model[key] = to
        }
        const keys = [...new Set(rows.flat())]
        for (const one of keys)
          for (const other of keys)
            assert.equal(
              joined.familyOfKey(`${one}`) === joined.familyOfKey(`${other}`),
              model[one] === model[other],
              `${one} and ${other}`,
            )
      }),
    )
  })
})
