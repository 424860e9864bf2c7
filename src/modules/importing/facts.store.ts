import { sql } from 'kysely'
import { readInBatches, type Trx } from '../../platform/db/index.ts'
import {
  type ContactPoint,
  loadMemberPoints,
  type Member,
  membersById,
  membersWhere,
  type OptOutChannel,
  pupilsByReferences,
} from '../people/index.ts'
import type { KeySet } from './families/hashes.ts'
import type { PupilRecord } from './records.ts'
import type { OpenIssue } from './rules/issues-that-stand.ts'
import { childInFile, childOnRecord, isOtherChild } from './rules/other-child.ts'
import type { KnownRecord } from './rules/records-of-adult.ts'
import type { OpenLink } from './rules/stay-by-the-same.ts'
import { hasOtherForename, namesInFull } from './rules/which-member.ts'

/**
 * Pupils on record who may be these of the file, by any of their references. Those known by the MIS's own key, nearly all
 * of them on a usual day, cost one look-up in an index; of whom it finds another child, whose number it was, more is asked (IMP-25).
 */
export async function candidatesFor(trx: Trx, schoolId: string, records: PupilRecord[]): Promise<Member[]> {
  const none = { misIds: [], admissionNumbers: [], upns: [], birthDates: [], nameKeys: [] }
  const known = await pupilsByReferences(trx, { ...none, schoolId, misKeys: records.map((record) => record.key) })
  const byKey = new Map(known.map((member) => [member.misKey, member]))
  const others = records.filter((record) => {
    const member = byKey.get(record.key)
    return !member || isOtherChild(childInFile(record), childOnRecord(member)) || hasOtherForename(record, member)
  })
  if (others.length === 0) return known
  const texts = (pick: (record: PupilRecord) => string | null) => others.flatMap((record) => pick(record) ?? [])
  const more = await pupilsByReferences(trx, {
    schoolId,
    misKeys: [],
    misIds: texts((record) => record.misId),
    admissionNumbers: texts((record) => record.admissionNumber?.replace(/^0+/, '') ?? null),
    upns: texts((record) => record.upn),
    birthDates: texts((record) => record.birthDate),
    nameKeys: others.flatMap((record) => (record.birthDate === null ? namesInFull(record) : [])),
  })
  return [...new Map([...known, ...more].map((member) => [member.id, member])).values()]
}

const membersAtOnce = 5000

/** Pupils of the MIS on roll who are not among these. */
export async function missingPupils(trx: Trx, schoolId: string, present: KeySet): Promise<Member[]> {
  const missing: string[] = []
  const query = onRoll(trx, schoolId)
  for await (const rows of readInBatches(trx, query, membersAtOnce))
    for (const { id } of rows) if (!present.has(id)) missing.push(id)
  return membersInOrder(trx, schoolId, missing)
}

/** The same of those alone whom the MIS knew by these keys. */
export async function pupilsGone(
  trx: Trx,
  schoolId: string,
  { keys, present }: { keys: string[]; present: KeySet },
): Promise<Member[]> {
  if (keys.length === 0) return []
  const { rows } = await sql<{ id: string }>`
    select id from members where school_id = ${schoolId} and mis_key = any(${keys})
      and role = 'pupil' and status = 'on roll' and origin = 'mis'`.execute(trx)
  return membersInOrder(
    trx,
    schoolId,
    rows.flatMap(({ id }) => (present.has(id) ? [] : [id])),
  )
}

const onRoll = (trx: Trx, schoolId: string) =>
  trx
    .selectFrom('members')
    .select('id')
    .where('school_id', '=', schoolId)
    .where('role', '=', 'pupil')
    .where('status', '=', 'on roll')
    .where('origin', '=', 'mis')

async function membersInOrder(trx: Trx, schoolId: string, ids: string[]): Promise<Member[]> {
  if (ids.length === 0) return []
  const members = await membersById(trx, schoolId, ids)
  const nameOf = ({ surname, forename, id }: Member) => `${surname}\u001f${forename}\u001f${id}`
  return [...members.values()].sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1))
}

export async function staffNow(trx: Trx, schoolId: string): Promise<Member[]> {
  const members = await membersWhere(trx, schoolId, { limit: 1_000_000, notRole: 'pupil' })
  return members
}

/** An issue that nobody has settled yet. */
export type StandingIssue = OpenIssue & { id: string }

/** Issues that imports raised about these pupils and that stand, dismissed ones too. */
export async function openIssuesOf(trx: Trx, schoolId: string, pupilIds: string[]): Promise<StandingIssue[]> {
  const { rows } = await sql<StandingIssue>`
    select id, key, kind, pupil_id as "pupilId", adult_id as "adultId" from data_issues
    where school_id = ${schoolId} and settled_at is null and origin = 'mis' and key not like 'adult|%' and pupil_id = any(${pupilIds})`.execute(
    trx,
  )
  return rows
}

export async function openIssuesOfAdults(trx: Trx, schoolId: string, adultIds: string[]): Promise<StandingIssue[]> {
  const { rows } = await sql<StandingIssue>`
    select id, key, kind, pupil_id as "pupilId", adult_id as "adultId" from data_issues
    where school_id = ${schoolId} and settled_at is null and origin = 'mis' and key like 'adult|%' and adult_id = any(${adultIds})`.execute(
    trx,
  )
  return rows
}

/** Which records of the MIS these adults are (IMP-22). */
export async function recordsOfAdults(
  trx: Trx,
  schoolId: string,
  adultIds: string[],
): Promise<Map<string, KnownRecord[]>> {
  if (adultIds.length === 0) return new Map()
  const { rows } = await sql<KnownRecord & { adultId: string }>`
    select adult_id as "adultId", mis_key as "contactKey", origin = 'manual' as "byMerge" from adult_mis_ids
    where school_id = ${schoolId} and adult_id = any(${adultIds})`.execute(trx)
  return Map.groupBy(rows, ({ adultId }) => adultId)
}

/** Which adult each of these contacts is known to be: contact key → adult. */
export async function adultsOfContacts(
  trx: Trx,
  schoolId: string,
  contactKeys: string[],
): Promise<Map<string, string>> {
  if (contactKeys.length === 0) return new Map()
  const { rows } = await sql<{ contactKey: string; adultId: string }>`
    select mis_key as "contactKey", adult_id as "adultId" from adult_mis_ids
    where school_id = ${schoolId} and mis_key = any(${contactKeys})`.execute(trx)
  return new Map(rows.map(({ contactKey, adultId }) => [contactKey, adultId]))
}

export async function openLinksOf(trx: Trx, schoolId: string, adultIds: string[]): Promise<OpenLink[]> {
  if (adultIds.length === 0) return []
  const { rows } = await sql<OpenLink>`
    select l.adult_id as "adultId", l.pupil_id as "pupilId", l.origin,
      (l.pupil_id, l.adult_id) in (
        select f.pupil_id, f.adult_id from court_order_flags f
          where f.school_id = ${schoolId} and f.adult_id = any(${adultIds}) and f.flag = 'yes'
        union all select r.pupil_id, r.adult_id from restrictions r
          where r.school_id = ${schoolId} and r.adult_id = any(${adultIds}) and r.lifted_at is null) as "isClosed"
    from links l where l.school_id = ${schoolId} and l.adult_id = any(${adultIds}) and l.ended_on is null`.execute(trx)
  return rows
}

/** The pupils whom these adults are linked to. */
export async function pupilsLinkedTo(
  trx: Trx,
  schoolId: string,
  adultIds: string[],
): Promise<{ adultId: string; pupil: Member }[]> {
  const { rows } = await sql<{ adultId: string; pupilId: string }>`
    select adult_id as "adultId", pupil_id as "pupilId" from links
    where school_id = ${schoolId} and adult_id = any(${adultIds}) and ended_on is null`.execute(trx)
  const pupils = await membersById(trx, schoolId, [...new Set(rows.map(({ pupilId }) => pupilId))])
  return rows.flatMap(({ adultId, pupilId }) => {
    const pupil = pupils.get(pupilId)
    return pupil ? [{ adultId, pupil }] : []
  })
}

/** Which of these contacts the last import had at which of these pupils. */
export async function linksInSnapshot(
  trx: Trx,
  schoolId: string,
  { pupilKeys, contactKeys }: { pupilKeys: string[]; contactKeys: string[] },
): Promise<{ pupilKey: string; contactKey: string }[]> {
  const { rows } = await sql<{ pupilKey: string; contactKey: string }>`
    select parent as "pupilKey", other as "contactKey" from mis_records
    where school_id = ${schoolId} and kind = 'link' and parent = any(${pupilKeys}) and other = any(${contactKeys})`.execute(
    trx,
  )
  return rows
}

/** Contact key → what the adult who is known by it opted out of here (OPT-2). */
export async function optOutsOfContacts(trx: Trx, schoolId: string): Promise<Map<string, OptOutChannel[]>> {
  const { rows } = await sql<{ key: string; channels: OptOutChannel[] }>`
    select i.mis_key as key, array_agg(o.channel) as channels
    from opt_outs o join adult_mis_ids i on i.school_id = o.school_id and i.adult_id = o.adult_id
    where o.school_id = ${schoolId} group by i.mis_key`.execute(trx)
  return new Map(rows.map(({ key, channels }) => [key, channels]))
}

/** Of which of these contacts the MIS said at the last import that had them that they opted out (OPT-2). */
export async function contactsOptedOut(trx: Trx, schoolId: string, contactKeys: string[]): Promise<Set<string>> {
  if (contactKeys.length === 0) return new Set()
  const { rows } = await sql<{ key: string }>`
    select key from mis_records where school_id = ${schoolId} and kind = 'contact' and key = any(${contactKeys})
      and data ->> 'optedOut' = 'yes'`.execute(trx)
  return new Set(rows.map(({ key }) => key))
}

export async function pointsOfMembers(
  trx: Trx,
  schoolId: string,
  memberIds: string[],
): Promise<Map<string, ContactPoint[]>> {
  return loadMemberPoints(trx, { schoolId, memberIds })
}

/** The groups of the MIS by `kind␟name`. */
export async function groupsNow(trx: Trx, schoolId: string): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; kind: string; name: string }>`
    select id, kind, name from groups where school_id = ${schoolId}`.execute(trx)
  return new Map(rows.map((row) => [`${row.kind}\u001f${row.name}`, row.id]))
}

/** For each pupil the MIS groups it is in: `kind␟name` → group id. */
export async function membershipsOf(
  trx: Trx,
  schoolId: string,
  memberIds: string[],
): Promise<Map<string, Map<string, string>>> {
  const { rows } = await sql<{ member_id: string; group_id: string; kind: string; name: string }>`
    select gm.member_id, gm.group_id, g.kind, g.name from group_members gm
    join groups g on g.school_id = gm.school_id and g.id = gm.group_id
    where gm.school_id = ${schoolId} and gm.origin = 'mis' and gm.member_id = any(${memberIds})`.execute(trx)
  const byMember = Map.groupBy(rows, (row) => row.member_id)
  return new Map(
    [...byMember].map(([id, found]) => [
      id,
      new Map(found.map((row) => [`${row.kind}\u001f${row.name}`, row.group_id])),
    ]),
  )
}
