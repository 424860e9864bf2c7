import { createHash } from 'node:crypto'
import type { Clock } from '../../platform/clock/index.ts'
import type { Db, Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { isId, newId } from '../../platform/ids/index.ts'
import { type Actor, holdJournal, recordAct } from '../audit/index.ts'
import type { School } from '../schools/index.ts'
import { noChanges } from './changes-of-plan.ts'
import { clearDeadPlans, giveUpOldPlans } from './dead-plans.store.ts'
import { clearStaging } from './families/staged-families.store.ts'
import type { FormatName } from './formats/format.ts'
import { countLeftOut } from './leaving-out.store.ts'
import { makePlan } from './making-plan.ts'
import {
  insertMadePlan,
  insertPlan,
  lastAppliedPlan,
  type Plan,
  type PlannedFile,
  planById,
  plansOfSchool,
  setPlanState,
} from './plans.store.ts'
import { digestOfRows } from './reading/digest-of-rows.ts'
import { inspectFiles, type Mapping, type SourceFile } from './reading/inspect-files.ts'
import { factsChangedBetween, factsVersion } from './what-stands.store.ts'
import { plannedFile } from './what-was-read.ts'

export type PlanRequest = {
  school: School
  files: SourceFile[]
  format?: 'auto' | FormatName
  mapping?: Mapping
  actor: Actor
  clock: Clock
}

/**
 * Reads the files and works out what an import would do, without doing it (IMP-9). The plan is kept until it is applied,
 * thrown away or overtaken. Throws Refusals for files that cannot be read; nothing is changed by then.
 */
export async function planImport(db: Db, request: PlanRequest): Promise<Plan> {
  const { school, actor, clock } = request
  const inspection = await inspectFiles(request.files, {
    format: request.format ?? 'auto',
    today: clock.today(school.timeZone),
    placeholders: school.settings.placeholders,
    ...(request.mapping ? { mapping: request.mapping } : {}),
  })
  const digested = await digestOfRows(inspection)
  const { digest, rowsRead } = digested
  const settingsHash = hashOfSettings(school)
  const id = newId()
  const { last, stands, unchanged, isTidy } = await db.inSchool(school.id, async (trx) => {
    const isTidy = await tidyPlans(trx, school, clock)
    const plan = {
      id,
      schoolId: school.id,
      files: inspection.files.map(plannedFile),
      // Read before anything that is looked at: what changes meanwhile makes the plan stale.
      factsVersion: await factsVersion(trx, school.id),
      settingsHash,
      digest,
      madeBy: actor.name,
      madeAt: clock.now(),
    }
    const last = await lastAppliedPlan(trx, school.id)
    const stands = last !== null && (await isAsLeft(trx, last, { ...plan, today: clock.today(school.timeZone) }))
    if (last !== null && stands && last.digest === digest)
      return { last, stands, isTidy, unchanged: await insertMadePlan(trx, { ...plan, ...asIn(last, rowsRead) }) }
    await insertPlan(trx, plan)
    return { last, stands, isTidy, unchanged: null }
  })
  if (!isTidy) await clearPlans(db, school, clock)
  if (unchanged) return unchanged
  const alike = last !== null && speakAlike(inspection.files.map(plannedFile), last.files)
  try {
    await makePlan(db, { school, id, inspection, digested, clock, last: alike ? last : null, stands: alike && stands })
  } catch (error) {
    await db.inSchool(school.id, (trx) => setPlanState(trx, { schoolId: school.id, id, state: 'failed' }))
    throw error
  }
  return findPlan(db, school, id)
}

const daysThatPlansWait = 7
const hoursThatPlanningLasts = 24

const hoursAgo = (clock: Clock, hours: number) => new Date(clock.now().getTime() - hours * 3_600_000)

/** Gives up broken-off and forgotten plans. Returns whether there is nothing that such plans left behind. */
async function tidyPlans(trx: Trx, school: School, clock: Clock): Promise<boolean> {
  const waitingSince = hoursAgo(clock, daysThatPlansWait * 24)
  const brokenBefore = hoursAgo(clock, hoursThatPlanningLasts)
  const { areThereDead } = await giveUpOldPlans(trx, { schoolId: school.id, brokenBefore, waitingSince })
  return !areThereDead
}

/** What broken-off and forgotten plans left behind goes, so that nothing of a family piles up. */
async function clearPlans(db: Db, school: School, clock: Clock): Promise<void> {
  const madeBefore = hoursAgo(clock, daysThatPlansWait * 24)
  await db.inSchool(school.id, (trx) => clearDeadPlans(trx, { schoolId: school.id, madeBefore }), { role: 'import' })
}

/** Whether facts and settings are as this run left them and no date has passed: what is said as then is decided as then. */
async function isAsLeft(
  trx: Trx,
  last: Plan,
  now: { schoolId: string; factsVersion: number; settingsHash: string; today: string },
): Promise<boolean> {
  if (last.settingsHash !== now.settingsHash || last.appliedVersion === null) return false
  if (last.validUntil !== null && last.validUntil <= now.today) return false
  // What was left out of it comes again (IMP-9).
  if ((await countLeftOut(trx, { schoolId: now.schoolId, planId: last.id })) > 0) return false
  return !(await factsChangedBetween(trx, now.schoolId, { from: last.appliedVersion, to: now.factsVersion }))
}

/** Whether two runs say their part in the same columns, so that they can be compared record by record. A delta cannot. */
function speakAlike(files: PlannedFile[], others: PlannedFile[]): boolean {
  // jsonb forgets the order of keys.
  const sorted = (facts: object) => Object.entries(facts).sort()
  const howTheySpeak = (run: PlannedFile[]) =>
    run
      .map(({ format, columns, contents }) => JSON.stringify([format, sorted(columns), sorted(contents)]))
      .sort()
      .join('\n')
  return !files.some((file) => file.contents.partial) && howTheySpeak(files) === howTheySpeak(others)
}

/** A plan of rows that say what those of the last run said. */
const asIn = (last: Plan, rowsRead: number) => ({
  rows: { ...last.rows, read: rowsRead },
  changes: noChanges(),
  held: null,
  staged: 0,
  validUntil: last.validUntil,
  families: last.families,
  spared: last.spared,
  follows: true,
  unchanged: true,
  newYear: null,
  tail: null,
})

/** Throws a Refusal where there is none. */
export async function findPlan(db: Db, school: School, id: string): Promise<Plan> {
  const plan = isId(id) ? await db.inSchool(school.id, (trx) => planById(trx, school.id, id)) : null
  if (!plan) throw new Refusal('no-such-plan', `There is no plan “${id}” at ${school.name}.`)
  return plan
}

/** Plans and runs, newest first. */
export async function listPlans(trx: Trx, schoolId: string, limit = 20): Promise<Plan[]> {
  return plansOfSchool(trx, schoolId, ['ready', 'applied', 'undone'], limit)
}

/** The run whose facts stand, for the home page. */
export async function lastRun(trx: Trx, schoolId: string): Promise<Plan | null> {
  return lastAppliedPlan(trx, schoolId)
}

/** Throws a plan that waits away, for good. Refuses any other. Journalled. */
export async function throwAwayPlan(
  db: Db,
  wanted: { school: School; planId: string; actor: Actor; clock: Clock },
): Promise<void> {
  const { actor, clock } = wanted
  const { id, files } = await findPlan(db, wanted.school, wanted.planId)
  const { id: schoolId } = wanted.school
  await db.inSchool(schoolId, async (trx) => {
    // Somebody may be applying it at this moment.
    await holdJournal(trx, schoolId)
    const plan = await planById(trx, schoolId, id, { lock: true })
    if (plan?.state !== 'ready')
      throw new Refusal('plan-not-ready', `This plan is ${plan?.state}; only a plan that waits can be thrown away.`)
    await setPlanState(trx, { schoolId, id, state: 'thrown away' })
    const subject = { kind: 'import plan', id }
    const detail = { files: files.map(({ name }) => name) }
    await recordAct(trx, { schoolId, actor, act: 'import-plan.thrown-away', subject, detail }, clock.now())
  })
  await db.inSchool(schoolId, (trx) => clearStaging(trx, schoolId, [id]), { role: 'import' })
}

/** What of the settings decides an import. */
export function hashOfSettings(school: School): string {
  const { strategy, lowerPriorities, priorityUpTo, relationships, nonFamilyRelationships, placeholders } =
    school.settings
  return createHash('sha256')
    .update(
      JSON.stringify([strategy, lowerPriorities, priorityUpTo, relationships, nonFamilyRelationships, placeholders]),
    )
    .digest('hex')
}
