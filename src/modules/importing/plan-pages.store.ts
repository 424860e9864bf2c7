import { type SqlBool, sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import { type EntryRow, type StoredEntry, storedEntryOfRow } from './plans.store.ts'

/** What of a plan is looked at: what comes, changes, ends, or is raised as a data issue. */
export type Shown = 'all' | 'comes' | 'changes' | 'ends' | 'issues'

type Of = { schoolId: string; planId: string; show: Shown }

/** Where a page of a plan ends: names are not unique, so the entry's number stands beside. */
export type PlanKey = { pupilName: string; seq: number }

/** Bookkeeping of the import itself is not shown: ids of the MIS, groups, and flags that say no. */
const shownToPeople = sql<SqlBool>`entity not in ('mis id', 'group', 'group member')
  and not (entity = 'court order' and act = 'add' and coalesce(after ->> 'flag', '') <> 'yes')`

function only(show: Shown) {
  if (show === 'issues') return sql<SqlBool>`entity = 'issue'`
  if (show === 'comes') return sql<SqlBool>`entity <> 'issue' and act = 'add'`
  if (show === 'changes') return sql<SqlBool>`entity <> 'issue' and act = 'update'`
  if (show === 'ends') return sql<SqlBool>`entity <> 'issue' and act in ('end', 'leave')`
  return sql<SqlBool>`true`
}

export type ClassOfPlan = { class: string | null; entries: number; pupils: number }

export async function classesOfPlan(trx: Trx, { schoolId, planId, show }: Of): Promise<ClassOfPlan[]> {
  const { rows } = await sql<ClassOfPlan>`
    select class, count(*)::int as entries, count(distinct pupil_id)::int as pupils from import_plan_entries
    where school_id = ${schoolId} and plan_id = ${planId} and ${shownToPeople} and ${only(show)}
    group by class order by class nulls last`.execute(trx)
  return rows
}

/** Entries of one class (null: of none) by name, so that what belongs to a child stands together. Keyset by `after`. */
export async function entriesOfClass(
  trx: Trx,
  wanted: Of & { class: string | null; after: PlanKey | null; limit: number },
): Promise<StoredEntry[]> {
  const { schoolId, planId, show, after, limit } = wanted
  const here = wanted.class === null ? sql`class is null` : sql`class = ${wanted.class}`
  const further = after
    ? sql`(coalesce(pupil_name, adult_name, ''), seq) > (${after.pupilName}, ${after.seq})`
    : sql`true`
  const { rows } = await sql<EntryRow>`
    select * from import_plan_entries
    where school_id = ${schoolId} and plan_id = ${planId} and ${here} and ${shownToPeople} and ${only(show)} and ${further}
    order by coalesce(pupil_name, adult_name, ''), seq limit ${limit}`.execute(trx)
  return rows.map(storedEntryOfRow)
}
