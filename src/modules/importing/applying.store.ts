import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import { importedColumns, type Table } from './imported-columns.ts'
import { countEntries } from './plan-entries.store.ts'

export type Run = {
  schoolId: string
  planId: string
  at: Date
  /** What the plan says nothing of costs no statement. */
  says: Says
}

/** Whether some entry that was not left out does one of these to such a thing. */
type Says = (entity: string, acts: string[]) => boolean

export const tableOf: { entity: string; table: Table; end: Record<string, unknown> | null }[] = [
  { entity: 'pupil', table: 'members', end: null },
  { entity: 'member', table: 'members', end: null },
  { entity: 'adult', table: 'adults', end: null },
  { entity: 'link', table: 'links', end: null },
  { entity: 'contact point', table: 'contact_points', end: { ended_at: true } },
]

/** What a new row has beside the columns that the plan gives it. */
const newRow: Record<string, Record<string, string | number>> = {
  pupil: { role: 'pupil', origin: 'mis' },
  member: { origin: 'mis' },
  adult: { origin: 'mis' },
  link: { origin: 'mis' },
  'contact point': { origin: 'mis', failures: 0 },
}

/**
 * Writes the plan's entries into the tables, set by set, as the import role. Columns come by name out of the entries.
 */
export async function writeEntries(trx: Trx, run: Run): Promise<void> {
  await freeKeys(trx, run, 'after')
  for (const { entity, table } of tableOf.slice(0, 3)) await writeTable(trx, run, entity, table)
  await writeMisIds(trx, run)
  for (const { entity, table } of tableOf.slice(3)) await writeTable(trx, run, entity, table)
  await rememberValues(trx, run, { acts: ['add', 'update'], from: 'after' })
  await endPoints(trx, run)
  await writeCourtOrders(trx, run)
  await writeGroups(trx, run)
  await writeIssues(trx, run)
}

/** Of pupils whose number another pupil of the same run takes over, the key is free before that one bears it. */
export async function freeKeys(trx: Trx, run: Run, to: 'before' | 'after'): Promise<void> {
  const acts = ['update', 'leave']
  if (!run.says('pupil', acts)) return
  await sql`
    update members m set mis_key = null from ${entriesOf(run, 'pupil', acts)} e
    where m.school_id = ${run.schoolId} and m.id = e.entity_id and m.origin = 'mis'
      and m.mis_key is distinct from coalesce(e.${sql.ref(to)} ->> 'mis_key', m.mis_key)`.execute(trx)
}

/** Up to so many entries are written row by row, each found in an index. */
const fewEntries = 20_000

/**
 * What the plan says, and for the rest of the transaction: tables that were filled a moment ago have no statistics, and a join
 * row by row, which the planner then takes for cheap, would run for hours on a large school.
 */
export async function beginRun(trx: Trx, run: Omit<Run, 'says'>): Promise<Run> {
  const counts = await countEntries(trx, run.schoolId, run.planId)
  const many = counts.reduce((sum, { entries }) => sum + entries, 0) > fewEntries
  await sql`select set_config('work_mem', '64MB', true), set_config('enable_nestloop', ${many ? 'off' : 'on'}, true)`.execute(
    trx,
  )
  const says: Says = (entity, acts) => counts.some((one) => one.entity === entity && acts.includes(one.act))
  return { ...run, says }
}

export const entriesOf = (run: Run, entity: string, acts: string[]) => sql`
  (select entity_id, before, after from import_plan_entries
    where school_id = ${run.schoolId} and plan_id = ${run.planId} and entity = ${entity} and act = any(${acts}) and left_out is null)`

async function writeTable(trx: Trx, run: Run, entity: string, table: Table): Promise<void> {
  if (run.says(entity, ['add'])) await addRows(trx, run, entity, table)
  const acts = entity === 'contact point' ? ['update'] : ['update', 'end', 'leave']
  await updateTable(trx, run, { entity, table, acts, from: 'after' })
}

/** Column by column: a whole row of the table made out of each entry takes three times as long. */
async function addRows(trx: Trx, run: Run, entity: string, table: Table): Promise<void> {
  const fixed = { school_id: run.schoolId, created_at: run.at, updated_at: run.at, ...newRow[entity] }
  const { given, changing } = importedColumns[table]
  const said = Object.entries({ ...given, ...changing }).filter(([column]) => !(column in fixed))
  const names = (columns: string[]) => sql.join(columns.map((column) => sql.ref(column)))
  const columns = said.map(([column]) => column)
  await sql`
    insert into ${sql.table(table)} (id, ${names([...Object.keys(fixed), ...columns])})
    select e.entity_id, ${sql.join(Object.values(fixed))}, ${names(columns)}
    from ${entriesOf(run, entity, ['add'])} e,
      lateral jsonb_to_record(e.after) as r (${sql.join(said.map(([column, type]) => sql`${sql.ref(column)} ${sql.raw(type)}`))})`.execute(
    trx,
  )
}

/** Sets every column to what the entry says, or leaves it as it is. Rows that are not of origin `mis` are out of reach. */
export async function updateTable(
  trx: Trx,
  run: Run,
  update: { entity: string; table: Table; acts: string[]; from: 'before' | 'after' },
): Promise<void> {
  if (!run.says(update.entity, update.acts)) return
  const columns = sql.join(Object.keys(importedColumns[update.table].changing).map((column) => sql.ref(column)))
  await sql`
    update ${sql.table(update.table)} t set (${columns}) = (select ${columns} from jsonb_populate_record(t, e.${sql.ref(update.from)})),
      updated_at = ${run.at}
    from ${entriesOf(run, update.entity, update.acts)} e
    where t.school_id = ${run.schoolId} and t.id = e.entity_id and t.origin = 'mis'`.execute(trx)
}

/** So that people are found by the values that their contact points have now. */
export async function rememberValues(
  trx: Trx,
  run: Run,
  { acts, from }: { acts: string[]; from: 'before' | 'after' },
): Promise<void> {
  if (!run.says('contact point', acts)) return
  const value = sql`e.${sql.ref(from)} ->> 'value'`
  await sql`
    insert into contact_values as v (school_id, value, point_ids)
    select ${run.schoolId}::uuid, ${value}, array_agg(e.entity_id order by e.entity_id)
    from ${entriesOf(run, 'contact point', acts)} e where ${value} is not null group by 2
    on conflict (school_id, value) do update
      set point_ids = v.point_ids || array(select unnest(excluded.point_ids) except select unnest(v.point_ids))`.execute(
    trx,
  )
}

async function endPoints(trx: Trx, run: Run): Promise<void> {
  if (run.says('contact point', ['end']))
    await sql`
      update contact_points p set ended_at = ${run.at}, updated_at = ${run.at}
      from ${entriesOf(run, 'contact point', ['end'])} e
      where p.school_id = ${run.schoolId} and p.id = e.entity_id and p.origin = 'mis'`.execute(trx)
  await rememberBlocks(trx, run)
  await startAfresh(trx, run)
}

/** A block of the number that goes: an undo brings it back with the number (DLV-5, IMP-11). */
async function rememberBlocks(trx: Trx, run: Run): Promise<void> {
  if (!run.says('contact point', ['update'])) return
  await sql`
    update import_plan_entries e set before = e.before
      || jsonb_build_object('failures', p.failures, 'blocked_at', p.blocked_at, 'block_reason', p.block_reason)
    from contact_points p
    where e.school_id = ${run.schoolId} and e.plan_id = ${run.planId} and e.entity = 'contact point' and e.act = 'update'
      and e.left_out is null and e.before ->> 'value' is distinct from e.after ->> 'value'
      and p.school_id = e.school_id and p.id = e.entity_id and p.origin = 'mis' and (p.failures > 0 or p.blocked_at is not null)`.execute(
    trx,
  )
}

/** A block hangs on the address, not on the place it stands in: another number starts afresh (DLV-5). */
export async function startAfresh(trx: Trx, run: Run): Promise<void> {
  if (!run.says('contact point', ['update'])) return
  await sql`
    update contact_points p set failures = 0, blocked_at = null, block_reason = null
    from ${entriesOf(run, 'contact point', ['update'])} e
    where p.school_id = ${run.schoolId} and p.id = e.entity_id and p.origin = 'mis'
      and e.before ->> 'value' is distinct from e.after ->> 'value'
      and (p.failures > 0 or p.blocked_at is not null)`.execute(trx)
}

async function writeMisIds(trx: Trx, run: Run): Promise<void> {
  if (!run.says('mis id', ['add'])) return
  await sql`
    insert into adult_mis_ids (school_id, mis_key, mis_id, adult_id, origin, created_at)
    select ${run.schoolId}::uuid, e.after ->> 'mis_key', e.after ->> 'mis_id', (e.after ->> 'adult_id')::uuid, 'mis', ${run.at}::timestamptz
    from ${entriesOf(run, 'mis id', ['add'])} e
    on conflict (school_id, mis_key) do nothing`.execute(trx)
}

async function writeCourtOrders(trx: Trx, run: Run): Promise<void> {
  if (!run.says('court order', ['add', 'update'])) return
  await sql`
    insert into court_order_flags as f (school_id, pupil_id, adult_id, flag, origin, flagged_at)
    select ${run.schoolId}::uuid, (e.after ->> 'pupil_id')::uuid, (e.after ->> 'adult_id')::uuid, e.after ->> 'flag', 'mis', ${run.at}::timestamptz
    from ${entriesOf(run, 'court order', ['add', 'update'])} e
    on conflict (school_id, pupil_id, adult_id) do update set flag = excluded.flag, flagged_at = excluded.flagged_at`.execute(
    trx,
  )
}

async function writeGroups(trx: Trx, run: Run): Promise<void> {
  if (run.says('group', ['add']))
    await sql`
      insert into groups (school_id, id, kind, name, origin, created_at)
      select ${run.schoolId}::uuid, e.entity_id, e.after ->> 'kind', e.after ->> 'name', 'mis', ${run.at}::timestamptz
      from ${entriesOf(run, 'group', ['add'])} e on conflict (school_id, kind, name) do nothing`.execute(trx)
  if (run.says('group member', ['add']))
    await sql`
      insert into group_members (school_id, group_id, member_id, origin, created_at)
      select ${run.schoolId}::uuid, (e.after ->> 'group_id')::uuid, (e.after ->> 'member_id')::uuid, 'mis', ${run.at}::timestamptz
      from ${entriesOf(run, 'group member', ['add'])} e on conflict (school_id, group_id, member_id) do nothing`.execute(
      trx,
    )
  if (run.says('group member', ['end']))
    await sql`
      delete from group_members gm using ${entriesOf(run, 'group member', ['end'])} e
      where gm.school_id = ${run.schoolId} and gm.origin = 'mis'
        and gm.group_id = (e.before ->> 'group_id')::uuid and gm.member_id = (e.before ->> 'member_id')::uuid`.execute(
      trx,
    )
}

async function writeIssues(trx: Trx, run: Run): Promise<void> {
  if (run.says('issue', ['end']))
    await sql`
      update data_issues i set settled_at = ${run.at}, settled_how = 'an import'
      from ${entriesOf(run, 'issue', ['end'])} e
      where i.school_id = ${run.schoolId} and i.id = e.entity_id and i.settled_at is null`.execute(trx)
  if (!run.says('issue', ['add'])) return
  await sql`
    insert into data_issues (school_id, id, key, kind, pupil_id, adult_id, detail, origin, raised_at)
    select ${run.schoolId}::uuid, e.entity_id, e.after ->> 'key', e.after ->> 'kind', (e.after ->> 'pupil_id')::uuid,
      (select a.id from adults a where a.school_id = ${run.schoolId} and a.id = (e.after ->> 'adult_id')::uuid),
      e.after ->> 'detail', 'mis', ${run.at}::timestamptz
    from ${entriesOf(run, 'issue', ['add'])} e
    on conflict (school_id, key) where settled_at is null do nothing`.execute(trx)
}

/** IMP-8: a link that the person or the school owns becomes prime. As the app role: it is the one thing of theirs that a plan may change. */
export async function makePrimes(
  trx: Trx,
  run: Run,
  from: 'before' | 'after',
): Promise<{ linkId: string; pupilId: string }[]> {
  if (!run.says('prime', ['update'])) return []
  const { rows } = await sql<{ id: string; pupil_id: string }>`
    update links l set prime = (e.${sql.ref(from)} ->> 'prime')::boolean, updated_at = ${run.at}
    from ${entriesOf(run, 'prime', ['update'])} e
    where l.school_id = ${run.schoolId} and l.id = e.entity_id and l.ended_on is null
    returning l.id, l.pupil_id`.execute(trx)
  return rows.map((row) => ({ linkId: row.id, pupilId: row.pupil_id }))
}
