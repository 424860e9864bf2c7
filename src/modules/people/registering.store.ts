import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import { isOfValues } from './contact-values.store.ts'

export async function giveAdultToPerson(
  trx: Trx,
  adult: { schoolId: string; adultId: string; forename: string; surname: string; nameKey: string; at: Date },
): Promise<void> {
  await sql`
    update adults set origin = 'web', forename = ${adult.forename}, surname = ${adult.surname}, name_key = ${adult.nameKey},
      registered_at = coalesce(registered_at, ${adult.at}), updated_at = ${adult.at}
    where school_id = ${adult.schoolId} and id = ${adult.adultId}`.execute(trx)
}

export async function giveLinkToPerson(
  trx: Trx,
  link: { schoolId: string; linkId: string; relationship: string; prime: boolean; at: Date },
): Promise<void> {
  await sql`
    update links set origin = 'web', relationship = ${link.relationship}, prime = ${link.prime}, updated_at = ${link.at}
    where school_id = ${link.schoolId} and id = ${link.linkId}`.execute(trx)
}

/** The proved channels that are on record become the person's, healthy again. Returns the values found. */
export async function giveProvedPointsToPerson(
  trx: Trx,
  of: { schoolId: string; adultId: string; values: string[]; at: Date },
): Promise<string[]> {
  const { rows } = await sql<{ value: string }>`
    update contact_points set origin = 'web', proved_at = ${of.at}, updated_at = ${of.at}, usable = true, reason = null,
      failures = 0, blocked_at = null, block_reason = null
    where school_id = ${of.schoolId} and adult_id = ${of.adultId} and ended_at is null and value = any(${of.values})
    returning value`.execute(trx)
  return rows.map(({ value }) => value)
}

/** Emails and numbers that take texts which the person did not register are not theirs any more, whoever owned them. */
export async function endOtherPoints(
  trx: Trx,
  of: { schoolId: string; adultId: string; values: string[]; at: Date },
): Promise<void> {
  await sql`
    update contact_points set ended_at = ${of.at}, updated_at = ${of.at}
    where school_id = ${of.schoolId} and adult_id = ${of.adultId} and ended_at is null
      and (kind = 'email' or sms_capable) and (value is null or not value = any(${of.values}))`.execute(trx)
}

export async function markPointsProved(
  trx: Trx,
  of: { schoolId: string; adultId: string; values: string[]; at: Date },
): Promise<void> {
  await sql`
    update contact_points set proved_at = ${of.at}
    where school_id = ${of.schoolId} and adult_id = ${of.adultId} and ended_at is null and value = any(${of.values})`.execute(
    trx,
  )
}

/** Adults of the school with one of these emails or numbers, now. */
export async function adultIdsWithValues(trx: Trx, schoolId: string, values: string[]): Promise<string[]> {
  const { rows } = await sql<{ adult_id: string }>`
    select distinct adult_id from contact_points
    where school_id = ${schoolId} and id ${isOfValues(schoolId, values)}
      and value = any(${values}) and ended_at is null and adult_id is not null
    order by adult_id`.execute(trx)
  return rows.map((row) => row.adult_id)
}

/**
 * The same for an adult member: what they proved becomes theirs, and their other emails and numbers that take texts end. Returns the
 * values found.
 */
export async function givePointsToMember(
  trx: Trx,
  of: { schoolId: string; memberId: string; values: string[]; at: Date },
): Promise<string[]> {
  await sql`
    update contact_points set ended_at = ${of.at}, updated_at = ${of.at}
    where school_id = ${of.schoolId} and member_id = ${of.memberId} and ended_at is null
      and (kind = 'email' or sms_capable) and (value is null or not value = any(${of.values}))`.execute(trx)
  const { rows } = await sql<{ value: string }>`
    update contact_points set origin = 'web', proved_at = ${of.at}, updated_at = ${of.at}, usable = true, reason = null,
      failures = 0, blocked_at = null, block_reason = null
    where school_id = ${of.schoolId} and member_id = ${of.memberId} and ended_at is null and value = any(${of.values})
    returning value`.execute(trx)
  return rows.map(({ value }) => value)
}
