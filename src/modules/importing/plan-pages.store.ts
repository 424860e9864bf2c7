import { type SqlBool, sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import { type EntryRow, type StoredEntry, storedEntryOfRow } from './plan-entries.store.ts'

/** What of a plan is looked at: what comes, changes, ends, is raised as a data issue, or was left out. */
export type Shown = 'all' | 'comes' | 'changes' | 'ends' | 'issues' | 'left out'

/** What somebody looks for in a plan: a part of a name or an admission number, and what one rule decided. Empty finds all. */
export type Sought = { show: Shown; name: string; rule: string }

type Of = { schoolId: string; planId: string } & Sought

/** Where a page of a plan ends: names are not unique, so the entry's number stands beside. */
export type PlanKey = { pupilName: string; seq: number }

/** Bookkeeping of the import itself is not shown: ids of the MIS, groups, and flags that say no. */
const shownToPeople = sql<SqlBool>`entity not in ('mis id', 'group', 'group member')
  and not (entity = 'court order' and act = 'add' and coalesce(after ->> 'flag', '') <> 'yes')`

function ofKind(show: Shown) {
  if (show === 'issues') return sql<SqlBool>`entity = 'issue'`
  if (show === 'comes') return sql<SqlBool>`entity <> 'issue' and act = 'add'`
  if (show === 'changes') return sql<SqlBool>`entity <> 'issue' and act = 'update'`
  if (show === 'ends') return sql<SqlBool>`entity <> 'issue' and act in ('end', 'leave')`
  if (show === 'left out') return sql<SqlBool>`left_out is not null`
  return sql<SqlBool>`true`
}

function found({ schoolId, planId, show, name, rule }: Of) {
  const like = `%${name.replaceAll(/[\\%_]/g, '\\$&')}%`
  const named = sql<SqlBool>`(pupil_name ilike ${like} or adult_name ilike ${like} or ltrim(admission_number, '0') = ltrim(${name}, '0'))`
  const byName = name === '' ? sql<SqlBool>`true` : named
  const byRule = rule === '' ? sql<SqlBool>`true` : sql<SqlBool>`rule = ${rule}`
  return sql<SqlBool>`school_id = ${schoolId} and plan_id = ${planId} and ${shownToPeople} and ${ofKind(show)} and ${byName} and ${byRule}`
}

export type ClassOfPlan = { class: string | null; entries: number; pupils: number }

export async function classesOfPlan(trx: Trx, of: Of): Promise<ClassOfPlan[]> {
  const { rows } = await sql<ClassOfPlan>`
    select class, count(*)::int as entries, count(distinct pupil_id)::int as pupils from import_plan_entries
    where ${found(of)} group by class order by class nulls last`.execute(trx)
  return rows
}

/** The rules that decided a plan, with how many of its entries each decided. */
export async function rulesOfPlan(
  trx: Trx,
  { schoolId, planId }: { schoolId: string; planId: string },
): Promise<{ rule: string; entries: number }[]> {
  const { rows } = await sql<{ rule: string; entries: number }>`
    select rule, count(*)::int as entries from import_plan_entries
    where ${found({ schoolId, planId, show: 'all', name: '', rule: '' })}
    group by rule order by length(rule), rule`.execute(trx)
  return rows
}

/** Entries of one class (null: of none) by name, so that what belongs to a child stands together. Keyset by `after`. */
export async function entriesOfClass(
  trx: Trx,
  wanted: Of & { class: string | null; after: PlanKey | null; limit: number },
): Promise<StoredEntry[]> {
  const { after, limit } = wanted
  const here = wanted.class === null ? sql`class is null` : sql`class = ${wanted.class}`
  const further = after
    ? sql`(coalesce(pupil_name, adult_name, ''), seq) > (${after.pupilName}, ${after.seq})`
    : sql`true`
  const { rows } = await sql<EntryRow>`
    select * from import_plan_entries where ${found(wanted)} and ${here} and ${further}
    order by coalesce(pupil_name, adult_name, ''), seq limit ${limit}`.execute(trx)
  return rows.map(storedEntryOfRow)
}

/** Everything that a plan does about one child and the adults who stand under that child, in the order of deciding. */
export async function entriesOfPupil(
  trx: Trx,
  { schoolId, planId, pupilId }: { schoolId: string; planId: string; pupilId: string },
): Promise<StoredEntry[]> {
  const { rows } = await sql<EntryRow>`
    select * from import_plan_entries
    where school_id = ${schoolId} and plan_id = ${planId} and pupil_id = ${pupilId} and ${shownToPeople}
    order by seq`.execute(trx)
  return rows.map(storedEntryOfRow)
}
