import { sql } from 'kysely'
import type { Trx } from '../../../platform/db/index.ts'
import type { FileContents } from '../records.ts'
import { kindsOf, ownersOf } from '../rules/what-files-are-about.ts'

type Run = { schoolId: string; planId: string }
type Moved = {
  contents: FileContents
  /** Only families that the plan names come and go. */
  follows: boolean
  /** How many families are there afterwards; null where the next run cannot be compared with this one. */
  families: number | null
}

const ofPlan = ({ schoolId, planId }: Run) => sql`s.school_id = ${schoolId} and s.plan_id = ${planId}`

/** What comes with the plan, record by record. OPT-2: contact points of people who opted out do not even stay in the snapshot. */
const recordsThatCome = (run: Run, kinds: string[]) => sql`
  select r.kind, r.key, r.parent, r.other, r.hash, r.data
  from import_staging s, lateral jsonb_to_recordset(s.records)
    as r (kind text, key text, parent text, other text, hash text, data jsonb)
  where ${ofPlan(run)} and s.comes and r.kind = any(${kinds})
    and not (r.kind = 'point' and exists (
      select from opt_outs o join adult_mis_ids i on i.school_id = o.school_id and i.adult_id = o.adult_id
      where o.school_id = ${run.schoolId} and r.parent = 'contact' || chr(31) || i.mis_key
        and (o.channel = 'all' or (o.channel = 'email') = (r.data ->> 'kind' = 'email'))))`

/** Replaces the snapshot by what this run's files said, for the kinds of records they are about, and keeps what is replaced. */
export async function moveSnapshot(trx: Trx, run: Run, moved: Moved): Promise<void> {
  const kinds = kindsOf(moved.contents)
  if (moved.follows) await removeOfGoneFamilies(trx, run, moved.contents)
  else await removeWhereSilent(trx, run, moved.contents)
  await sql`
    with come as materialized (${recordsThatCome(run, kinds)}),
      replaced as (
        insert into mis_record_changes (school_id, run_id, kind, key, parent, other, hash, data, replaced_run_id)
        select m.school_id, ${run.planId}::uuid, m.kind, m.key, m.parent, m.other, m.hash, m.data, m.run_id
        from come c join mis_records m on m.school_id = ${run.schoolId} and m.kind = c.kind and m.key = c.key
        where m.hash <> c.hash)
    insert into mis_records as m (school_id, kind, key, parent, other, hash, data, run_id)
    select ${run.schoolId}::uuid, c.kind, c.key, c.parent, c.other, c.hash, c.data, ${run.planId}::uuid from come c
    on conflict (school_id, kind, key) do update
      set parent = excluded.parent, other = excluded.other, hash = excluded.hash, data = excluded.data, run_id = excluded.run_id
      where m.hash <> excluded.hash`.execute(trx)
  await moveFamilies(trx, run, moved)
}

/** Deletes the records that fit and that the plan does not bring again, and keeps them for an undo. */
async function remove(trx: Trx, run: Run, { kinds, fits }: { kinds: string[]; fits: ReturnType<typeof sql> }) {
  await sql`
    with come as materialized (
        select r.kind, r.key from import_staging s, lateral jsonb_to_recordset(s.records) as r (kind text, key text)
        where ${ofPlan(run)} and s.comes and r.kind = any(${kinds})),
      gone as (
        delete from mis_records m where m.school_id = ${run.schoolId} and m.kind = any(${kinds}) and ${fits}
          and not exists (select from come c where c.kind = m.kind and c.key = m.key)
        returning m.*)
    insert into mis_record_changes (school_id, run_id, kind, key, parent, other, hash, data, replaced_run_id)
    select g.school_id, ${run.planId}::uuid, g.kind, g.key, g.parent, g.other, g.hash, g.data, g.run_id from gone g`.execute(
    trx,
  )
}

const pupilsAtOnce = 50_000

/** A run that was compared family by family says nothing new of any other. */
async function removeOfGoneFamilies(trx: Trx, run: Run, contents: FileContents): Promise<void> {
  const { rows } = await sql<{ key: string }>`
    select distinct unnest(s.pupils) as key from import_staging s where ${ofPlan(run)} and not s.comes`.execute(trx)
  const all = rows.map(({ key }) => key)
  for (let at = 0; at < all.length; at += pupilsAtOnce) {
    const pupils = all.slice(at, at + pupilsAtOnce)
    const { rows: links } = await sql<{ key: string }>`
      select distinct other as key from mis_records
      where school_id = ${run.schoolId} and kind = 'link' and parent = any(${pupils})`.execute(trx)
    const contacts = links.map(({ key }) => key)
    const owners = ownersOf(contents).flatMap((owner) =>
      (owner === 'pupil' ? pupils : owner === 'contact' ? contacts : []).map((key) => `${owner}\u001f${key}`),
    )
    const fits = sql`(
      (m.kind = 'pupil' and m.key = any(${pupils})) or (m.kind in ('link', 'group') and m.parent = any(${pupils}))
      or (m.kind = 'contact' and m.key = any(${contacts})) or (m.kind = 'point' and m.parent = any(${owners})))`
    await remove(trx, run, { kinds: kindsOf(contents), fits })
  }
}

/** What the whole run is silent of, as far as its silence says anything. */
async function removeWhereSilent(trx: Trx, run: Run, contents: FileContents): Promise<void> {
  const come = (kind: string, column: string) => sql`
    (select r.${sql.ref(column)} from import_staging s, lateral jsonb_to_recordset(s.records) as r (kind text, key text, parent text)
      where ${ofPlan(run)} and s.comes and r.kind = ${kind})`
  // What hangs on nobody in a partial file is not gone.
  const spoken = contents.partial ? sql`m.kind = 'point' and m.parent in ${come('point', 'parent')}` : sql`true`
  const named = come('pupil', 'key')
  // A file that does not list the pupils is silent about those who are not in it: what the MIS said of them stands.
  const ofPupilsInFile = sql`((m.kind in ('link', 'group') and m.parent in ${named})
    or (m.kind = 'point' and split_part(m.parent, chr(31), 1) = 'contact' and split_part(m.parent, chr(31), 2) in ${come('contact', 'key')})
    or (m.kind = 'point' and split_part(m.parent, chr(31), 1) = 'pupil' and split_part(m.parent, chr(31), 2) in ${named})
    or m.kind = 'staff' or (m.kind = 'point' and split_part(m.parent, chr(31), 1) = 'staff'))`
  const fits = sql`${spoken} and (m.kind <> 'point' or split_part(m.parent, chr(31), 1) = any(${ownersOf(contents)}))
    and ${contents.listsPupils ? sql`true` : ofPupilsInFile}`
  await remove(trx, run, { kinds: kindsOf(contents), fits })
}

/** What the next run is compared with. */
async function moveFamilies(trx: Trx, run: Run, { follows, families }: Moved): Promise<void> {
  const gone = sql`(select s.family from import_staging s where ${ofPlan(run)} and not s.comes)`
  await sql`
    delete from mis_families f where f.school_id = ${run.schoolId} and ${follows ? sql`f.id in ${gone}` : sql`true`}`.execute(
    trx,
  )
  if (families === null) return
  await sql`
    insert into mis_families (school_id, id, pupils, rows, keys, rows_used, contact_rows, contact_rows_without_id, settled)
    select s.school_id, s.family, s.pupils, s.rows, s.keys, s.rows_used, s.contact_rows, s.contact_rows_without_id, s.settled
    from import_staging s where ${ofPlan(run)} and s.comes`.execute(trx)
}

/**
 * The snapshot as it was before the run. What a later run changed again stays as that one left it; that one then remembers what
 * was before this run.
 */
export async function restoreSnapshot(trx: Trx, run: Run & { at: Date }): Promise<void> {
  const { schoolId, planId } = run
  const ofRun = sql`c.school_id = ${schoolId} and c.run_id = ${planId}`
  const later = sql`
    (select distinct on (l.kind, l.key) l.kind, l.key, l.run_id from mis_record_changes l
      join import_plans p on p.school_id = l.school_id and p.id = l.run_id and p.state = 'applied' and p.applied_at > ${run.at}
      where l.school_id = ${schoolId} order by l.kind, l.key, p.applied_at)`
  const isChangedLater = sql`exists (select from ${later} l where l.kind = c.kind and l.key = c.key)`
  await sql`
    delete from mis_records m where m.school_id = ${schoolId} and m.run_id = ${planId}
      and not exists (select from mis_record_changes c where ${ofRun} and c.kind = m.kind and c.key = m.key)`.execute(
    trx,
  )
  // What the run took away and a later one brought again.
  await sql`
    insert into mis_record_changes (school_id, run_id, kind, key, parent, other, hash, data, replaced_run_id)
    select c.school_id, m.run_id, c.kind, c.key, c.parent, c.other, c.hash, c.data, c.replaced_run_id
    from mis_record_changes c join mis_records m on m.school_id = c.school_id and m.kind = c.kind and m.key = c.key
    where ${ofRun} and m.run_id <> ${planId} and not ${isChangedLater}`.execute(trx)
  await sql`
    delete from mis_records m using mis_record_changes c
    where ${ofRun} and m.school_id = c.school_id and m.kind = c.kind and m.key = c.key and not ${isChangedLater}`.execute(
    trx,
  )
  await sql`
    insert into mis_records (school_id, kind, key, parent, other, hash, data, run_id)
    select school_id, kind, key, parent, other, hash, data, replaced_run_id from mis_record_changes c
    where ${ofRun} and data is not null and not ${isChangedLater}`.execute(trx)
  await sql`
    update mis_record_changes n set parent = c.parent, other = c.other, hash = c.hash, data = c.data, replaced_run_id = c.replaced_run_id
    from mis_record_changes c, ${later} l
    where ${ofRun} and l.kind = c.kind and l.key = c.key
      and n.school_id = c.school_id and n.run_id = l.run_id and n.kind = c.kind and n.key = c.key`.execute(trx)
  await sql`
    update mis_record_changes set parent = null, other = null, hash = null, data = null, replaced_run_id = null
    where school_id = ${schoolId} and replaced_run_id = ${planId} and run_id <> ${planId}`.execute(trx)
  await sql`delete from mis_record_changes where school_id = ${schoolId} and run_id = ${planId}`.execute(trx)
  await sql`delete from mis_families where school_id = ${schoolId}`.execute(trx)
}

/** The contacts' records of adults who are several in the MIS: adult by adult. */
export async function mergedContacts(trx: Trx, schoolId: string): Promise<string[][]> {
  const { rows } = await sql<{ keys: string[] }>`
    select array_agg(mis_key) as keys from adult_mis_ids where school_id = ${schoolId}
    group by adult_id having count(*) > 1`.execute(trx)
  return rows.map(({ keys }) => keys)
}

/** Whether a pupil of the last run bears one of these references, other than those whom `isRead` says to be read again. */
export async function isBorneInSnapshot(
  trx: Trx,
  schoolId: string,
  { refs, isRead }: { refs: string[]; isRead: (pupilKey: string) => boolean },
): Promise<boolean> {
  const { rows } = await sql<{ key: string }>`
    select key from mis_records where school_id = ${schoolId} and kind = 'pupil'
      and jsonb_exists_any(data -> 'refs', ${refs}::text[])`.execute(trx)
  return rows.some(({ key }) => !isRead(key))
}
