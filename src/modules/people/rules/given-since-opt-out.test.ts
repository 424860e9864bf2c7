import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { givenSinceAnOptOut } from './given-since-opt-out.ts'

type Changes = Parameters<typeof givenSinceAnOptOut>[0]
type Now = Parameters<typeof givenSinceAnOptOut>[1]

const optOut = { adult_id: 'ann', channel: 'sms' }
const mobile = { id: 'new', adult_id: 'ann', kind: 'mobile', sms_capable: true, ended_at: null }
const at = (row: object): Now[number] => ({ table: 'contact_points', row: { ...mobile, ...row } })
const lifted: Changes[number] = { table: 'opt_outs', before: optOut, after: null }
const moved = (id: string): Changes[number] => ({ table: 'contact_points', before: { id }, after: { id } })

describe('OPT-2 the undoing of a merge that lifted an opt-out', () => {
  const cases: [what: string, changes: Changes, now: Now, expected: boolean][] = [
    ['a number was given since', [lifted], [at({})], true],
    [
      'an email was given since, and the opt-out is of texts',
      [lifted],
      [at({ kind: 'email', sms_capable: false })],
      false,
    ],
    ['a landline was given since, which takes no texts', [lifted], [at({ sms_capable: false })], false],
    [
      'an email was given since, and the opt-out is of everything',
      [{ ...lifted, before: { ...optOut, channel: 'all' } }],
      [at({ kind: 'email' })],
      true,
    ],
    ['the number is the other person’s', [lifted], [at({ adult_id: 'bob' })], false],
    ['the number has ended', [lifted], [at({ ended_at: '2026-11-16' })], false],
    ['the number came with the merge, and goes with its undoing', [lifted, moved('new')], [at({})], false],
    ['the opt-out stands still', [{ ...lifted, after: optOut }], [at({})], false],
    ['the merge brought the opt-out', [{ ...lifted, before: null, after: optOut }], [at({})], false],
  ]
  for (const [what, changes, now, expected] of cases)
    it(`${expected ? 'is refused' : 'is open'} where ${what}`, () =>
      assert.equal(givenSinceAnOptOut(changes, now), expected))
})
