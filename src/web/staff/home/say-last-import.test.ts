import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sayLastImport } from './say-last-import.ts'

const now = new Date('2026-11-21T09:00:00Z')
const none = { add: 0, update: 0, leave: 0, end: 0 }
const changes = {
  pupils: none,
  adults: none,
  links: none,
  members: none,
  contactPoints: none,
  groups: none,
  issues: { ...none, add: 9 },
  leftOut: [],
}

describe('the last import on the home page', () => {
  it('says nothing where there was none', () => assert.equal(sayLastImport(null, now), null))

  it('counts every change and says who applied it', () => {
    const run = {
      appliedAt: new Date('2026-11-20T09:00:00Z'),
      appliedBy: 'Sam',
      changes: { ...changes, links: { ...none, add: 2, end: 1 } },
    }
    assert.deepEqual(sayLastImport(run, now), { at: run.appliedAt, by: 'Sam', words: '3 changes.', old: false })
  })

  it('says when it is getting old', () => {
    const run = { appliedAt: new Date('2026-11-01T09:00:00Z'), appliedBy: null, changes }
    assert.deepEqual(sayLastImport(run, now), {
      at: run.appliedAt,
      by: 'Gatehouse',
      words: 'Nothing had changed.',
      old: true,
    })
  })
})
