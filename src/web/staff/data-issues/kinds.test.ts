import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { inOrderOfHarm } from './kinds.ts'

describe('IMP-7 data issues in order of harm', () => {
  it('puts children nobody can reach first and what it does not know last', () => {
    const kinds = ['something new', 'joint name', 'no prime adult', 'differs from MIS', 'no working channel']
    assert.deepEqual(
      inOrderOfHarm(kinds).map(({ kind }) => kind),
      ['no working channel', 'no prime adult', 'differs from MIS', 'joint name', 'something new'],
    )
  })
})
