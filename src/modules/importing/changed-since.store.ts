import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import { entriesOf, type Run, tableOf } from './applying.store.ts'
import { joiningWholeSets } from './how-to-join.store.ts'
import type { Table } from './imported-columns.ts'

/** Something that a run touched and that is no longer as the run left it: of what kind, whose, and what. */
export type ChangedSince = { entity: string; who: string; what: string }

/** What a row of the run still is while nobody did anything with it, beside the columns that the plan gave it. */
const untouched: Partial<Record<Table, Record<string, unknown>>> = {
  links: { ended_on: null },
  contact_points: { ended_at: null },
}

/**
 * What the run wrote and is no longer so, whoever changed it, a person or a later import; and what hangs on those whom it brought
 * and would go with them (IMP-11). Compared by content, so that a change that was itself taken back hinders nothing.
 */
export async function changedSince(trx: Trx, run: Run): Promise<ChangedSince[]> {
  const parts = [
    ...rowsChanged(run),
    numbersTaken(run),
    primesChanged(run),
    ...linkedSince(run),
    ...groupsChanged(run),
    ...decidedSince(run),
    mergedSince(run),
  ]
  return joiningWholeSets(trx, async () => {
    const { rows } = await sql<ChangedSince>`${sql.join(parts, sql` union all `)}`.execute(trx)
    return [...rows, ...(await hangingSince(trx, run))]
  })
}

const writtenBy = (run: Run) => sql`e.school_id = ${run.schoolId} and e.plan_id = ${run.planId} and e.left_out is null`
const whoOf = sql`coalesce(nullif(concat_ws(' – ', e.pupil_name, e.adult_name), ''), 'somebody')`

function rowsChanged(run: Run) {
  return tableOf.map(({ entity, table }) => {
    const fresh = JSON.stringify(untouched[table] ?? {})
    const left = sql`case when e.act = 'add' then ${fresh}::jsonb || e.after when e.after is null then '{}'::jsonb else e.after end`
    const ended = table === 'contact_points' ? sql`or (e.act = 'end' and t.ended_at is null)` : sql``
    // What the run erased stays so when it is taken back.
    const erased = sql`e.entity = 'contact point' and e.act = 'end' and e.rule = 'OPT-2'`
    return sql`
      select e.entity, ${whoOf} as who, e.reason as what from import_plan_entries e
      left join ${sql.table(table)} t on t.school_id = e.school_id and t.id = e.entity_id
      where ${writtenBy(run)} and e.entity = ${entity}
        and not (${erased})
        and (t.id is null or t.origin <> 'mis' or not to_jsonb(t) @> (${left}) ${ended})`
  })
}

/** IMP-25: whose number of before the run is by now that of a pupil who would keep it. */
const numbersTaken = (run: Run) => sql`
  select e.entity, ${whoOf}, concat_ws(' ', 'the number of before is that of', m.forename, m.surname, 'now')
  from import_plan_entries e
  join members m on m.school_id = e.school_id and m.role = 'pupil' and m.mis_key = e.before ->> 'mis_key' and m.id <> e.entity_id
  where ${writtenBy(run)} and e.entity = 'pupil' and not exists (
    select from import_plan_entries o where o.school_id = e.school_id and o.plan_id = e.plan_id and o.left_out is null
      and o.entity = 'pupil' and o.entity_id = m.id and (o.act = 'add' or o.before ->> 'mis_key' <> m.mis_key))`

/** IMP-22: what the run ended of a record would come back beside, or behind, what a merge made of it since. */
const mergedSince = (run: Run) => sql`
  select e.entity, ${whoOf}, 'merged with another record since' from import_plan_entries e
  where ${writtenBy(run)} and e.entity in ('adult', 'link', 'contact point') and exists (
    select from adult_merges g where g.school_id = e.school_id and g.merged_at > ${run.at} and g.undone_at is null
      and e.adult_id in (g.kept_id, g.gone_id))`

const primesChanged = (run: Run) => sql`
  select e.entity, ${whoOf}, e.reason from import_plan_entries e
  left join links t on t.school_id = e.school_id and t.id = e.entity_id
  where ${writtenBy(run)} and e.entity = 'prime'
    and (t.id is null or t.ended_on is not null or t.prime <> (e.after ->> 'prime')::boolean)`

/** Rows that the run brought and that would be deleted by an undo. */
const brought = (run: Run, entities: string[], id: ReturnType<typeof sql>) => sql`
  exists (select from import_plan_entries e where ${writtenBy(run)} and e.entity = any(${entities}) and e.act = 'add' and e.entity_id = ${id})`
const members = ['pupil', 'member']

/** Links and details that came since, of people whom the run brought or whose links it changed. */
function linkedSince(run: Run) {
  const ofPupilTouched = sql`
    exists (select from import_plan_entries e where ${writtenBy(run)} and e.entity in ('link', 'prime') and e.pupil_id = l.pupil_id)`
  return [
    sql`
      select 'link', concat_ws(' ', a.forename, a.surname), case when l.origin = 'mis' then 'linked by a later import' else 'linked since' end
      from links l join adults a on a.school_id = l.school_id and a.id = l.adult_id
      where l.school_id = ${run.schoolId} and l.created_at > ${run.at}
        and (${ofPupilTouched} or ${brought(run, ['adult'], sql`l.adult_id`)} or ${brought(run, members, sql`l.pupil_id`)})`,
    sql`
      select 'contact point', coalesce(p.value, p.raw), 'came since' from contact_points p
      where p.school_id = ${run.schoolId} and p.created_at > ${run.at}
        and (${brought(run, ['adult'], sql`p.adult_id`)} or ${brought(run, members, sql`p.member_id`)})`,
    // What ended or changed would come back beside what took its place.
    sql`
      select 'contact point', coalesce(p.value, p.raw), 'came since' from contact_points p
      join contact_points t on t.school_id = p.school_id and t.kind = p.kind and t.id <> p.id
        and coalesce(t.adult_id, t.member_id) = coalesce(p.adult_id, p.member_id)
      join import_plan_entries e on e.entity = 'contact point' and e.act in ('update', 'end') and e.entity_id = t.id
      where ${writtenBy(run)} and p.school_id = ${run.schoolId} and p.created_at > ${run.at} and p.ended_at is null`,
    sql`
      select 'contact point', ${whoOf}, 'registered since' from import_plan_entries e
      join adults a on a.school_id = e.school_id and a.id = e.adult_id
      where ${writtenBy(run)} and e.entity = 'contact point' and a.registered_at > ${run.at}`,
  ]
}

function groupsChanged(run: Run) {
  return [
    sql`
      select 'group', ${whoOf}, 'no longer in that group' from ${entriesIn(run, ['add'])}
      where not exists (select from group_members g where g.school_id = ${run.schoolId}
        and g.group_id = (e.after ->> 'group_id')::uuid and g.member_id = (e.after ->> 'member_id')::uuid)`,
    sql`
      select 'group', ${whoOf}, 'back in that group' from ${entriesIn(run, ['end'])}
      where exists (select from group_members g where g.school_id = ${run.schoolId}
        and g.group_id = (e.before ->> 'group_id')::uuid and g.member_id = (e.before ->> 'member_id')::uuid)`,
  ]
}

const entriesIn = (run: Run, acts: string[]) => sql`
  (select e.* from import_plan_entries e where ${writtenBy(run)} and e.entity = 'group member' and e.act = any(${acts})) e`

/** What people chose or decided about an adult or pupil whom the run brought would go with that row (OPT-2, IMP-14). */
function decidedSince(run: Run) {
  return [
    sql`
      select 'adult', concat_ws(' ', a.forename, a.surname), 'has opted out since' from opt_outs o
      join adults a on a.school_id = o.school_id and a.id = o.adult_id
      where o.school_id = ${run.schoolId} and o.set_at > ${run.at} and ${brought(run, ['adult'], sql`o.adult_id`)}`,
    sql`
      select 'court order', concat_ws(' ', a.forename, a.surname), 'decided since by ' || d.decided_by from court_order_decisions d
      join adults a on a.school_id = d.school_id and a.id = d.adult_id
      where d.school_id = ${run.schoolId} and d.decided_at > ${run.at}
        and exists (select from import_plan_entries e where ${writtenBy(run)} and e.pupil_id = d.pupil_id and e.adult_id = d.adult_id)`,
    sql`
      select 'restriction', concat_ws(' ', a.forename, a.surname), 'restricted since by ' || r.placed_by from restrictions r
      join adults a on a.school_id = r.school_id and a.id = r.adult_id
      where r.school_id = ${run.schoolId} and r.placed_at > ${run.at}
        and exists (select from import_plan_entries e where ${writtenBy(run)} and e.pupil_id = r.pupil_id and e.adult_id = r.adult_id)`,
    sql`
      select 'court order', concat_ws(' – ', m.forename || ' ' || m.surname, a.forename || ' ' || a.surname), 'the flag changed since'
      from ${entriesOf(run, 'court order', ['add', 'update'])} e
      join members m on m.school_id = ${run.schoolId} and m.id = (e.after ->> 'pupil_id')::uuid
      join adults a on a.school_id = ${run.schoolId} and a.id = (e.after ->> 'adult_id')::uuid
      left join court_order_flags f on f.school_id = ${run.schoolId} and f.pupil_id = m.id and f.adult_id = a.id
      where f.flag is distinct from e.after ->> 'flag'`,
    sql`
      select 'group', concat_ws(' ', m.forename, m.surname), 'put into a group since' from group_members g
      join members m on m.school_id = g.school_id and m.id = g.member_id
      where g.school_id = ${run.schoolId} and g.origin <> 'mis' and ${brought(run, members, sql`g.member_id`)}`,
  ]
}

/** What the import itself writes about people; everything else that refers to them came by other ways. */
const ownTables = [
  'links',
  'contact_points',
  'group_members',
  'adult_mis_ids',
  'court_order_flags',
  'court_order_decisions',
  'opt_outs',
  'data_issues',
]

/**
 * Letters printed, messages sent, registrations begun: whatever else in the database refers to somebody whom the run brought, and
 * would go with them. Found from the schema itself, so that a table made later is not forgotten.
 */
async function hangingSince(trx: Trx, run: Run): Promise<ChangedSince[]> {
  const { rows: references } = await sql<{ table: string; column: string; to: string }>`
    select c.conrelid::regclass::text as "table", a.attname as "column", c.confrelid::regclass::text as "to"
    from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[2]
    where c.contype = 'f' and c.confrelid in ('members'::regclass, 'adults'::regclass) and array_length(c.conkey, 1) = 2
      and c.conrelid::regclass::text <> all(${ownTables})`.execute(trx)
  if (references.length === 0) return []
  const counts = references.map(({ table, column, to }) => {
    const entities = to === 'adults' ? ['adult'] : members
    return sql`
      select ${table} as "table", count(*)::int as rows from ${sql.table(table)} x
      where x.school_id = ${run.schoolId} and ${brought(run, entities, sql`x.${sql.ref(column)}`)}`
  })
  const { rows } = await sql<{ table: string; rows: number }>`${sql.join(counts, sql` union all `)}`.execute(trx)
  return rows
    .filter((row) => row.rows > 0)
    .map((row) => ({
      entity: row.table.replaceAll('_', ' '),
      who: `${row.rows}`,
      what: 'about people whom this import brought',
    }))
}
