import type { Plan } from '../../importing/index.ts'

type Run = Pick<Plan, 'appliedAt' | 'undoneAt' | 'undoneBy' | 'changes'>
export type PlanVerdict = { act: 'apply' } | { act: 'wait'; reason: string }

/**
 * IMP-9, IMP-10: what becomes of a plan that was made while nobody sat at the screen. A brake always waits for a person.
 * After an import was undone somebody looks first, or the same would come back at night. A plan that changes nothing is applied in any
 * case: that only notes that the MIS was heard.
 */
export function whatToDoWithPlan(
  plan: Pick<Plan, 'held' | 'unchanged' | 'changes'>,
  /** `madeAgain`: a person was told of an earlier plan of these files, which another import overtook, and decides. */
  settings: { syncApply: boolean; madeAgain?: boolean },
  /** The imports that were applied, whether they still stand or not. */
  runs: Run[],
): PlanVerdict {
  if (plan.held) return { act: 'wait', reason: `A brake holds it: ${plan.held.reason}` }
  if (plan.unchanged || countChanges(plan.changes) === 0) return { act: 'apply' }
  const undone = undoneSince(runs)
  if (undone)
    return {
      act: 'wait',
      reason: `${undone.undoneBy ?? 'Somebody'} undid an import since the last one that changed something, so the next one is looked at first.`,
    }
  if (settings.madeAgain)
    return { act: 'wait', reason: 'It waited already, and was worked out anew because of another import since.' }
  if (settings.syncApply) return { act: 'apply' }
  return { act: 'wait', reason: 'This school looks at every plan before it is applied.' }
}

/** A run that was undone after the last change that an import made. One that only noted that the MIS was heard is no such change. */
function undoneSince(runs: Run[]): Run | undefined {
  const last = Math.max(
    0,
    ...runs.filter(({ changes }) => countChanges(changes) > 0).map(({ appliedAt }) => timeOf(appliedAt)),
  )
  return runs.find(({ undoneAt }) => undoneAt !== null && timeOf(undoneAt) >= last)
}

const timeOf = (at: Date | null): number => at?.getTime() ?? 0

/** Everything that a plan would write, data issues included. */
export function countChanges({ leftOut: _, ...kinds }: Plan['changes']): number {
  return Object.values(kinds)
    .flatMap((counts) => Object.values(counts))
    .reduce((sum, count) => sum + count, 0)
}
