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
      assert.equal(whatToDoWithPlan(plan, { syncApply }, []).act, act)
    })
  }

  it('waits when it was made again for somebody who was told of it, unless nothing is left to do', () => {
    const again = { syncApply: true, madeAgain: true }
    assert.equal(whatToDoWithPlan({ held: null, unchanged: false, changes: something }, again, []).act, 'wait')
    assert.equal(whatToDoWithPlan({ held: null, unchanged: true, changes: nothing }, again, []).act, 'apply')
  })

  it('says why it waits, in the words of the brake', () => {
    const verdict = whatToDoWithPlan({ held, unchanged: false, changes: something }, { syncApply: true }, [])
    assert.match(verdict.act === 'wait' ? verdict.reason : '', /90 of 100 links/)
  })

  describe('waits after somebody undid an import, or the same would come back at night', () => {
    const free = { held: null, unchanged: false, changes: something }
    const on = (day: number) => new Date(Date.UTC(2026, 10, day))
    const run = (applied: number, undone: number | null, changes = something) => ({
      appliedAt: on(applied),
      undoneAt: undone === null ? null : on(undone),
      undoneBy: undone === null ? null : 'Ruth Adeyemi',
      changes,
    })
    const waits = (...runs: ReturnType<typeof run>[]) => {
      const verdict = whatToDoWithPlan(free, { syncApply: true }, runs)
      return verdict.act === 'wait' && /Ruth Adeyemi undid an import/.test(verdict.reason)
    }
    it('the last one', () => assert.equal(waits(run(1, 2)), true))
    it('one after which nothing had changed in the MIS', () =>
      assert.equal(waits(run(1, 3), run(2, null, nothing)), true))
    it('one before another that stands', () => assert.equal(waits(run(1, 3), run(2, null)), true))
    it('but not once another was applied since', () => assert.equal(waits(run(1, 2), run(3, null)), false))
    it('nor where nobody undid any', () => assert.equal(waits(run(1, null)), false))
  })
})
