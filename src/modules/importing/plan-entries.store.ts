import { type Selectable, sql } from 'kysely'
import type { Database, Trx } from '../../platform/db/index.ts'
import type { Entry } from './entries.ts'

/** `leftOut`: somebody chose to leave it out, or it cannot stand without one that was. */
export type StoredEntry = Entry & { seq: number; leftOut: 'chosen' | 'needed' | null; leftOutBy: string | null }

/** Entries of a plan in the order in which a person reads them: by class, pupil, then as decided. Keyset by `after`. */
export async function entriesOf(
  trx: Trx,
  wanted: {
    schoolId: string
    planId: string
    afterSeq?: number
    limit: number
    class?: string | undefined
    entities?: string[]
  },
): Promise<StoredEntry[]> {
  let query = trx
    .selectFrom('import_plan_entries')
    .selectAll()
    .where('school_id', '=', wanted.schoolId)
    .where('plan_id', '=', wanted.planId)
  if (wanted.afterSeq !== undefined) query = query.where('seq', '>', wanted.afterSeq)
  if (wanted.class !== undefined) query = query.where('class', '=', wanted.class)
  if (wanted.entities) query = query.where('entity', 'in', wanted.entities)
  const rows = await query.orderBy('seq').limit(wanted.limit).execute()
  return rows.map(storedEntryOfRow)
}

export async function countEntries(
  trx: Trx,
  schoolId: string,
  planId: string,
): Promise<{ entity: string; act: string; entries: number }[]> {
  const { rows } = await sql<{ entity: string; act: string; entries: number }>`
    select entity, act, count(*)::int8 as entries from import_plan_entries
    where school_id = ${schoolId} and plan_id = ${planId} and left_out is null group by entity, act`.execute(trx)
  return rows
}

/** Adults whose last link ends by this plan. */
export async function countAdultsEnding(trx: Trx, schoolId: string, planId: string): Promise<number> {
  const { rows } = await sql<{ adults: number }>`
    select count(distinct e.adult_id)::int8 as adults from import_plan_entries e
    where e.school_id = ${schoolId} and e.plan_id = ${planId} and e.entity = 'link' and e.act = 'end' and e.left_out is null
      and not exists (select from import_plan_entries a where a.school_id = e.school_id and a.plan_id = e.plan_id
        and a.adult_id = e.adult_id and a.entity = 'link' and a.act = 'add' and a.left_out is null)
      and not exists (select from links l where l.school_id = e.school_id and l.adult_id = e.adult_id and l.ended_on is null
        and not exists (select from import_plan_entries x where x.school_id = l.school_id and x.plan_id = e.plan_id
          and x.entity = 'link' and x.act = 'end' and x.left_out is null and x.entity_id = l.id))`.execute(trx)
  return rows[0]?.adults ?? 0
}

/** IMP-14: flags that come upon links which stand already, and hold them from then on. */
export async function countFlagsOfStandingLinks(trx: Trx, schoolId: string, planId: string): Promise<number> {
  const { rows } = await sql<{ flags: number }>`
    select count(*)::int8 as flags from import_plan_entries e
    where e.school_id = ${schoolId} and e.plan_id = ${planId} and e.entity = 'court order' and e.act = 'add'
      and e.after ->> 'flag' = 'yes' and e.left_out is null
      and exists (select from links l where l.school_id = e.school_id and l.pupil_id = e.pupil_id
        and l.adult_id = e.adult_id and l.ended_on is null)`.execute(trx)
  return rows[0]?.flags ?? 0
}

export type EntryRow = Omit<Selectable<Database['import_plan_entries']>, 'school_id' | 'plan_id'>

export function storedEntryOfRow(row: EntryRow): StoredEntry {
  return {
    seq: row.seq,
    entity: row.entity as Entry['entity'],
    act: row.act as Entry['act'],
    entityId: row.entity_id,
    pupilId: row.pupil_id,
    adultId: row.adult_id,
    class: row.class,
    pupilName: row.pupil_name,
    admissionNumber: row.admission_number,
    adultName: row.adult_name,
    rule: row.rule,
    reason: row.reason,
    before: row.before as Record<string, unknown> | null,
    after: row.after as Record<string, unknown> | null,
    leftOut: row.left_out as StoredEntry['leftOut'],
    leftOutBy: row.left_out_by,
  }
}
