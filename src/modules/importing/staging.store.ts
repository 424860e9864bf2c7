import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import type { ContactRecord, GroupRecord, LinkRecord, PointRecord, PupilRecord, StaffRecord } from './records.ts'

type Plan = { schoolId: string; planId: string }

/**
 * Which of two records that contradict each other counts, whatever order their rows come in (IMP-12): of the first file; a court
 * order and an opt-out rather than none (IMP-14, OPT-2); on roll rather than left; the better priority.
 */
const best = sql`file_no, (data ->> 'courtOrder' = 'yes') desc nulls last, (data ->> 'optedOut' = 'yes') desc nulls last,
  (data ->> 'status' = 'on roll') desc nulls last, (data ->> 'priority')::int nulls last, (data ->> 'position')::int, hash, n`

/** The same record from many rows becomes one (IMP-12). */
export async function makeRecordsOne(trx: Trx, { schoolId, planId }: Plan): Promise<void> {
  // A big school's records are sorted and joined in memory, not on disk; ends with the transaction.
  await sql`set local work_mem = '64MB'`.execute(trx)
  await sql`
    insert into import_staging (school_id, plan_id, kind, key, parent, other, n, file_no, line, is_primary, hash, data)
    select distinct on (kind, key) school_id, plan_id, kind, key, parent, other, n, file_no, line, is_primary, hash, data
    from import_rows where school_id = ${schoolId} and plan_id = ${planId}
    order by kind, key, ${best}`.execute(trx)
  await sql`delete from import_rows where school_id = ${schoolId} and plan_id = ${planId}`.execute(trx)
  await sql`select gatehouse.analyze_staging()`.execute(trx)
}

/** Pupils that a file without a list of pupils only names, with every reference they bear. */
export async function weakPupilsAfter(trx: Trx, plan: Plan, after: string, limit: number): Promise<PupilRecord[]> {
  const { rows } = await sql<{ data: PupilRecord }>`
    select data from import_staging
    where school_id = ${plan.schoolId} and plan_id = ${plan.planId} and kind = 'weak' and key > ${after}
    order by key limit ${limit}`.execute(trx)
  return rows.map((row) => row.data)
}

/** Which listed pupils of the run bear these references: reference → pupil keys. */
export async function pupilsBearing(trx: Trx, plan: Plan, refs: string[]): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ parent: string; other: string }>`
    select parent, other from import_staging
    where school_id = ${plan.schoolId} and plan_id = ${plan.planId} and kind = 'ref' and parent = any(${refs})`.execute(
    trx,
  )
  const byRef = Map.groupBy(rows, (row) => row.parent)
  return new Map([...byRef].map(([ref, found]) => [ref, found.map((row) => row.other)]))
}

/** Moves links, groups and contact points from the key that a file used for a pupil to the key of the list of pupils. */
export async function moveToPupils(trx: Trx, plan: Plan, moves: { weak: string; strong: string }[]): Promise<void> {
  for (const { kind, prefix } of [
    { kind: 'link', prefix: '' },
    { kind: 'group', prefix: '' },
    { kind: 'point', prefix: 'pupil\u001f' },
  ]) {
    const values = moves.map(({ weak, strong }) => sql`(${prefix + weak}::text, ${prefix + strong}::text)`)
    await sql`
      update import_staging s set parent = moved.strong, key = moved.strong || substr(s.key, length(moved.weak) + 1)
      from (values ${sql.join(values)}) as moved (weak, strong)
      where s.school_id = ${plan.schoolId} and s.plan_id = ${plan.planId} and s.kind = ${kind} and s.parent = moved.weak`.execute(
      trx,
    )
  }
}

/** Moved records may meet others of the same pair or group: one of them counts. */
export async function dropRepeats(trx: Trx, plan: Plan): Promise<void> {
  await sql`
    delete from import_staging s using (
      select ctid as place, row_number() over (partition by kind, key order by ${best}) as nth from import_staging
      where school_id = ${plan.schoolId} and plan_id = ${plan.planId} and kind in ('link', 'group', 'point')) r
    where s.ctid = r.place and r.nth > 1`.execute(trx)
}

/** Pupils of the list of whom two bear one reference: there are none in a tidy file. */
export async function pupilsSharingRefs(
  trx: Trx,
  plan: Plan,
): Promise<{ pupils: PupilRecord[]; bearing: Map<string, string[]> }> {
  const { rows: shared } = await sql<{ ref: string; keys: string[] }>`
    select parent as ref, array_agg(distinct other) as keys from import_staging
    where school_id = ${plan.schoolId} and plan_id = ${plan.planId} and kind = 'ref' and left(other, 10) <> 'applicant:'
    group by parent having count(distinct other) > 1 order by parent`.execute(trx)
  if (shared.length === 0) return { pupils: [], bearing: new Map() }
  const keys = [...new Set(shared.flatMap((row) => row.keys))]
  const { rows } = await sql<{ data: PupilRecord }>`
    select data from import_staging
    where school_id = ${plan.schoolId} and plan_id = ${plan.planId} and kind = 'pupil' and key = any(${keys})`.execute(
    trx,
  )
  return { pupils: rows.map((row) => row.data), bearing: new Map(shared.map((row) => [row.ref, row.keys])) }
}

/** Pupils who turned out to be another of the list: what hung on them is moved already. Their row now only repeats. */
export async function dropMovedPupils(trx: Trx, plan: Plan, moves: { weak: string; strong: string }[]): Promise<void> {
  const weak = moves.map((move) => move.weak)
  await sql`
    delete from import_staging where school_id = ${plan.schoolId} and plan_id = ${plan.planId}
      and ((kind = 'pupil' and key = any(${weak})) or (kind = 'ref' and other = any(${weak})))`.execute(trx)
}

/** Person ids that stand beside more than one record of a person: id key → the names. */
export async function contactsSaidDifferently(trx: Trx, plan: Plan): Promise<Map<string, ContactRecord[]>> {
  const { rows } = await sql<{ key: string; said: ContactRecord[] }>`
    select key, jsonb_agg(distinct data) as said from import_rows
    where school_id = ${plan.schoolId} and plan_id = ${plan.planId} and kind = 'contact' and left(key, 3) = 'id:'
    group by key having count(distinct hash) > 1`.execute(trx)
  return new Map(rows.map((row) => [row.key, row.said]))
}

/** Takes contacts out of the plan, with all that hangs on them. Returns the rows that had brought them, and their pupils' references. */
export async function takeOutContacts(
  trx: Trx,
  { schoolId, planId }: Plan,
  keys: string[],
): Promise<{ rows: { fileNo: number; line: number; key: string }[]; refs: string[] }> {
  const inPlan = sql`school_id = ${schoolId} and plan_id = ${planId}`
  const { rows } = await sql<{ file_no: number; line: number; other: string; parent: string }>`
    select distinct on (n) file_no, line, other, parent from import_rows
    where ${inPlan} and kind = 'link' and other = any(${keys}) order by n`.execute(trx)
  const pupils = [...new Set(rows.map((row) => row.parent))]
  const { rows: borne } = await sql<{ ref: string }>`
    select distinct jsonb_array_elements_text(data -> 'refs') as ref from import_rows
    where ${inPlan} and kind in ('pupil', 'weak') and key = any(${pupils})`.execute(trx)
  const owners = keys.map((key) => `contact\u001f${key}`)
  await sql`
    delete from import_rows where ${inPlan} and ((kind = 'contact' and key = any(${keys}))
      or (kind = 'link' and other = any(${keys})) or (kind = 'point' and parent = any(${owners})))`.execute(trx)
  return {
    rows: rows.map((row) => ({ fileNo: row.file_no, line: row.line, key: row.other })),
    refs: borne.map((row) => row.ref),
  }
}

/** Takes pupils who are nobody here out of the plan. Returns the place of every row that had brought something for them. */
export async function takeOutPupils(
  trx: Trx,
  { schoolId, planId }: Plan,
  keys: string[],
): Promise<{ fileNo: number; line: number; key: string }[]> {
  if (keys.length === 0) return []
  const { rows } = await sql<{ file_no: number; line: number; parent: string }>`
    select distinct on (n) file_no, line, parent from import_staging
    where school_id = ${schoolId} and plan_id = ${planId} and kind in ('link', 'group', 'pupil', 'weak') and parent = any(${keys}) and is_primary
    order by n`.execute(trx)
  await sql`
    delete from import_staging
    where school_id = ${schoolId} and plan_id = ${planId} and kind in ('link', 'group', 'pupil', 'weak') and parent = any(${keys})`.execute(
    trx,
  )
  return rows.map((row) => ({ fileNo: row.file_no, line: row.line, key: row.parent }))
}

/** Rows that brought something new; the others only repeat it. */
export async function countPrimaries(trx: Trx, { schoolId, planId }: Plan): Promise<number> {
  const { rows } = await sql<{ rows: number }>`
    select count(distinct n)::int8 as rows from import_staging
    where school_id = ${schoolId} and plan_id = ${planId} and is_primary`.execute(trx)
  return rows[0]?.rows ?? 0
}

export async function countStaged(trx: Trx, { schoolId, planId }: Plan): Promise<number> {
  const { rows } = await sql<{ rows: number }>`
    select count(*)::int8 as rows from import_staging where school_id = ${schoolId} and plan_id = ${planId}`.execute(
    trx,
  )
  return rows[0]?.rows ?? 0
}

export async function clearStaging(trx: Trx, schoolId: string, planIds: string[]): Promise<void> {
  if (planIds.length === 0) return
  await sql`delete from import_staging where school_id = ${schoolId} and plan_id = any(${planIds})`.execute(trx)
  await sql`delete from import_rows where school_id = ${schoolId} and plan_id = any(${planIds})`.execute(trx)
}

/** Pupils of the run in the order of their keys; only those marked as changed, where a run stands on the last one. */
export async function stagedPupilsAfter(
  trx: Trx,
  plan: Plan,
  page: { after: string; limit: number; onlyChanged: boolean },
): Promise<PupilRecord[]> {
  const ofPlan = sql`school_id = ${plan.schoolId} and plan_id = ${plan.planId}`
  const keys = sql`(select key from import_staging where ${ofPlan} and kind = 'changed' and key > ${page.after} order by key limit ${page.limit})`
  const { rows } = await sql<{ data: PupilRecord }>`
    select data from import_staging
    where ${ofPlan} and kind = 'pupil' and key > ${page.after} ${page.onlyChanged ? sql`and key = any(array${keys})` : sql``}
    order by key limit ${page.limit}`.execute(trx)
  return rows.map((row) => row.data)
}

export async function stagedStaff(trx: Trx, plan: Plan): Promise<StaffRecord[]> {
  const { rows } = await sql<{ data: StaffRecord }>`
    select data from import_staging where school_id = ${plan.schoolId} and plan_id = ${plan.planId} and kind = 'staff' order by key`.execute(
    trx,
  )
  return rows.map((row) => row.data)
}

export type StagedLink = {
  link: LinkRecord
  contact: ContactRecord
  pupilKey: string
  adultId: string | null
  optedOut: boolean
  idBelongsTo: { forename: string; surname: string } | null
}

/** The contacts of these pupils, with the adult each is known to be and whether that adult opted out of everything. */
export async function stagedLinksOf(trx: Trx, plan: Plan, pupilKeys: string[]): Promise<StagedLink[]> {
  const from = sql`import_staging where school_id = ${plan.schoolId} and plan_id = ${plan.planId}`
  return linksFrom(trx, { schoolId: plan.schoolId, from, pupilKeys })
}

/** The same of what the MIS said at the last applied import. */
export async function linksOfSnapshot(trx: Trx, schoolId: string, pupilKeys: string[]): Promise<StagedLink[]> {
  return linksFrom(trx, { schoolId, from: sql`mis_records where school_id = ${schoolId}`, pupilKeys })
}

async function linksFrom(
  trx: Trx,
  { schoolId, from, pupilKeys }: { schoolId: string; from: ReturnType<typeof sql>; pupilKeys: string[] },
): Promise<StagedLink[]> {
  const { rows: links } = await sql<{ parent: string; other: string; data: LinkRecord }>`
    select parent, other, data from ${from} and kind = 'link' and parent = any(${pupilKeys})
    order by parent, (data ->> 'priority')::int nulls last, other`.execute(trx)
  const contactKeys = [...new Set(links.map((link) => link.other))]
  const { rows: contacts } = await sql<{ key: string; data: ContactRecord }>`
    select key, data from ${from} and kind = 'contact' and key = any(${contactKeys})`.execute(trx)
  const { rows: known } = await sql<KnownAdult>`
    select m.mis_key, m.adult_id, o.adult_id is not null as opted_out, a.forename, a.surname,
      (a.origin in ('web', 'manual') or a.registered_at is not null) and m.origin = 'mis' as own_details
    from adult_mis_ids m join adults a on a.school_id = m.school_id and a.id = m.adult_id
    left join opt_outs o on o.school_id = m.school_id and o.adult_id = m.adult_id and o.channel = 'all'
    where m.school_id = ${schoolId} and m.mis_key = any(${contactKeys})`.execute(trx)
  const contactOf = new Map(contacts.map((row) => [row.key, row.data]))
  const adultOf = new Map(known.map((row) => [row.mis_key, row]))
  return links.flatMap((link) => {
    const contact = contactOf.get(link.other)
    if (!contact) return []
    const adult = adultOf.get(link.other)
    return [
      {
        link: link.data,
        contact,
        pupilKey: link.parent,
        adultId: adult?.adult_id ?? null,
        optedOut: adult?.opted_out ?? false,
        idBelongsTo: adult?.own_details ? { forename: adult.forename, surname: adult.surname } : null,
      },
    ]
  })
}

type KnownAdult = {
  mis_key: string
  adult_id: string
  opted_out: boolean
  forename: string
  surname: string
  own_details: boolean
}

/** Contact points by owner (`contact␟key`, `pupil␟key`, `staff␟key`). */
export async function stagedPointsOf(trx: Trx, plan: Plan, owners: string[]): Promise<Map<string, PointRecord[]>> {
  const { rows } = await sql<{ parent: string; data: PointRecord }>`
    select parent, data from import_staging
    where school_id = ${plan.schoolId} and plan_id = ${plan.planId} and kind = 'point' and parent = any(${owners})
    order by parent, n`.execute(trx)
  const byOwner = Map.groupBy(rows, (row) => row.parent)
  return new Map([...byOwner].map(([owner, found]) => [owner, found.map((row) => row.data)]))
}

export async function stagedGroupsOf(trx: Trx, plan: Plan, pupilKeys: string[]): Promise<Map<string, GroupRecord[]>> {
  const { rows } = await sql<{ parent: string; data: GroupRecord }>`
    select parent, data from import_staging
    where school_id = ${plan.schoolId} and plan_id = ${plan.planId} and kind = 'group' and parent = any(${pupilKeys})
    order by parent, key`.execute(trx)
  const byPupil = Map.groupBy(rows, (row) => row.parent)
  return new Map([...byPupil].map(([pupil, found]) => [pupil, found.map((row) => row.data)]))
}

/** The first day on which the same rows would decide otherwise: the next leaving date. */
export async function nextLeavingDate(trx: Trx, plan: Plan, today: string): Promise<string | null> {
  const { rows } = await sql<{ day: string | null }>`
    select min(data ->> 'leavingDate') as day from import_staging
    where school_id = ${plan.schoolId} and plan_id = ${plan.planId} and kind = 'pupil' and data ->> 'leavingDate' > ${today}`.execute(
    trx,
  )
  return rows[0]?.day ?? null
}
