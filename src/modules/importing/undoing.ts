import type { Clock } from '../../platform/clock/index.ts'
import type { Db, Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { type Actor, holdJournal, recordAct } from '../audit/index.ts'
import type { School } from '../schools/index.ts'
import { beginRun, makePrimes } from './applying.store.ts'
import { type ChangedSince, changedSince } from './changed-since.store.ts'
import { restoreSnapshot } from './families/snapshot.store.ts'
import { findPlan } from './planning.ts'
import { type Plan, planById, setUndone } from './plans.store.ts'
import { actAs } from './roles.store.ts'
import { unwriteEntries } from './undoing.store.ts'
import { overtakeWaitingPlans } from './waiting-plans.ts'

/**
 * Takes a run back as one step (IMP-11), the last one or an earlier one. Refuses where anything that it touched has changed
 * since, by a person or a later import, and says what. `dryRun` only checks.
 */
export async function undoRun(
  db: Db,
  wanted: { school: School; runId: string; actor: Actor; clock: Clock; dryRun?: boolean },
): Promise<Plan> {
  const { school, runId, actor, clock } = wanted
  const found = await findPlan(db, school, runId)
  if (wanted.dryRun) {
    await db.inSchool(school.id, (trx) => refuseUndo(trx, found))
    return found
  }
  await db.inSchool(school.id, async (trx) => {
    await holdJournal(trx, school.id)
    const plan = await planById(trx, school.id, runId, { lock: true })
    if (!plan?.appliedAt) throw new Refusal('not-applied', 'This plan was not applied, so there is nothing to undo.')
    await refuseUndo(trx, plan)
    const run = await beginRun(trx, { schoolId: school.id, planId: runId, at: plan.appliedAt })
    await makePrimes(trx, run, 'before')
    await actAs(trx, 'import')
    await unwriteEntries(trx, run)
    await restoreSnapshot(trx, run)
    await overtakeWaitingPlans(trx, school.id)
    await actAs(trx, 'app')
    await setUndone(trx, { schoolId: school.id, id: runId, by: actor.name, at: clock.now() })
    await recordAct(
      trx,
      {
        schoolId: school.id,
        actor,
        act: 'import.undone',
        subject: { kind: 'import', id: runId },
        detail: { changes: plan.changes },
      },
      clock.now(),
    )
  })
  return findPlan(db, school, runId)
}

async function refuseUndo(trx: Trx, plan: Plan): Promise<void> {
  if (plan.state === 'undone') throw new Refusal('undone-already', 'This import is undone already.')
  if (plan.state !== 'applied' || plan.appliedAt === null)
    throw new Refusal('not-applied', 'This plan was not applied, so there is nothing to undo.')
  const changed = await whatChangedSince(trx, plan)
  if (changed.length === 0) return
  const list = changed.slice(0, 10).map(({ entity, who, what }) => `${who} (${entity}: ${what})`)
  const more = changed.length > 10 ? ` and ${changed.length - 10} more` : ''
  throw new Refusal(
    'changed-since',
    `This import cannot be undone as one step: ${changed.length} of the things it touched have changed since. They are: ${list.join('; ')}${more}. Nothing was changed.`,
  )
}

/** What stands in the way of undoing this run: everything that it touched and that is no longer as it left it (IMP-11). */
export async function whatChangedSince(trx: Trx, plan: Plan): Promise<ChangedSince[]> {
  if (plan.state !== 'applied' || plan.appliedAt === null) return []
  return changedSince(trx, await beginRun(trx, { schoolId: plan.schoolId, planId: plan.id, at: plan.appliedAt }))
}

/** Whether this run may be undone now, for the page. */
export async function isUndoable(trx: Trx, plan: Plan): Promise<boolean> {
  return plan.state === 'applied' && (await whatChangedSince(trx, plan)).length === 0
}
