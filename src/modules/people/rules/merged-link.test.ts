import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { mergedLink, strongerOrigin } from './merged-link.ts'

const mis = {
  origin: 'mis',
  relationship: 'Mother',
  priority: 1,
  parentalResponsibility: 'yes',
  livesWith: 'yes',
  prime: true,
} as const

describe('IMP-22 two links of one person to one child', () => {
  it('are one link of the stronger owner, prime where either was, filled up from the other', () => {
    const web = {
      ...mis,
      origin: 'web',
      relationship: 'Mum',
      priority: null,
      livesWith: 'unknown',
      prime: false,
    } as const
    const merged = { ...mis, origin: 'web', relationship: 'Mum' }
    assert.deepEqual(mergedLink(mis, web), merged)
    assert.deepEqual(mergedLink(web, mis), merged)
  })
  it('know nothing better than unknown where neither says', () => {
    const unsaid = { ...mis, parentalResponsibility: 'unknown', livesWith: 'unknown' } as const
    assert.equal(mergedLink(unsaid, unsaid).livesWith, 'unknown')
  })
  for (const [one, other, stronger] of [
    ['web', 'manual', 'web'],
    ['mis', 'picked', 'picked'],
    ['picked', 'manual', 'manual'],
    ['mis', 'mis', 'mis'],
  ] as const)
    it(`${one} and ${other} are ${stronger}`, () => assert.equal(strongerOrigin(one, other), stronger))
})
