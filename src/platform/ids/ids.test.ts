import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { newId } from './index.ts'

describe('ids', () => {
  it('are UUID version 7', () => {
    assert.match(newId(), /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })
  it('are different and sort in the order they were made', () => {
    const ids = Array.from({ length: 20_000 }, newId)
    assert.equal(new Set(ids).size, ids.length)
    assert.deepEqual([...ids].sort(), ids)
  })
})
