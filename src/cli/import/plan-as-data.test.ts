import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Plan } from '../../modules/importing/index.ts'
import { planAsWords } from './plan-as-data.ts'

const none = { add: 0, update: 0, end: 0, leave: 0 }
const plan = {
  id: 'p1',
  state: 'ready',
  held: null,
  files: [
    { name: 'contacts.csv', format: 'csv', encoding: 'utf-8', delimiter: ',', unknownCaptions: ['Ring'], warnings: [] },
  ],
  rows: { read: 24, used: 2, rejected: 22, merged: 0 },
  changes: {
    pupils: { ...none, add: 2 },
    members: none,
    adults: none,
    links: none,
    contactPoints: none,
    groups: none,
    issues: none,
    leftOut: [],
  },
} as unknown as Plan
const row = { file: 'contacts.csv', column: 'Priority', value: 'first', reason: 'A priority is a whole number from 1.' }
const rejected = Array.from({ length: 22 }, (_, index) => ({ ...row, line: index + 2 }))
const school = { slug: 'my-school' } as Parameters<typeof planAsWords>[1]['school']

describe('IMP-16 a plan in words', () => {
  it('lists rejected rows with line, column, value and reason, and says how many more there are', () => {
    const words = planAsWords(plan, { school, rejected })
    assert.match(words, /contacts\.csv line 2, Priority “first”: A priority is a whole number from 1\./)
    assert.match(words, /… and 2 more/)
  })

  it('names the columns that nothing is read from', () => {
    assert.match(planAsWords(plan, { school, rejected: [] }), /contacts\.csv: not used: Ring/)
  })

  it('ends with the command that applies it, as it is typed', () => {
    assert.match(planAsWords(plan, { school, rejected: [] }), /gatehouse import apply p1 --school my-school$/)
  })
})
