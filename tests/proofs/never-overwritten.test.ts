import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Walked, Way } from './walker.ts'
import { walkAll } from './walkers.ts'

describe('IMP-5 IMP-7 IMP-22 OPT-2 LET-1 LET-2 a school walked at random keeps what people own', () => {
  const walkEach = async (seeds: number, way: Omit<Way, 'seed'>): Promise<Walked[]> => {
    const all: Walked[] = []
    const ways = Array.from({ length: seeds }, (_, index) => ({ ...way, seed: index + 1 }))
    await walkAll(ways.values(), { done: (walked) => void all.push(walked) })
    return all
  }

  it('overwrites nothing of a person or the school in 10,000 steps', async () => {
    const walks = await walkEach(100, { length: 100, naive: false })
    assert.deepEqual(
      walks.flatMap(({ found }) => found ?? []),
      [],
    )
    assert.equal(walks.flatMap(({ taken }) => taken?.steps ?? []).length, 10_000)
  })

  it('would notice: an import that simply updates is found out within 100 steps', async () => {
    for (const { found } of await walkEach(6, { length: 100, naive: true }))
      assert.match(String(found), /seed \d+, step \d+/)
  })
})
