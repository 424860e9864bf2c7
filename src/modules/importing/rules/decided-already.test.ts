import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { areDetailsDecided } from './decided-already.ts'

const adult = { origin: 'mis' as const, registeredAt: null, misIds: ['5001'] }
const same = { isTheirs: true, isAsBefore: true, wasLetIn: true }
const decided = { adult, taken: [same] }

describe('IMP-6 details that the last run decided by the same are not decided again', () => {
  const cases: [string, boolean, Partial<Parameters<typeof areDetailsDecided>[0]>][] = [
    ['of a contact of one record, linked by the MIS, of whom the same is said', true, {}],
    ['of whom the same is said at two children', true, { taken: [same, same] }],
    ['but of a newcomer they are', false, { adult: undefined }],
    ['of whom the same is said at a second child, newly', true, { taken: [same, { ...same, wasLetIn: false }] }],
    ['of somebody whom no link let in then', false, { taken: [{ ...same, wasLetIn: false }] }],
    ['of whom something else is said', false, { taken: [{ ...same, isAsBefore: false }] }],
    ['of whom something else is said at one of two children', false, { taken: [same, { ...same, isAsBefore: false }] }],
    ['of somebody just recognised by this record', false, { taken: [{ ...same, isTheirs: false }] }],
    ['of somebody who is also another record', false, { taken: [same, { ...same, isTheirs: false }] }],
    [
      'of several records of the MIS, of which one may be gone',
      false,
      { adult: { ...adult, misIds: ['5001', '90001'] } },
    ],
    ['IMP-7 of somebody who registered', false, { adult: { ...adult, registeredAt: new Date(0) } }],
    ['IMP-7 of somebody typed in by the school', false, { adult: { ...adult, origin: 'manual' } }],
    ['of whom nothing is said', false, { taken: [] }],
  ]
  for (const [name, expected, facts] of cases)
    it(name, () => assert.equal(areDetailsDecided({ ...decided, ...facts }), expected))
})
