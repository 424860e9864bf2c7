import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import { type EntryRow, type StoredEntry, storedEntryOfRow } from './plan-entries.store.ts'

/**
 * Ids that a plan makes for its newcomers differ from plan to plan, and so do the keys of their data issues; a run notes the blocks that
 * went. What is the same must not hang on them.
 */
const besides = sql`'{adult_id,pupil_id,member_id,group_id,started_on,ended_on,position,key,failures,blocked_at,block_reason}'::text[]`

const saidOf = (schoolId: string, planId: string) => sql`
  (select e.*, md5(concat_ws(chr(31), entity, act, coalesce(admission_number, ''), coalesce(pupil_name, ''), coalesce(adult_name, ''),
      coalesce(before - ${besides}, '{}')::text, coalesce(after - ${besides}, '{}')::text)) as said
    from import_plan_entries e
    where school_id = ${schoolId} and plan_id = ${planId} and left_out is null and entity not in ('mis id', 'group', 'group member'))`

/** What one plan or run does and the other does not, be it that somebody left it out there: how many entries, and the first of them by name. */
export async function entriesOnlyIn(
  trx: Trx,
  wanted: { schoolId: string; planId: string; notIn: string; limit: number },
): Promise<{ count: number; entries: StoredEntry[] }> {
  const { schoolId, planId, notIn, limit } = wanted
  const { rows } = await sql<EntryRow & { whole: number }>`
    select a.*, count(*) over ()::int as whole from ${saidOf(schoolId, planId)} a
    where not exists (select from ${saidOf(schoolId, notIn)} b where b.said = a.said)
    order by coalesce(a.pupil_name, a.adult_name, ''), a.seq limit ${limit}`.execute(trx)
  return { count: rows[0]?.whole ?? 0, entries: rows.map(storedEntryOfRow) }
}
