import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import { entriesOf, type Run, tableOf, updateTable } from './applying.store.ts'

/** Takes a run back: what it added goes, what it changed is as before (IMP-11). As the import role. */
export async function unwriteEntries(trx: Trx, run: Run): Promise<void> {
  await sql`
    delete from data_issues i using ${entriesOf(run, 'issue', ['add'])} e where i.school_id = ${run.schoolId} and i.id = e.entity_id`.execute(
    trx,
  )
  await sql`
    update data_issues i set settled_at = null, settled_how = null from ${entriesOf(run, 'issue', ['end'])} e
    where i.school_id = ${run.schoolId} and i.id = e.entity_id
      and not exists (select from data_issues o where o.school_id = i.school_id and o.key = i.key and o.settled_at is null)`.execute(
    trx,
  )
  await unwriteGroups(trx, run)
  await unwriteCourtOrders(trx, run)
  await sql`
    update contact_points p set ended_at = null, updated_at = ${run.at} from ${entriesOf(run, 'contact point', ['end'])} e
    where p.school_id = ${run.schoolId} and p.id = e.entity_id`.execute(trx)
  for (const { entity, table } of tableOf.toReversed()) {
    if (entity === 'adult') await unwriteMisIds(trx, run)
    const acts = entity === 'contact point' ? ['update'] : ['update', 'end', 'leave']
    await updateTable(trx, run, { entity, table, acts, from: 'before' })
    await sql`
      delete from ${sql.table(table)} t using ${entriesOf(run, entity, ['add'])} e
      where t.school_id = ${run.schoolId} and t.id = e.entity_id and t.origin = 'mis'`.execute(trx)
  }
}

async function unwriteMisIds(trx: Trx, run: Run): Promise<void> {
  await sql`
    delete from adult_mis_ids i using ${entriesOf(run, 'mis id', ['add'])} e
    where i.school_id = ${run.schoolId} and i.mis_key = e.after ->> 'mis_key' and i.created_at = ${run.at}`.execute(trx)
}

async function unwriteGroups(trx: Trx, run: Run): Promise<void> {
  await sql`
    delete from group_members gm using ${entriesOf(run, 'group member', ['add'])} e
    where gm.school_id = ${run.schoolId} and gm.group_id = (e.after ->> 'group_id')::uuid and gm.member_id = (e.after ->> 'member_id')::uuid`.execute(
    trx,
  )
  await sql`
    insert into group_members (school_id, group_id, member_id, origin, created_at)
    select ${run.schoolId}::uuid, (e.before ->> 'group_id')::uuid, (e.before ->> 'member_id')::uuid, 'mis', ${run.at}::timestamptz
    from ${entriesOf(run, 'group member', ['end'])} e on conflict do nothing`.execute(trx)
  await sql`
    delete from groups g using ${entriesOf(run, 'group', ['add'])} e where g.school_id = ${run.schoolId} and g.id = e.entity_id
      and not exists (select from group_members m where m.school_id = g.school_id and m.group_id = g.id)`.execute(trx)
}

async function unwriteCourtOrders(trx: Trx, run: Run): Promise<void> {
  await sql`
    delete from court_order_flags f using ${entriesOf(run, 'court order', ['add'])} e
    where f.school_id = ${run.schoolId} and f.pupil_id = (e.after ->> 'pupil_id')::uuid and f.adult_id = (e.after ->> 'adult_id')::uuid`.execute(
    trx,
  )
  await sql`
    update court_order_flags f set flag = e.before ->> 'flag' from ${entriesOf(run, 'court order', ['update'])} e
    where f.school_id = ${run.schoolId} and f.pupil_id = (e.after ->> 'pupil_id')::uuid and f.adult_id = (e.after ->> 'adult_id')::uuid`.execute(
    trx,
  )
}

/**
 * The snapshot as it was before the run. What a later run changed again stays as that one left it; that one then remembers what
 * was before this run.
 */
export async function restoreSnapshot(trx: Trx, run: Run): Promise<void> {
  const { schoolId, planId } = run
  const ofRun = sql`c.school_id = ${schoolId} and c.run_id = ${planId}`
  const later = sql`
    (select distinct on (l.kind, l.key) l.kind, l.key, l.run_id from mis_record_changes l
      join import_plans p on p.school_id = l.school_id and p.id = l.run_id and p.state = 'applied' and p.applied_at > ${run.at}
      where l.school_id = ${schoolId} order by l.kind, l.key, p.applied_at)`
  await sql`
    delete from mis_records m using mis_record_changes c
    where ${ofRun} and m.school_id = c.school_id and m.kind = c.kind and m.key = c.key
      and not exists (select from ${later} l where l.kind = c.kind and l.key = c.key)`.execute(trx)
  await sql`
    insert into mis_records (school_id, kind, key, parent, other, hash, data)
    select school_id, kind, key, parent, other, hash, data from mis_record_changes c
    where ${ofRun} and data is not null and not exists (select from ${later} l where l.kind = c.kind and l.key = c.key)`.execute(
    trx,
  )
  await sql`
    update mis_record_changes n set parent = c.parent, other = c.other, hash = c.hash, data = c.data
    from mis_record_changes c, ${later} l
    where ${ofRun} and l.kind = c.kind and l.key = c.key
      and n.school_id = c.school_id and n.run_id = l.run_id and n.kind = c.kind and n.key = c.key`.execute(trx)
  await sql`delete from mis_record_changes where school_id = ${schoolId} and run_id = ${planId}`.execute(trx)
}
