import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import type { ContactRecord, GroupRecord, LinkRecord, PointRecord, PupilRecord, StaffRecord } from './records.ts'

type Plan = { schoolId: string; planId: string }

/** The same record from many rows becomes one, the first (IMP-12). */
export async function makeRecordsOne(trx: Trx, { schoolId, planId }: Plan): Promise<void> {
  await sql`
    insert into import_staging (school_id, plan_id, kind, key, parent, other, n, file_no, line, is_primary, hash, data)
    select distinct on (kind, key) school_id, plan_id, kind, key, parent, other, n, file_no, line, is_primary, hash, data
    from import_rows where school_id = ${schoolId} and plan_id = ${planId}
    order by kind, key, n`.execute(trx)
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

export async function stagedPupilsAfter(trx: Trx, plan: Plan, after: string, limit: number): Promise<PupilRecord[]> {
  const { rows } = await sql<{ data: PupilRecord }>`
    select data from import_staging
    where school_id = ${plan.schoolId} and plan_id = ${plan.planId} and kind = 'pupil' and key > ${after}
    order by key limit ${limit}`.execute(trx)
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
}

/** The contacts of these pupils, with the adult each is known to be and whether that adult opted out of everything. */
export async function stagedLinksOf(trx: Trx, plan: Plan, pupilKeys: string[]): Promise<StagedLink[]> {
  const { rows: links } = await sql<{ parent: string; other: string; data: LinkRecord }>`
    select parent, other, data from import_staging
    where school_id = ${plan.schoolId} and plan_id = ${plan.planId} and kind = 'link' and parent = any(${pupilKeys})
    order by parent, (data ->> 'priority')::int nulls last, other`.execute(trx)
  const contactKeys = [...new Set(links.map((link) => link.other))]
  const { rows: contacts } = await sql<{ key: string; data: ContactRecord }>`
    select key, data from import_staging
    where school_id = ${plan.schoolId} and plan_id = ${plan.planId} and kind = 'contact' and key = any(${contactKeys})`.execute(
    trx,
  )
  const { rows: known } = await sql<{ mis_key: string; adult_id: string; opted_out: boolean }>`
    select m.mis_key, m.adult_id, o.adult_id is not null as opted_out from adult_mis_ids m
    left join opt_outs o on o.school_id = m.school_id and o.adult_id = m.adult_id and o.channel = 'all'
    where m.school_id = ${plan.schoolId} and m.mis_key = any(${contactKeys})`.execute(trx)
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
      },
    ]
  })
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
