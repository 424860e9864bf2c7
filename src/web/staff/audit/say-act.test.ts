import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sayAct, sayDetail } from './say-act.ts'

describe('the journal in words', () => {
  it('says acts as words', () => {
    assert.equal(sayAct('link.ended'), 'Link ended')
    assert.equal(sayAct('school.settings-changed'), 'School settings changed')
  })

  for (const [detail, said] of [
    [{ reason: 'Moved house' }, [{ name: 'reason', value: 'Moved house' }]],
    [{ lowerPriorities: true, note: null }, [{ name: 'lower priorities', value: 'yes' }]],
    [{ roles: ['office', 'head'] }, [{ name: 'roles', value: 'office, head' }]],
    [{ before: { prime: false } }, [{ name: 'before', value: 'prime: no' }]],
    [{ changes: { links: { add: 418, end: 0 }, groups: { add: 0 } } }, [{ name: 'changes', value: 'links: add: 418' }]],
    [{ body: 'x'.repeat(300) }, [{ name: 'body', value: `${'x'.repeat(160)}…` }]],
    ['nothing of use', []],
  ] as const) {
    it(`says ${JSON.stringify(detail).slice(0, 40)}`, () => assert.deepEqual(sayDetail(detail), said))
  }
})
