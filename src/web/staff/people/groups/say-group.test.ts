import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sayRule } from './say-group.ts'

describe('IMP-20 how the rule of a group is said', () => {
  for (const [rule, words] of [
    [{ years: ['6'], classes: [], houses: [] }, 'Year 6'],
    [{ years: ['5', '6'], classes: [], houses: ['Red'] }, 'Year 5 or Year 6, and in house Red'],
    [{ years: [], classes: ['6 Beech', '6 Oak'], houses: [] }, '6 Beech or 6 Oak'],
  ] as const) {
    it(words, () =>
      assert.equal(sayRule({ years: [...rule.years], classes: [...rule.classes], houses: [...rule.houses] }), words),
    )
  }
})
