import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import { isOfValues } from './contact-values.store.ts'
import { type MemberRow, memberOfRow } from './families.store.ts'
import type { Member } from './people.types.ts'

export type Found = { kind: 'pupil' | 'adult' | 'member'; id: string; name: string; detail: string }

/**
 * People whose folded name holds every word, whose contact point is one of `details`, or whose admission number is the text. Current
 * pupils first, then adults.
 */
export async function peopleMatching(
  trx: Trx,
  search: { schoolId: string; words: string[]; text: string; details: string[]; limit: number },
): Promise<Found[]> {
  const patterns = search.words.map((word) => `%${word}%`)
  const { rows } = await sql<{ kind: Found['kind']; id: string; name: string; detail: string }>`
    (select case when role = 'pupil' then 'pupil' else 'member' end as kind, id, forename || ' ' || surname as name,
        concat_ws(' · ', registration_group, case when role <> 'pupil' then role end,
          case when status <> 'on roll' then status end, 'admission ' || admission_number) as detail,
        case when status = 'on roll' then 0 else 2 end as rank, name_key
      from members
      where school_id = ${search.schoolId} and (name_key like all(${patterns}) or ltrim(admission_number, '0') = ltrim(${search.text}, '0')
        or id = any(select member_id from contact_points
          where school_id = ${search.schoolId} and id ${isOfValues(search.schoolId, search.details)}
            and value = any(${search.details}) and ended_at is null)))
    union all
    (select 'adult', a.id, concat_ws(' ', a.title, a.forename, a.surname),
        coalesce((select string_agg(coalesce(l.relationship, 'linked adult') || ' of ' || m.forename || ' ' || m.surname, ', ' order by m.forename)
          from links l join members m on m.school_id = l.school_id and m.id = l.pupil_id
          where l.school_id = a.school_id and l.adult_id = a.id and l.ended_on is null), 'not linked to a pupil'), 1, a.name_key
      from adults a
      where a.school_id = ${search.schoolId} and a.merged_into is null and (a.name_key like all(${patterns})
        or a.id = any(select adult_id from contact_points
          where school_id = ${search.schoolId} and id ${isOfValues(search.schoolId, search.details)}
            and value = any(${search.details}) and ended_at is null)))
    order by rank, name_key, id limit ${search.limit}`.execute(trx)
  return rows.map(({ kind, id, name, detail }) => ({ kind, id, name, detail }))
}

/**
 * Pupils on roll of a year, a group or a class, or one pupil by admission number or id; `all` is everyone on roll, `unregistered`
 * those without an adult who registered, of one class or all (LET-14).
 */
export async function pupilIdsOfSelector(
  trx: Trx,
  schoolId: string,
  selector: { kind: string; value: string },
): Promise<string[]> {
  const { kind, value } = selector
  const { rows } = await sql<{ id: string }>`
    select m.id from members m
    where m.school_id = ${schoolId} and m.role = 'pupil' and case ${kind}
      when 'all' then m.status = 'on roll'
      when 'year' then m.status = 'on roll' and lower(m.year) = lower(${value})
      when 'group' then m.status = 'on roll' and (lower(m.registration_group) = lower(${value}) or exists (
        select from group_members gm join groups g on g.school_id = gm.school_id and g.id = gm.group_id
        where gm.school_id = m.school_id and gm.member_id = m.id
          and (lower(g.name) = lower(${value}) or g.id::text = ${value})))
      when 'unregistered' then m.status = 'on roll'
        and (${value} = '' or lower(m.registration_group) = lower(${value}))
        and not exists (select from links l where l.school_id = m.school_id and l.pupil_id = m.id
          and l.origin = 'web' and l.ended_on is null and ${isOpen})
      when 'pupil' then m.id::text = ${value} or ltrim(m.admission_number, '0') = ltrim(${value}, '0')
      else false end
    order by m.surname, m.forename, m.id`.execute(trx)
  return rows.map((row) => row.id)
}

export type ClassCount = { year: string | null; registrationGroup: string | null; pupils: number }

/** The classes of pupils on roll, by year and name; null for those in none. */
export async function classes(trx: Trx, schoolId: string): Promise<ClassCount[]> {
  const { rows } = await sql<{ year: string | null; registration_group: string | null; pupils: number }>`
    select year, registration_group, count(*)::int as pupils from members
    where school_id = ${schoolId} and role = 'pupil' and status = 'on roll'
    group by year, registration_group order by year, registration_group`.execute(trx)
  return rows.map((row) => ({ year: row.year, registrationGroup: row.registration_group, pupils: row.pupils }))
}

/** The houses of pupils on roll, by name. */
export async function housesOfSchool(trx: Trx, schoolId: string): Promise<string[]> {
  const { rows } = await sql<{ house: string }>`
    select distinct house from members
    where school_id = ${schoolId} and role = 'pupil' and status = 'on roll' and house is not null order by house`.execute(
    trx,
  )
  return rows.map(({ house }) => house)
}

/** Members by what is on record, by surname; 2,000 at most unless `limit` says otherwise. */
export async function membersWhere(
  trx: Trx,
  schoolId: string,
  filter: {
    role?: string
    notRole?: string
    year?: string | undefined
    registrationGroup?: string | undefined
    status?: string
    limit?: number
  },
): Promise<Member[]> {
  let query = trx.selectFrom('members').selectAll().where('school_id', '=', schoolId)
  if (filter.role !== undefined) query = query.where('role', '=', filter.role)
  if (filter.notRole !== undefined) query = query.where('role', '<>', filter.notRole)
  if (filter.status !== undefined) query = query.where('status', '=', filter.status)
  if (filter.year !== undefined) query = query.where('year', '=', filter.year)
  if (filter.registrationGroup !== undefined) query = query.where('registration_group', '=', filter.registrationGroup)
  const rows = await query
    .orderBy('surname')
    .orderBy('forename')
    .orderBy('id')
    .limit(filter.limit ?? 2000)
    .execute()
  return rows.map(memberOfRow)
}

/** Pupils who bear any of these references; which of them is meant is for the caller to decide. */
export async function pupilsByReferences(
  trx: Trx,
  refs: {
    schoolId: string
    misKeys: string[]
    misIds: string[]
    admissionNumbers: string[]
    upns: string[]
    birthDates: string[]
    nameKeys: string[]
  },
): Promise<Member[]> {
  const { rows } = await sql<MemberRow>`
    select * from members where school_id = ${refs.schoolId} and role = 'pupil' and (
      mis_key = any(${refs.misKeys}) or mis_id = any(${refs.misIds}) or upn = any(${refs.upns})
      or ltrim(admission_number, '0') = any(${refs.admissionNumbers}) or birth_date = any(${refs.birthDates}::date[])
      or name_key = any(${refs.nameKeys}))`.execute(trx)
  return rows.map(memberOfRow)
}

export async function groupNamesOf(trx: Trx, schoolId: string, memberIds: string[]): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ member_id: string; name: string }>`
    select gm.member_id, g.name from group_members gm
    join groups g on g.school_id = gm.school_id and g.id = gm.group_id
    where gm.school_id = ${schoolId} and gm.member_id = any(${memberIds}) order by g.name`.execute(trx)
  const byMember = Map.groupBy(rows, (row) => row.member_id)
  return new Map([...byMember].map(([id, found]) => [id, found.map((row) => row.name)]))
}

/** Pages of ids in key order, for walking a whole school in flat memory. */
export async function idsAfter(
  trx: Trx,
  page: { table: 'members' | 'adults'; schoolId: string; after: string; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from ${sql.table(page.table)} where school_id = ${page.schoolId} and id > ${page.after}::uuid
      ${page.table === 'adults' ? sql`and merged_into is null` : sql``}
    order by id limit ${page.limit}`.execute(trx)
  return rows.map((row) => row.id)
}

export async function countPeople(
  trx: Trx,
  schoolId: string,
): Promise<{ pupils: number; linkedAdults: number; openIssues: number }> {
  const { rows } = await sql<{ pupils: number; linked_adults: number; open_issues: number }>`
    select
      (select count(*)::int from members where school_id = ${schoolId} and role = 'pupil' and status = 'on roll') as pupils,
      (select count(distinct adult_id)::int from links where school_id = ${schoolId} and ended_on is null) as linked_adults,
      (select count(*)::int from data_issues where school_id = ${schoolId} and settled_at is null and dismissed_at is null) as open_issues
    `.execute(trx)
  const row = rows[0]
  return { pupils: row?.pupils ?? 0, linkedAdults: row?.linked_adults ?? 0, openIssues: row?.open_issues ?? 0 }
}

/** Whoever is restricted has registered for nothing: the others at home are asked to (LET-14, VIS-3). */
const isOpen = sql`not exists (select from restrictions r where r.school_id = l.school_id and r.pupil_id = l.pupil_id
  and r.adult_id = l.adult_id and r.lifted_at is null)`

/** How many adults registered themselves, by pupil, as far as their links stand; pupils without any are left out (LET-14). */
export async function countRegisteredAdults(trx: Trx, schoolId: string): Promise<Map<string, number>> {
  const { rows } = await sql<{ pupil_id: string; adults: number }>`
    select l.pupil_id, count(*)::int as adults from links l
    where l.school_id = ${schoolId} and l.origin = 'web' and l.ended_on is null and ${isOpen} group by l.pupil_id`.execute(
    trx,
  )
  return new Map(rows.map((row) => [row.pupil_id, row.adults]))
}

/** Adult members and pupils who registered an email or mobile of their own (IMP-1). */
export async function registeredMembers(trx: Trx, schoolId: string): Promise<Set<string>> {
  const { rows } = await sql<{ member_id: string }>`
    select distinct member_id from contact_points
    where school_id = ${schoolId} and member_id is not null and origin = 'web' and ended_at is null`.execute(trx)
  return new Set(rows.map((row) => row.member_id))
}
