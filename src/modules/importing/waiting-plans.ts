import type { Trx } from '../../platform/db/index.ts'
import { clearStaging } from './families/staged-families.store.ts'
import { plansOfSchool, setPlanState } from './plans.store.ts'
import { actAs } from './roles.store.ts'

const mostPlans = 100

/**
 * Plans that wait rest on what was just changed, in the snapshot too: they are overtaken, and what waits with them goes (IMP-9). Begins
 * and ends as the import role. `except`: the plan that is applied at this moment.
 */
export async function overtakeWaitingPlans(trx: Trx, schoolId: string, except?: string): Promise<void> {
  const waiting = (await plansOfSchool(trx, schoolId, ['ready'], mostPlans)).filter(({ id }) => id !== except)
  await actAs(trx, 'app')
  for (const { id } of waiting) await setPlanState(trx, { schoolId, id, state: 'overtaken' })
  await actAs(trx, 'import')
  await clearStaging(
    trx,
    schoolId,
    waiting.map(({ id }) => id),
  )
}
