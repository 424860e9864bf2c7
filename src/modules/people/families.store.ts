import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import type { Adult, ContactPoint, Family, Flag, Link, Member, Origin, Person } from './people.types.ts'
import { type CourtOrder, stateOfLink } from './rules/link-state.ts'
import type { OptOutChannel } from './rules/opted-out.ts'
import type { PointKind } from './rules/parsed-point.ts'

/** Pupils by id with all their links, ended ones too, each with its adult. In the order of `pupilIds`; unknown ids are left out. */
export async function familiesOf(trx: Trx, schoolId: string, pupilIds: string[]): Promise<Family[]> {
  const members = await membersById(trx, schoolId, pupilIds)
  const linksOf = await linksOfPupils(trx, { schoolId, pupilIds }, adultsById)
  return pupilIds.flatMap((id) => {
    const pupil = members.get(id)
    return pupil ? [{ pupil, links: linksOf.get(id) ?? [] }] : []
  })
}

/** All links of each of these pupils, ended ones too, each with its adult; by pupil. */
export async function linksOfPupils<Whom extends Person>(
  trx: Trx,
  { schoolId, pupilIds }: { schoolId: string; pupilIds: string[] },
  load: (trx: Trx, schoolId: string, ids: string[]) => Promise<Map<string, Whom>>,
): Promise<Map<string, (Link & { adult: Whom })[]>> {
  if (pupilIds.length === 0) return new Map()
  const links = await linksWhere(trx, sql`l.school_id = ${schoolId} and l.pupil_id = any(${pupilIds})`)
  const adults = await load(trx, schoolId, [...new Set(links.map((link) => link.adultId))])
  const joined = links.flatMap((link) => {
    const adult = adults.get(link.adultId)
    return adult ? [{ ...link, adult }] : []
  })
  return Map.groupBy(joined, (link) => link.pupilId)
}

export async function membersById(trx: Trx, schoolId: string, ids: string[]): Promise<Map<string, Member>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<MemberRow>`
    select ${memberColumns} from members where school_id = ${schoolId} and id = any(${ids})`.execute(trx)
  return new Map(rows.map((row) => [row.id, memberOfRow(row)]))
}

export async function adultsById(trx: Trx, schoolId: string, ids: string[]): Promise<Map<string, Adult>> {
  const people = await personsById(trx, schoolId, ids)
  const points = await pointsOf(trx, schoolId, 'adult_id', [...people.keys()])
  return new Map([...people].map(([id, person]) => [id, { ...person, contactPoints: points.get(id) ?? [] }]))
}

export async function personsById(trx: Trx, schoolId: string, ids: string[]): Promise<Map<string, Person>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<AdultRow>`
    select a.id, a.origin, a.title, a.forename, a.surname, a.address, a.postcode, a.household_key, a.registered_at,
      (select coalesce(jsonb_agg(coalesce(m.mis_id, m.mis_key) order by m.mis_key), '[]') from adult_mis_ids m
        where m.school_id = a.school_id and m.adult_id = a.id) as mis_ids,
      (select coalesce(jsonb_agg(o.channel order by o.channel), '[]') from opt_outs o
        where o.school_id = a.school_id and o.adult_id = a.id) as opt_outs
    from adults a where a.school_id = ${schoolId} and a.id = any(${ids})`.execute(trx)
  return new Map(rows.map((row) => [row.id, personOfRow(row)]))
}

/** Contact points in use, by owner, in their order. */
export async function pointsOf(
  trx: Trx,
  schoolId: string,
  owner: 'adult_id' | 'member_id',
  ids: string[],
): Promise<Map<string, ContactPoint[]>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<PointRow>`
    select id, adult_id, member_id, kind, value, raw, origin, sms_capable, usable, reason, note, position, proved_at,
      failures, blocked_at, block_reason, updated_at
    from contact_points
    where school_id = ${schoolId} and ${sql.ref(owner)} = any(${ids}) and ended_at is null
    order by position, id`.execute(trx)
  const byOwner = Map.groupBy(rows, (row) => row[owner] ?? '')
  return new Map([...byOwner].map(([id, found]) => [id, found.map(pointOfRow)]))
}

/** Links with what the MIS flagged and what a person decided last about it (decisions are few), priority first. */
export async function linksWhere(trx: Trx, condition: ReturnType<typeof sql>): Promise<Link[]> {
  const { rows } = await sql<LinkRow>`
    select l.id, l.pupil_id, l.adult_id, l.origin, l.relationship, l.priority, l.parental_responsibility, l.lives_with,
      l.prime, l.reason, l.started_on, l.ended_on, l.end_reason, f.flag as court_order, f.flagged_at, d.decision, d.decided_at,
      r.pupil_id is not null as restricted
    from links l
    left join court_order_flags f
      on f.school_id = l.school_id and f.pupil_id = l.pupil_id and f.adult_id = l.adult_id
    left join (
      select distinct on (school_id, pupil_id, adult_id) school_id, pupil_id, adult_id, decision, decided_at
      from court_order_decisions order by school_id, pupil_id, adult_id, decided_at desc, id desc) d
      on d.school_id = l.school_id and d.pupil_id = l.pupil_id and d.adult_id = l.adult_id
    left join (select distinct school_id, pupil_id, adult_id from restrictions where lifted_at is null) r
      on r.school_id = l.school_id and r.pupil_id = l.pupil_id and r.adult_id = l.adult_id
    where ${condition}
    order by l.ended_on nulls first, l.prime desc, l.priority nulls last, l.id`.execute(trx)
  return rows.map(linkOfRow)
}

// Named one by one: reading what nobody asks for, dates above all, is felt at 20,000 pupils.
const memberColumns = sql`id, role, status, origin, mis_key, mis_id, admission_number, upn, title, forename, surname,
  legal_forename, legal_surname, birth_date, year, registration_group, house, leaving_date, left_on`

export type MemberRow = {
  id: string
  role: string
  status: string
  origin: string
  mis_key: string | null
  mis_id: string | null
  admission_number: string | null
  upn: string | null
  title: string | null
  forename: string
  surname: string
  legal_forename: string | null
  legal_surname: string | null
  birth_date: string | null
  year: string | null
  registration_group: string | null
  house: string | null
  leaving_date: string | null
  left_on: string | null
}

export const memberOfRow = (row: MemberRow): Member => ({
  id: row.id,
  role: row.role as Member['role'],
  status: row.status as Member['status'],
  origin: row.origin as Origin,
  misKey: row.mis_key,
  misId: row.mis_id,
  admissionNumber: row.admission_number,
  upn: row.upn,
  title: row.title,
  forename: row.forename,
  surname: row.surname,
  legalForename: row.legal_forename,
  legalSurname: row.legal_surname,
  birthDate: row.birth_date,
  year: row.year,
  registrationGroup: row.registration_group,
  house: row.house,
  leavingDate: row.leaving_date,
  leftOn: row.left_on,
})

type AdultRow = {
  id: string
  origin: string
  title: string | null
  forename: string
  surname: string
  address: string | null
  postcode: string | null
  household_key: string | null
  registered_at: Date | null
  mis_ids: string[]
  opt_outs: OptOutChannel[]
}

const personOfRow = (row: AdultRow): Person => ({
  id: row.id,
  origin: row.origin as Origin,
  title: row.title,
  forename: row.forename,
  surname: row.surname,
  address: row.address,
  postcode: row.postcode,
  householdKey: row.household_key,
  registeredAt: row.registered_at,
  misIds: row.mis_ids,
  optOuts: row.opt_outs,
})

type PointRow = {
  id: string
  adult_id: string | null
  member_id: string | null
  kind: string
  value: string | null
  raw: string
  origin: string
  sms_capable: boolean
  usable: boolean
  reason: string | null
  note: string | null
  position: number
  proved_at: Date | null
  failures: number
  blocked_at: Date | null
  block_reason: string | null
  updated_at: Date
}

const pointOfRow = (row: PointRow): ContactPoint => ({
  id: row.id,
  kind: row.kind as PointKind,
  value: row.value,
  raw: row.raw,
  origin: row.origin as Origin,
  smsCapable: row.sms_capable,
  usable: row.usable,
  reason: row.reason,
  note: row.note,
  position: row.position,
  provedAt: row.proved_at,
  failures: row.failures,
  blockedAt: row.blocked_at,
  blockReason: row.block_reason,
  updatedAt: row.updated_at,
})

type LinkRow = {
  id: string
  pupil_id: string
  adult_id: string
  origin: string
  relationship: string | null
  priority: number | null
  parental_responsibility: string
  lives_with: string
  prime: boolean
  reason: string | null
  started_on: string
  ended_on: string | null
  end_reason: string | null
  court_order: 'yes' | 'no' | null
  flagged_at: Date | null
  decision: 'released' | 'kept' | null
  decided_at: Date | null
  restricted: boolean
}

function linkOfRow(row: LinkRow): Link {
  const courtOrder: CourtOrder = {
    flag: row.court_order ?? 'unknown',
    flaggedAt: row.flagged_at,
    decision: row.decision,
    decidedAt: row.decided_at,
  }
  return {
    id: row.id,
    pupilId: row.pupil_id,
    adultId: row.adult_id,
    origin: row.origin as Origin,
    relationship: row.relationship,
    priority: row.priority,
    parentalResponsibility: row.parental_responsibility as Flag,
    livesWith: row.lives_with as Flag,
    prime: row.prime,
    reason: row.reason,
    startedOn: row.started_on,
    endedOn: row.ended_on,
    endReason: row.end_reason,
    courtOrder,
    restricted: row.restricted,
    state: stateOfLink({ endedOn: row.ended_on, courtOrder, restricted: row.restricted }),
  }
}
