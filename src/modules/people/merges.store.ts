import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'

type Row = Record<string, unknown>

/** A row before and after a merge, under its table; null where it was not there. */
export type RowChange = { table: string; before: Row | null; after: Row | null }

/** Two records that became one: when, by whom and why, and whether it was taken back. */
export type Merge = {
  id: string
  keptId: string
  goneId: string
  kept: string
  gone: string
  reason: string
  by: string
  at: Date
  undoneBy: string | null
  undoneAt: Date | null
}

export async function insertMerge(
  trx: Trx,
  merge: {
    schoolId: string
    id: string
    keptId: string
    goneId: string
    reason: string
    by: string
    at: Date
    rows: RowChange[]
  },
): Promise<void> {
  await trx
    .insertInto('adult_merges')
    .values({
      school_id: merge.schoolId,
      id: merge.id,
      kept_id: merge.keptId,
      gone_id: merge.goneId,
      reason: merge.reason,
      rows: JSON.stringify(merge.rows),
      merged_by: merge.by,
      merged_at: merge.at,
    })
    .execute()
}

/** Newest first; one by its id. */
export async function merges(
  trx: Trx,
  schoolId: string,
  filter: { id?: string; limit: number },
): Promise<(Merge & { rows: RowChange[] })[]> {
  const { rows } = await sql<Merge & { rows: RowChange[] }>`
    select g.id, g.kept_id as "keptId", g.gone_id as "goneId", g.reason, g.rows, g.merged_by as "by", g.merged_at as at,
      g.undone_by as "undoneBy", g.undone_at as "undoneAt",
      concat_ws(' ', k.forename, k.surname) as kept, concat_ws(' ', o.forename, o.surname) as gone
    from adult_merges g
    join adults k on k.school_id = g.school_id and k.id = g.kept_id
    join adults o on o.school_id = g.school_id and o.id = g.gone_id
    where g.school_id = ${schoolId} and (${filter.id ?? null}::uuid is null or g.id = ${filter.id ?? null})
    order by g.merged_at desc, g.id desc limit ${filter.limit}`.execute(trx)
  return rows
}

/** What it remembered for this is not needed again, and would outlast an opt-out (OPT-2). */
export async function setMergeUndone(
  trx: Trx,
  undone: { schoolId: string; id: string; by: string; at: Date },
): Promise<void> {
  await sql`
    update adult_merges set undone_by = ${undone.by}, undone_at = ${undone.at}, rows = '[]'
    where school_id = ${undone.schoolId} and id = ${undone.id}`.execute(trx)
}

/** This record and all that became it, by whatever way. */
export async function recordsOfOne(trx: Trx, schoolId: string, adultId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive records as (
      select ${adultId}::uuid as id
      union select a.id from adults a join records r on a.merged_into = r.id where a.school_id = ${schoolId})
    select id from records`.execute(trx)
  return rows.map(({ id }) => id)
}

/** Merges that remember something of one of these records. */
export async function mergesAbout(
  trx: Trx,
  schoolId: string,
  adultIds: string[],
): Promise<{ id: string; rows: RowChange[] }[]> {
  const { rows } = await sql<{ id: string; rows: RowChange[] }>`
    select id, rows from adult_merges
    where school_id = ${schoolId} and (kept_id = any(${adultIds}) or gone_id = any(${adultIds}))`.execute(trx)
  return rows
}

export async function setRowsOfMerge(
  trx: Trx,
  merge: { schoolId: string; id: string; rows: RowChange[] },
): Promise<void> {
  await sql`
    update adult_merges set rows = ${JSON.stringify(merge.rows)} where school_id = ${merge.schoolId} and id = ${merge.id}`.execute(
    trx,
  )
}

/** What people chose or decided about the kept record since a merge, which nobody can divide between two. */
export async function decidedSinceMerge(trx: Trx, schoolId: string, adultId: string, at: Date): Promise<string[]> {
  const { rows } = await sql<{ what: string }>`
    select 'an opt-out' as what from opt_outs where school_id = ${schoolId} and adult_id = ${adultId} and set_at > ${at}
    union all
    select 'a decision about a court order' from court_order_decisions
    where school_id = ${schoolId} and adult_id = ${adultId} and decided_at > ${at}
    union all
    select 'a decision about a restriction' from restrictions
    where school_id = ${schoolId} and adult_id = ${adultId} and greatest(placed_at, lifted_at) > ${at}`.execute(trx)
  return rows.map((row) => row.what)
}

const where = (row: Row, key: string[]) =>
  sql.join(
    key.map(
      (column) =>
        sql`t.${sql.ref(column)} = (jsonb_populate_record(null::${sql.table(row.__table as string)}, ${JSON.stringify(row)}::jsonb)).${sql.ref(column)}`,
    ),
    sql` and `,
  )

/** Puts a row back as it was before the merge. */
export async function putBack(trx: Trx, change: RowChange, key: string[]): Promise<void> {
  const table = sql.table(change.table)
  const populated = (row: Row) => sql`jsonb_populate_record(null::${table}, ${JSON.stringify(row)}::jsonb)`
  const named = (row: Row) => where({ ...row, __table: change.table }, key)
  if (change.before === null && change.after) {
    await sql`delete from ${table} t where ${named(change.after)}`.execute(trx)
    return
  }
  if (change.before && change.after === null) {
    const unlessDecided = change.table === 'adults_not_same' ? sql`on conflict do nothing` : sql``
    await sql`insert into ${table} select r.* from ${populated(change.before)} r ${unlessDecided}`.execute(trx)
    return
  }
  const { before, after } = change
  if (!before || !after) return
  // Only what the merge changed: a block that came, or went, since stays as it is (DLV-5).
  const columns = Object.keys(before).filter(
    (column) => !key.includes(column) && JSON.stringify(before[column]) !== JSON.stringify(after[column]),
  )
  if (columns.length === 0) return
  const sets = columns.map((column) => sql`${sql.ref(column)} = r.${sql.ref(column)}`)
  // An issue that the merge settled and somebody raised again since stays settled: it is open once already.
  const unlessRaised =
    change.table === 'data_issues'
      ? sql`and not exists (select from data_issues o
          where o.school_id = t.school_id and o.key = t.key and o.id <> t.id and o.settled_at is null)`
      : sql``
  await sql`
    update ${table} t set ${sql.join(sets)} from ${populated(before)} r where ${named(before)} ${unlessRaised}`.execute(
    trx,
  )
}
