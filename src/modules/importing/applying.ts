import type { Clock } from '../../platform/clock/index.ts'
import type { Db, Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { isId } from '../../platform/ids/index.ts'
import { type Actor, holdJournal, recordAct, recordActs } from '../audit/index.ts'
import { eraseDetailsOfMis, type ForgetContactPoints } from '../people/index.ts'
import { listFamiliesTold, recordFamiliesTold, type School, type Telling } from '../schools/index.ts'
import { beginRun, makePrimes, writeEntries } from './applying.store.ts'
import { forgetCorrections } from './corrections.store.ts'
import { moveSnapshot } from './families/snapshot.store.ts'
import { clearStaging, countStaged } from './families/staged-families.store.ts'
import { forgetContacts, forgetPoints } from './forgetting.store.ts'
import { countPeopleIfGrown, lookUpInIndexes } from './how-to-join.store.ts'
import { countLeftOut } from './leaving-out.store.ts'
import { adultsToErase, recordsOfOptedOut } from './opted-out.store.ts'
import { findPlan, hashOfSettings } from './planning.ts'
import { lastAppliedPlan, type Plan, planById, plansOfSchool, setApplied, setPlanState } from './plans.store.ts'
import { actAs } from './roles.store.ts'
import { whoComesNameless } from './rules/who-comes-nameless.ts'
import { refsOfPupils } from './sparing.ts'
import { overtakeWaitingPlans } from './waiting-plans.ts'
import { factsChangedBetween } from './what-stands.store.ts'
import { contentsOfRun } from './what-was-read.ts'

type Apply = {
  school: School
  planId: string
  confirmHeld?: boolean
  /** OPT-1: recorded with the import, where somebody says it now. */
  familiesTold?: Telling
  actor: Actor
  clock: Clock
}

/**
 * Does what the plan says, in one transaction, or nothing. Refuses a held plan that nobody confirmed (IMP-10), and one made
 * on facts that have changed since (IMP-9): that one is marked overtaken, and a new plan is to be made.
 */
export async function applyPlan(db: Db, wanted: Apply): Promise<Plan> {
  const { school, planId } = wanted
  if (!isId(planId)) return findPlan(db, school, planId)
  const done = await db.inSchool(school.id, async (trx): Promise<Plan | Refusal> => {
    const { seq } = await holdJournal(trx, school.id)
    const plan = await planById(trx, school.id, planId, { lock: true })
    if (!plan) throw new Refusal('no-such-plan', `There is no plan “${planId}” at ${school.name}.`)
    const stale = await whyNot(trx, plan, { ...wanted, factsVersion: seq })
    if (stale) {
      await setPlanState(trx, { schoolId: school.id, id: planId, state: 'overtaken' })
      return stale
    }
    if (wanted.familiesTold) await recordFamiliesTold(trx, { ...wanted, telling: wanted.familiesTold })
    await refuseUntold(trx, plan, school)
    return writePlan(trx, plan, wanted)
  })
  if (done instanceof Refusal) throw done
  const newLinks = done.changes?.links.add ?? 0
  if (newLinks >= manyLinks)
    await db.inSchool(school.id, (trx) => countPeopleIfGrown(trx, newLinks), { role: 'import' })
  return done
}

/** From so many on it matters to everybody who looks at the school next how PostgreSQL goes about it. */
const manyLinks = 100

/** OPT-1: before the first contacts come in, the school says that families were told. */
export async function asksWhetherFamiliesKnow(trx: Trx, plan: Plan): Promise<boolean> {
  // What an applied run said as well was asked about then.
  if (plan.unchanged || !contentsOfRun(plan.files).listsContacts) return false
  if ((await listFamiliesTold(trx, plan.schoolId)).length > 0) return false
  const applied = await plansOfSchool(trx, plan.schoolId, ['applied'], 1000)
  return !applied.some(({ files }) => contentsOfRun(files).listsContacts)
}

async function refuseUntold(trx: Trx, plan: Plan, school: School): Promise<void> {
  if (!(await asksWhetherFamiliesKnow(trx, plan))) return
  throw new Refusal(
    'families-not-told',
    `Contacts come in for the first time at ${school.name}. Before their details are used for messages, families are told: say when and how that was done (OPT-1). Nothing was changed.`,
  )
}

/** A Refusal to be thrown where nothing of the plan has changed; one to be returned where the plan is overtaken. */
async function whyNot(
  trx: Trx,
  plan: Plan,
  { school, confirmHeld, factsVersion }: Apply & { factsVersion: number },
): Promise<Refusal | null> {
  if (plan.state === 'applied')
    throw new Refusal('applied-already', 'This plan is applied already. Nothing was changed again.')
  if (plan.state !== 'ready')
    throw new Refusal('plan-not-ready', `This plan is ${plan.state}. Make a new plan from the file.`)
  if (plan.held && !confirmHeld) {
    throw new Refusal(
      'plan-held',
      `This plan is held: ${plan.held.reason} Nothing was changed. If that is right, an administrator confirms it.`,
    )
  }
  const nameless = whoComesNameless(plan)
  if (nameless) {
    throw new Refusal(
      'columns-missing',
      `The ${nameless} would come in without their names, because no column was understood as such. Nothing was changed. Say which column is which, on the plan's page or with --mapping, and make the plan again.`,
    )
  }
  const overtaken = new Refusal(
    'plan-overtaken',
    'Something has changed since this plan was made, so it was not applied and nothing was changed. Make the plan again from the same file.',
  )
  if (plan.settingsHash !== hashOfSettings(school)) return overtaken
  if (await factsChangedBetween(trx, school.id, { from: plan.factsVersion, to: factsVersion })) return overtaken
  if (plan.unchanged) return null
  await actAs(trx, 'import')
  const staged = await countStaged(trx, { schoolId: school.id, planId: plan.id })
  await actAs(trx, 'app')
  const lost = new Refusal(
    'plan-overtaken',
    'What waited with this plan is not there as it was, because the database stopped without being closed or Gatehouse was brought up to date meanwhile. Nothing was changed. Make the plan again from the same file.',
  )
  return staged === plan.staged ? null : lost
}

async function writePlan(trx: Trx, plan: Plan, { school, actor, clock, confirmHeld }: Apply): Promise<Plan> {
  const at = clock.now()
  if (!plan.unchanged) {
    const last = plan.follows ? await lastAppliedPlan(trx, school.id) : null
    const run = await beginRun(trx, { schoolId: school.id, planId: plan.id, at })
    await lookUpInIndexes(trx)
    // Before any of them is known by another number.
    const sparedBefore = await refsOfPupils(trx, school.id, last?.spared ?? [])
    await actAs(trx, 'import')
    await writeEntries(trx, run)
    const { optedOut } = await moveSnapshot(trx, run, {
      contents: contentsOfRun(plan.files),
      spared: await refsOfPupils(trx, school.id, plan.spared),
      sparedBefore,
      follows: plan.follows,
      families: plan.families,
    })
    await clearStaging(trx, school.id, [plan.id])
    await overtakeWaitingPlans(trx, school.id, plan.id)
    const found = run.says('mis id', ['add']) ? await recordsOfOptedOut(trx, run) : []
    await forgetContacts(trx, { schoolId: school.id, keys: [...optedOut, ...found] })
    await actAs(trx, 'app')
    for (const adultId of await adultsToErase(trx, run, optedOut))
      await eraseDetailsOfMis(trx, { schoolId: school.id, adultId, at, forget: forgetContactPoints })
    const primes = await makePrimes(trx, run, 'after')
    await recordActs(
      trx,
      primes.map(({ linkId, pupilId }) => ({
        schoolId: school.id,
        actor,
        act: 'link.made-prime',
        subject: { kind: 'link', id: linkId },
        pupilId,
        detail: { by: 'import', plan: plan.id, rule: 'IMP-8' },
      })),
      at,
    )
    await recordAct(
      trx,
      {
        schoolId: school.id,
        actor,
        act: 'import.applied',
        subject: { kind: 'import', id: plan.id },
        detail: {
          files: plan.files.map((file) => file.name),
          rows: plan.rows,
          changes: plan.changes,
          heldConfirmed: plan.held !== null && confirmHeld === true,
          leftOut: await countLeftOut(trx, { schoolId: school.id, planId: plan.id }),
        },
      },
      at,
    )
  }
  return setApplied(trx, { schoolId: school.id, id: plan.id, by: actor.name, at })
}

/** OPT-2, for the people module: what the person's contact points left behind in snapshot, plans, issues and corrections. */
export const forgetContactPoints: ForgetContactPoints = async (trx, { schoolId, adultId, channels, at }) => {
  const all = channels.includes('all')
  const forgotten = {
    ...{ schoolId, adultId, at },
    emails: all || channels.includes('email'),
    numbers: all || channels.includes('sms'),
  }
  await actAs(trx, 'import')
  await forgetPoints(trx, forgotten)
  await actAs(trx, 'app')
  await forgetCorrections(trx, forgotten)
}
