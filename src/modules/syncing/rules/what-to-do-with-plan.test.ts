import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Plan } from '../../importing/index.ts'
import { whatToDoWithPlan } from './what-to-do-with-plan.ts'

const none = { add: 0, update: 0, end: 0, leave: 0 }
const nothing: Plan['changes'] = {
  pupils: none,
  members: none,
  adults: none,
  links: none,
  contactPoints: none,
  groups: none,
  issues: none,
  leftOut: [{ rule: 'IMP-4', reason: 'not priority 1', count: 12 }],
}
const something = { ...nothing, links: { ...none, add: 1 } }
const held = { rule: 'IMP-10' as const, reason: 'It would end 90 of 100 links, more than 10%.' }

describe('IMP-9 and IMP-10 what becomes of a plan that nobody sat beside', () => {
  const cases = [
    { plan: { held: null, unchanged: false, changes: something }, syncApply: true, act: 'apply' },
    { plan: { held: null, unchanged: false, changes: something }, syncApply: false, act: 'wait' },
    { plan: { held, unchanged: false, changes: something }, syncApply: true, act: 'wait' },
    { plan: { held, unchanged: false, changes: nothing }, syncApply: true, act: 'wait' },
    { plan: { held: null, unchanged: true, changes: nothing }, syncApply: false, act: 'apply' },
    { plan: { held: null, unchanged: false, changes: nothing }, syncApply: false, act: 'apply' },
  ]
  for (const { plan, syncApply, act } of cases) {
    const changes = plan.changes === nothing ? 'no change' : 'changes'
    const brake = plan.held ? 'under a brake' : 'free'
    it(`${act}s: ${changes}, ${brake}, applying by itself ${syncApply ? 'on' : 'off'}`, () => {
      assert.equal(whatToDoWithPlan(plan, { syncApply }, null).act, act)
    })
  }

  it('says why it waits, in the words of the brake', () => {
    const verdict = whatToDoWithPlan({ held, unchanged: false, changes: something }, { syncApply: true }, null)
    assert.match(verdict.act === 'wait' ? verdict.reason : '', /90 of 100 links/)
  })

  it('waits after somebody undid the last import, or the same would come back at night', () => {
    const undone = { state: 'undone' as const, undoneBy: 'Ruth Adeyemi' }
    const free = { held: null, unchanged: false, changes: something }
    const verdict = whatToDoWithPlan(free, { syncApply: true }, undone)
    assert.match(verdict.act === 'wait' ? verdict.reason : '', /Ruth Adeyemi undid the last import/)
    assert.equal(whatToDoWithPlan(free, { syncApply: true }, { state: 'applied', undoneBy: null }).act, 'apply')
  })
})
