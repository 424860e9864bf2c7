import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import type { Tail } from './brakes.store.ts'
import type { FileContents } from './records.ts'
import type { Held } from './rules/brakes.ts'
import type { NewYear } from './rules/new-school-year.ts'

export type PlanState = 'planning' | 'ready' | 'applied' | 'thrown away' | 'undone' | 'overtaken' | 'failed'
export type Counts = { add: number; update: number; end: number; leave: number }
export type Changes = {
  pupils: Counts
  members: Counts
  adults: Counts
  links: Counts
  contactPoints: Counts
  groups: Counts
  issues: Counts
  /** Contacts who do not come in, and why. */
  leftOut: { rule: string; reason: string; count: number }[]
}

export type PlannedFile = {
  name: string
  path: string
  format: string
  /** How the format was told, as a sentence; plans of old have none. */
  why?: string
  encoding: string
  delimiter: string | null
  /** Which column feeds which field. */
  columns: Record<string, string>
  unknownCaptions: string[]
  warnings: string[]
  contents: FileContents
}

export type Plan = {
  id: string
  schoolId: string
  state: PlanState
  files: PlannedFile[]
  rows: { read: number; used: number; rejected: number; merged: number }
  changes: Changes
  held: Held | null
  /** The file moves the school into its next year (IMP-10). */
  newYear: NewYear | null
  /** How many families and records wait with it. */
  staged: number
  factsVersion: number
  settingsHash: string
  digest: string
  validUntil: string | null
  /** How many families the run leaves to be compared with; null where the next one cannot be. */
  families: number | null
  /** It was compared family by family with those that the last run had left. */
  follows: boolean
  /** Pupils of whom a row was rejected: none of their contacts is taken for gone (IMP-16). */
  spared: string[]
  /** The file says what the last applied one said, and nothing has changed since. */
  unchanged: boolean
  madeBy: string
  madeAt: Date
  appliedBy: string | null
  appliedAt: Date | null
  appliedVersion: number | null
  undoneBy: string | null
  undoneAt: Date | null
}

type PlanBegun = Pick<
  Plan,
  'id' | 'schoolId' | 'files' | 'factsVersion' | 'settingsHash' | 'digest' | 'madeBy' | 'madeAt'
>
type PlanMade = Pick<
  Plan,
  'rows' | 'changes' | 'held' | 'newYear' | 'staged' | 'validUntil' | 'families' | 'follows' | 'spared' | 'unchanged'
> & { tail: Tail | null }

/** A plan that is being made. */
export async function insertPlan(trx: Trx, plan: PlanBegun): Promise<void> {
  await trx.insertInto('import_plans').values(rowOfBegun(plan)).execute()
}

/** One that is made as soon as it is begun. */
export async function insertMadePlan(trx: Trx, plan: PlanBegun & PlanMade): Promise<Plan> {
  const row = await trx
    .insertInto('import_plans')
    .values({ ...rowOfBegun(plan), ...rowOfMade(plan) })
    .returningAll()
    .executeTakeFirstOrThrow()
  return planOfRow(row)
}

export async function finishPlan(trx: Trx, plan: Pick<Plan, 'id' | 'schoolId'> & PlanMade): Promise<void> {
  await trx
    .updateTable('import_plans')
    .set(rowOfMade(plan))
    .where('school_id', '=', plan.schoolId)
    .where('id', '=', plan.id)
    .execute()
}

const rowOfBegun = (plan: PlanBegun) => ({
  school_id: plan.schoolId,
  id: plan.id,
  state: 'planning',
  files: JSON.stringify(plan.files),
  facts_version: plan.factsVersion,
  settings_hash: plan.settingsHash,
  digest: plan.digest,
  made_by: plan.madeBy,
  made_at: plan.madeAt,
})

const rowOfMade = (plan: PlanMade) => ({
  state: 'ready',
  rows_read: plan.rows.read,
  rows_used: plan.rows.used,
  rows_rejected: plan.rows.rejected,
  rows_merged: plan.rows.merged,
  changes: JSON.stringify(plan.changes),
  held: plan.held === null ? null : JSON.stringify(plan.held),
  staged: plan.staged,
  valid_until: plan.validUntil,
  families: plan.families,
  follows: plan.follows,
  spared: plan.spared,
  unchanged: plan.unchanged,
  new_year: plan.newYear === null ? null : JSON.stringify(plan.newYear),
  tail: plan.tail === null ? null : JSON.stringify(plan.tail),
})

export async function setPlanState(trx: Trx, plan: { schoolId: string; id: string; state: PlanState }): Promise<void> {
  await trx
    .updateTable('import_plans')
    .set({ state: plan.state })
    .where('school_id', '=', plan.schoolId)
    .where('id', '=', plan.id)
    .execute()
}

export async function setChanges(
  trx: Trx,
  plan: { schoolId: string; planId: string; changes: Changes },
): Promise<void> {
  await trx
    .updateTable('import_plans')
    .set({ changes: JSON.stringify(plan.changes) })
    .where('school_id', '=', plan.schoolId)
    .where('id', '=', plan.planId)
    .execute()
}

/** The run as it stands then, with the number of the journal's last entry. */
export async function setApplied(
  trx: Trx,
  applied: { schoolId: string; id: string; by: string; at: Date },
): Promise<Plan> {
  const { schoolId, id, by, at } = applied
  const row = await trx
    .updateTable('import_plans')
    .set({ state: 'applied', applied_by: by, applied_at: at, applied_version: seqOfJournal(schoolId) })
    .where('school_id', '=', schoolId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  return planOfRow(row)
}

const seqOfJournal = (schoolId: string) =>
  sql<number>`coalesce((select seq from audit_heads where school_id = ${schoolId}), 0)`

export async function setUndone(
  trx: Trx,
  undone: { schoolId: string; id: string; by: string; at: Date },
): Promise<void> {
  await trx
    .updateTable('import_plans')
    .set({ state: 'undone', undone_by: undone.by, undone_at: undone.at })
    .where('school_id', '=', undone.schoolId)
    .where('id', '=', undone.id)
    .execute()
}

export async function planById(
  trx: Trx,
  schoolId: string,
  id: string,
  options: { lock?: boolean } = {},
): Promise<Plan | null> {
  let query = trx.selectFrom('import_plans').selectAll().where('school_id', '=', schoolId).where('id', '=', id)
  if (options.lock) query = query.forUpdate()
  const row = await query.executeTakeFirst()
  return row ? planOfRow(row) : null
}

/** Newest first. */
export async function plansOfSchool(trx: Trx, schoolId: string, states: PlanState[], limit: number): Promise<Plan[]> {
  const rows = await trx
    .selectFrom('import_plans')
    .selectAll()
    .where('school_id', '=', schoolId)
    .where('state', 'in', states)
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(planOfRow)
}

/** The run whose snapshot stands: the last applied one that was not undone. */
export async function lastAppliedPlan(trx: Trx, schoolId: string): Promise<Plan | null> {
  const row = await trx
    .selectFrom('import_plans')
    .selectAll()
    .where('school_id', '=', schoolId)
    .where('state', '=', 'applied')
    .orderBy('applied_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? planOfRow(row) : null
}

export type PlanWithTail = { files: PlannedFile[]; rowsRead: number; tail: Tail }

/** The last applied full list, with the children at its end; null where there is none. */
export async function lastPlanWithTail(trx: Trx, schoolId: string): Promise<PlanWithTail | null> {
  const row = await trx
    .selectFrom('import_plans')
    .select(['files', 'rows_read', 'tail'])
    .where('school_id', '=', schoolId)
    .where('state', '=', 'applied')
    .where('tail', 'is not', null)
    .orderBy('applied_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? { files: row.files as PlannedFile[], rowsRead: row.rows_read, tail: row.tail as Tail } : null
}

type PlanRow = {
  school_id: string
  id: string
  state: string
  files: unknown
  rows_read: number
  rows_used: number
  rows_rejected: number
  rows_merged: number
  changes: unknown
  held: unknown
  new_year: unknown
  staged: number
  facts_version: number
  settings_hash: string
  digest: string
  valid_until: string | null
  families: number | null
  follows: boolean
  spared: string[]
  unchanged: boolean
  made_by: string
  made_at: Date
  applied_by: string | null
  applied_at: Date | null
  applied_version: number | null
  undone_by: string | null
  undone_at: Date | null
}

const planOfRow = (row: PlanRow): Plan => ({
  id: row.id,
  schoolId: row.school_id,
  state: row.state as PlanState,
  files: row.files as Plan['files'],
  rows: { read: row.rows_read, used: row.rows_used, rejected: row.rows_rejected, merged: row.rows_merged },
  changes: row.changes as Changes,
  held: row.held as Held | null,
  newYear: row.new_year as NewYear | null,
  staged: row.staged,
  factsVersion: row.facts_version,
  settingsHash: row.settings_hash,
  digest: row.digest,
  validUntil: row.valid_until,
  families: row.families,
  follows: row.follows,
  spared: row.spared,
  unchanged: row.unchanged,
  madeBy: row.made_by,
  madeAt: row.made_at,
  appliedBy: row.applied_by,
  appliedAt: row.applied_at,
  appliedVersion: row.applied_version,
  undoneBy: row.undone_by,
  undoneAt: row.undone_at,
})
