import { sql } from 'kysely'
import { readInBatches, type Trx } from '../../../platform/db/index.ts'
import { joiningWholeSets } from '../how-to-join.store.ts'
import type { FileContents } from '../records.ts'
import { kindsOf, ownersOf } from '../rules/what-files-are-about.ts'
import { removeOfGoneFamilies } from './gone-families.store.ts'
import { KeptRecords } from './kept-records.store.ts'
import { keyOfContact, keyOfRef } from './records-of-row.ts'

type Run = { schoolId: string; planId: string }
type Moved = {
  contents: FileContents
  /** References of pupils of whom a row was rejected: what was said of their contacts is not gone (IMP-16). */
  spared: string[]
  /** The same of the last run: what was kept of these is in no family. */
  sparedBefore: string[]
  /** Only families that the plan names come and go. */
  follows: boolean
  /** How many families are there afterwards; null where the next run cannot be compared with this one. */
  families: number | null
}

type Removing = { contents: FileContents; kept: KeptRecords }

const ofPlan = ({ schoolId, planId }: Run) => sql`s.school_id = ${schoolId} and s.plan_id = ${planId}`

/** OPT-2: whose contact points do not even stay in the snapshot, and be it by another record that the MIS says so. `come` says what it says now. */
const ownersWhoOptedOut = (run: Run) => sql`
  select 'contact' || chr(31) || i.mis_key as owner, o.channel
  from opt_outs o join adult_mis_ids i on i.school_id = o.school_id and i.adult_id = o.adult_id where o.school_id = ${run.schoolId}
  union all select 'contact' || chr(31) || i.mis_key, 'all'
  from mis_records m join adult_mis_ids o on o.school_id = m.school_id and o.mis_key = m.key
  join adult_mis_ids i on i.school_id = o.school_id and i.adult_id = o.adult_id
  where m.school_id = ${run.schoolId} and m.kind = 'contact' and m.other is not null
    and m.key not in (select c.key from come c where c.kind = 'contact')`

/** What comes with the plan, record by record, and may stand otherwise in the snapshot. */
const recordsThatCome = (run: Run, kinds: string[]) => sql`
  select r.kind, r.key, r.parent, r.other, r.hash, r.data
  from import_staging s, lateral jsonb_to_recordset(s.records)
    as r (kind text, key text, parent text, other text, hash text, data jsonb)
  where ${ofPlan(run)} and s.comes and r.kind = any(${kinds})`

/**
 * Whether `m`, a record of the snapshot, is the one that comes. By whom it hangs on, as planning looked for it; the index by keys would be
 * looked into besides, which of records in place has to be neither read nor written. Where very many hang on one person, each would be laid
 * beside each, so there they are found by their keys.
 */
const isTheSame = (run: Run, coming: ReturnType<typeof sql>, by: 'parent' | 'key') => {
  const found =
    by === 'parent' ? sql`m.parent = ${coming}.parent and m.key || '' = ${coming}.key` : sql`m.key = ${coming}.key`
  return sql`m.school_id = ${run.schoolId} and m.kind = ${coming}.kind and ${found}`
}

/** As of a whole school, where some contact id stands beside everybody. */
const manyOfFamily = 1000

async function howToFind(trx: Trx, run: Run): Promise<'parent' | 'key'> {
  const { rows } = await sql`
    select from import_staging s where ${ofPlan(run)} and s.comes and jsonb_array_length(s.records) > ${manyOfFamily} limit 1`.execute(
    trx,
  )
  return rows.length > 0 ? 'key' : 'parent'
}

/** Of `c`, a record that comes. */
const isOfOptedOut = sql`
  (c.kind = 'point' and exists (
    select from opted_out o where o.owner = c.parent
      and (o.channel = 'all' or (o.channel = 'email') = (c.data ->> 'kind' = 'email'))))`

/**
 * Replaces the snapshot by what this run's files said, for the kinds of records they are about, and keeps what is replaced. Returns
 * the keys of contacts of whom it is new that they have opted out, or what is said of them besides (OPT-2).
 */
export async function moveSnapshot(trx: Trx, run: Run, moved: Moved): Promise<{ optedOut: string[] }> {
  const kinds = kindsOf(moved.contents)
  const kept = await KeptRecords.of(trx, run.schoolId, moved.spared)
  if (moved.follows) await removeOfGoneFamilies(trx, run, { ...moved, kept })
  else await joiningWholeSets(trx, () => removeWhereSilent(trx, run, { ...moved, kept }))
  const by = await howToFind(trx, run)
  // Only what differs is written: a row that is met and left as it is would be locked, which writes it too.
  const { rows } = await sql<{ key: string }>`
    with come as materialized (${recordsThatCome(run, kinds)}),
      opted_out as materialized (${ownersWhoOptedOut(run)}),
      other as materialized (
        select c.*, m.parent as old_parent, m.other as old_other, m.hash as old_hash, m.data as old_data, m.run_id as old_run_id
        from come c left join mis_records m on ${isTheSame(run, sql`c`, by)}
        where m.hash is distinct from c.hash and not ${isOfOptedOut}),
      replaced as (
        insert into mis_record_changes (school_id, run_id, kind, key, parent, other, hash, data, replaced_run_id)
        select ${run.schoolId}::uuid, ${run.planId}::uuid, kind, key, old_parent, old_other, old_hash, old_data, old_run_id
        from other where old_hash is not null),
      updated as (
        update mis_records m set other = o.other, hash = o.hash, data = ${dataToKeep}, run_id = ${run.planId}
        from other o where o.old_hash is not null and ${isTheSame(run, sql`o`, by)}),
      inserted as (
        insert into mis_records (school_id, kind, key, parent, other, hash, data, run_id)
        select ${run.schoolId}::uuid, kind, key, parent, other, hash, ${dataToKeep}, ${run.planId}::uuid from other o where o.old_hash is null)
    select key from other where kind = 'contact' and data ->> 'optedOut' = 'yes'`.execute(trx)
  await moveFamilies(trx, run, moved)
  return { optedOut: rows.map(({ key }) => key) }
}

/** A flag of a court order that the files do not tell any more is not taken back (IMP-13). */
const dataToKeep = sql`
  case when o.kind = 'link' and o.data ->> 'courtOrder' = 'unknown' and o.old_data ->> 'courtOrder' = 'yes'
    then o.data || '{"courtOrder": "yes"}' else o.data end`

/** What the whole run is silent of, as far as its silence says anything. */
async function removeWhereSilent(trx: Trx, run: Run, { contents, kept }: Removing): Promise<void> {
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
  await sql`
    with come as materialized (
        select r.kind, r.key from import_staging s, lateral jsonb_to_recordset(s.records) as r (kind text, key text)
        where ${ofPlan(run)} and s.comes),
      gone as (
        delete from mis_records m where m.school_id = ${run.schoolId} and m.kind = any(${kindsOf(contents)})
          and (m.kind <> 'point' or split_part(m.parent, chr(31), 1) = any(${ownersOf(contents)}))
          and ${spoken} and ${contents.listsPupils ? sql`true` : ofPupilsInFile} and not ${kept.ofSnapshot(come('contact', 'key'))}
          and not exists (select from come c where c.kind = m.kind and c.key = m.key)
        returning m.*)
    insert into mis_record_changes (school_id, run_id, kind, key, parent, other, hash, data, replaced_run_id)
    select g.school_id, ${run.planId}::uuid, g.kind, g.key, g.parent, g.other, g.hash, g.data, g.run_id from gone g`.execute(
    trx,
  )
}

/** What the next run is compared with. */
async function moveFamilies(trx: Trx, run: Run, { follows, families }: Moved): Promise<void> {
  const gone = sql`f.id in (select s.family from import_staging s where ${ofPlan(run)} and not s.comes)`
  const stay = follows && families !== null
  await sql`delete from mis_families f where f.school_id = ${run.schoolId} and ${stay ? gone : sql`true`}`.execute(trx)
  if (families === null) return
  await sql`
    insert into mis_families (school_id, id, pupils, rows, keys, rows_used, contact_rows, contact_rows_without_id, settled, plain)
    select s.school_id, s.family, s.pupils, s.rows, s.keys, s.rows_used, s.contact_rows, s.contact_rows_without_id, s.settled, s.plain
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

/** Keys of contacts, and references of pupils. */
export type Among = { contacts: string[]; pupils: string[] }

/** Somebody on record, and a key by which a file may name them, or a child linked to them. */
export type Tie = { personId: string; key: string }

/**
 * The contacts that adults are known to be and the children linked to them, and the numbers that children bear, person by person:
 * of all, or of those concerned by some keys.
 */
export async function* keysOnRecord(trx: Trx, schoolId: string, among: Among | null): AsyncGenerator<Tie> {
  if (among !== null && among.contacts.length + among.pupils.length === 0) return
  const contacts = sql`from adult_mis_ids i where i.school_id = ${schoolId}`
  const links = sql`
    from links l join members m on m.school_id = l.school_id and m.id = l.pupil_id
    where l.school_id = ${schoolId} and m.mis_key is not null`
  const pupils = sql`from members m where m.school_id = ${schoolId} and m.role = 'pupil'`
  const concerned = among
    ? sql`
    with children as materialized (select m.id, m.mis_key, m.admission_number, m.upn ${pupils} and ${bearsOneOf(among.pupils)}),
    concerned as materialized (
      select i.adult_id ${contacts} and i.mis_key = any(${among.contacts})
      union select l.adult_id from links l where l.school_id = ${schoolId} and l.pupil_id in (select id from children))`
    : sql``
  // A list made by a query would be searched from its start for every row.
  const ofConcerned = (id: string) => (among ? sql`and ${sql.ref(id)} in (select adult_id from concerned)` : sql``)
  const numbers = sql`lateral (values (c.mis_key), ('adm:' || lower(ltrim(c.admission_number, '0'))), ('upn:' || c.upn)) n (key)`
  const query = sql<{ personId: string; kind: 'contact' | 'pupil'; key: string }>`
    ${concerned}
    select i.adult_id as "personId", 'contact' as kind, i.mis_key as key ${contacts} ${ofConcerned('i.adult_id')}
    union all select l.adult_id, 'pupil', m.mis_key ${links} ${ofConcerned('l.adult_id')}
    union all select c.id, 'pupil', n.key
    from ${among ? sql`children c` : sql`(select m.id, m.mis_key, m.admission_number, m.upn ${pupils}) c`}, ${numbers}
    where n.key is not null
    order by 1`
  for await (const rows of readInBatches(trx, { compile: () => query.compile(trx) }, 10_000))
    for (const { personId, kind, key } of rows)
      yield { personId, key: kind === 'pupil' ? keyOfRef(key) : keyOfContact(key) }
}

/** Each kind of number has an index of its own. */
function bearsOneOf(refs: string[]) {
  const of = (prefix: string) => refs.filter((ref) => ref.startsWith(prefix)).map((ref) => ref.slice(prefix.length))
  return sql`(m.mis_key = any(${refs}) or ltrim(m.admission_number, '0') = any(${of('adm:')}) or m.upn = any(${of('upn:')}))`
}

/** Whether a pupil of the last run bears one of these references whose family is as it was then, and was passed over. */
export async function isBorneInSnapshot(
  trx: Trx,
  schoolId: string,
  { refs, isPassedOver }: { refs: string[]; isPassedOver: (familyId: string) => boolean },
): Promise<boolean> {
  const { rows } = await sql<{ key: string }>`
    select key from mis_records where school_id = ${schoolId} and kind = 'pupil'
      and jsonb_exists_any(data -> 'refs', ${refs}::text[])`.execute(trx)
  if (rows.length === 0) return false
  const keys = rows.map(({ key }) => key)
  const { rows: families } = await sql<{ id: string }>`
    select id from mis_families where school_id = ${schoolId} and pupils && ${keys}::text[]`.execute(trx)
  return families.some(({ id }) => isPassedOver(id))
}
