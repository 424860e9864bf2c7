import type { Plan } from '../../importing/index.ts'

export type PlanVerdict = { act: 'apply' } | { act: 'wait'; reason: string }

/**
 * IMP-9, IMP-10: what becomes of a plan that was made while nobody sat at the screen. A brake always waits for a person.
 * After an import was undone somebody looks first, or the same would come back at night. A plan that changes nothing is applied in any
 * case: that only notes that the MIS was heard.
 */
export function whatToDoWithPlan(
  plan: Pick<Plan, 'held' | 'unchanged' | 'changes'>,
  settings: { syncApply: boolean },
  /** The newest import that was applied, whether it still stands or not. */
  last: Pick<Plan, 'state' | 'undoneBy'> | null,
): PlanVerdict {
  if (plan.held) return { act: 'wait', reason: `A brake holds it: ${plan.held.reason}` }
  if (plan.unchanged || countChanges(plan.changes) === 0) return { act: 'apply' }
  if (last?.state === 'undone')
    return {
      act: 'wait',
      reason: `${last.undoneBy ?? 'Somebody'} undid the last import, so the next one is looked at first.`,
    }
  if (settings.syncApply) return { act: 'apply' }
  return { act: 'wait', reason: 'This school looks at every plan before it is applied.' }
}

/** Everything that a plan would write, data issues included. */
export function countChanges({ leftOut: _, ...kinds }: Plan['changes']): number {
  return Object.values(kinds)
    .flatMap((counts) => Object.values(counts))
    .reduce((sum, count) => sum + count, 0)
}
