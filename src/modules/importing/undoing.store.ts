import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import { entriesOf, freeKeys, type Run, rememberValues, startAfresh, tableOf, updateTable } from './applying.store.ts'

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
  await startAfresh(trx, run)
  await blockAgain(trx, run)
  await rememberValues(trx, run, { acts: ['update'], from: 'before' })
  await forgetValues(trx, run)
  await unwriteGroups(trx, run)
  await unwriteCourtOrders(trx, run)
  await sql`
    update contact_points p set ended_at = null, updated_at = ${run.at} from ${entriesOf(run, 'contact point', ['end'])} e
    where p.school_id = ${run.schoolId} and p.id = e.entity_id`.execute(trx)
  await freeKeys(trx, run, 'before')
  for (const { entity, table } of tableOf.toReversed()) {
    if (entity === 'adult') await unwriteMisIds(trx, run)
    const acts = entity === 'contact point' ? ['update'] : ['update', 'end', 'leave']
    // What the run added goes first: it may bear a number that goes back.
    await sql`
      delete from ${sql.table(table)} t using ${entriesOf(run, entity, ['add'])} e
      where t.school_id = ${run.schoolId} and t.id = e.entity_id and t.origin = 'mis'`.execute(trx)
    await updateTable(trx, run, { entity, table, acts, from: 'before' })
  }
}

/** A number that goes back was perhaps blocked when the run took its place (DLV-5). */
async function blockAgain(trx: Trx, run: Run): Promise<void> {
  await sql`
    update contact_points p set failures = (e.before ->> 'failures')::int, blocked_at = (e.before ->> 'blocked_at')::timestamptz,
      block_reason = e.before ->> 'block_reason'
    from ${entriesOf(run, 'contact point', ['update'])} e
    where p.school_id = ${run.schoolId} and p.id = e.entity_id and p.origin = 'mis' and e.before ? 'failures'`.execute(
    trx,
  )
}

/** The emails and numbers that came with the run find nobody any more. */
async function forgetValues(trx: Trx, run: Run): Promise<void> {
  await sql`
    update contact_values v set point_ids = array(select unnest(v.point_ids) except select unnest(b.ids))
    from (select e.after ->> 'value' as value, array_agg(e.entity_id) as ids
      from ${entriesOf(run, 'contact point', ['add'])} e group by 1) b
    where v.school_id = ${run.schoolId} and v.value = b.value`.execute(trx)
  await sql`delete from contact_values where school_id = ${run.schoolId} and point_ids = '{}'`.execute(trx)
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
    update court_order_flags f
    set flag = e.before ->> 'flag', flagged_at = coalesce((e.before ->> 'flagged_at')::timestamptz, f.flagged_at)
    from ${entriesOf(run, 'court order', ['update'])} e
    where f.school_id = ${run.schoolId} and f.pupil_id = (e.after ->> 'pupil_id')::uuid and f.adult_id = (e.after ->> 'adult_id')::uuid`.execute(
    trx,
  )
}
