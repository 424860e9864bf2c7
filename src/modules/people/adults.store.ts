import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import { forgetValues, isOfValues, rememberValues } from './contact-values.store.ts'
import type { Origin } from './people.types.ts'
import type { OptOutChannel } from './rules/opted-out.ts'
import type { ParsedPoint } from './rules/parsed-point.ts'

export async function insertAdult(
  trx: Trx,
  adult: {
    schoolId: string
    id: string
    origin: Origin
    title: string | null
    forename: string
    surname: string
    nameKey: string
    at: Date
  },
): Promise<void> {
  await trx
    .insertInto('adults')
    .values({
      school_id: adult.schoolId,
      id: adult.id,
      origin: adult.origin,
      title: adult.title,
      forename: adult.forename,
      surname: adult.surname,
      name_key: adult.nameKey,
      created_at: adult.at,
      updated_at: adult.at,
    })
    .execute()
}

export async function insertPoints(
  trx: Trx,
  owner: { schoolId: string; origin: 'web' | 'manual' | 'mis'; at: Date } & (
    | { adultId: string }
    | { memberId: string }
  ),
  points: (ParsedPoint & { id: string; position: number })[],
): Promise<void> {
  if (points.length === 0) return
  await trx
    .insertInto('contact_points')
    .values(
      points.map((point) => ({
        school_id: owner.schoolId,
        id: point.id,
        adult_id: 'adultId' in owner ? owner.adultId : null,
        member_id: 'memberId' in owner ? owner.memberId : null,
        kind: point.kind,
        value: point.value,
        raw: point.raw,
        origin: owner.origin,
        sms_capable: point.smsCapable,
        usable: point.usable,
        reason: point.reason,
        note: point.note,
        position: point.position,
        created_at: owner.at,
        updated_at: owner.at,
      })),
    )
    .execute()
  await rememberValues(trx, owner.schoolId, points)
}

export async function insertOptOut(
  trx: Trx,
  optOut: { schoolId: string; adultId: string; channel: OptOutChannel; reason: string; setBy: string; at: Date },
): Promise<void> {
  await trx
    .insertInto('opt_outs')
    .values({
      school_id: optOut.schoolId,
      adult_id: optOut.adultId,
      channel: optOut.channel,
      reason: optOut.reason,
      set_by: optOut.setBy,
      set_at: optOut.at,
    })
    .onConflict((conflict) => conflict.columns(['school_id', 'adult_id', 'channel']).doNothing())
    .execute()
}

/** Returns the choices that were lifted. */
export async function deleteOptOuts(
  trx: Trx,
  lifted: { schoolId: string; adultId: string; channel: OptOutChannel | null },
): Promise<OptOutChannel[]> {
  const { rows } = await sql<{ channel: OptOutChannel }>`
    delete from opt_outs
    where school_id = ${lifted.schoolId} and adult_id = ${lifted.adultId}
      and (${lifted.channel}::text is null or channel = ${lifted.channel})
    returning channel`.execute(trx)
  return rows.map((row) => row.channel)
}

/** OPT-2: deleted, not ended, so that nothing of them is left; ended ones of the same kind too. */
export async function erasePoints(
  trx: Trx,
  erased: { schoolId: string; adultId: string; ids: string[] },
): Promise<void> {
  await sql`
    delete from contact_points
    where school_id = ${erased.schoolId} and adult_id = ${erased.adultId} and id = any(${erased.ids})`.execute(trx)
  await forgetValues(trx, erased.schoolId, erased.ids)
}

export async function allPointsOfAdult(
  trx: Trx,
  schoolId: string,
  adultId: string,
): Promise<{ id: string; kind: string; origin: string; smsCapable: boolean }[]> {
  const { rows } = await sql<{ id: string; kind: string; origin: string; sms_capable: boolean }>`
    select id, kind, origin, sms_capable from contact_points
    where school_id = ${schoolId} and adult_id = ${adultId}`.execute(trx)
  return rows.map((row) => ({ id: row.id, kind: row.kind, origin: row.origin, smsCapable: row.sms_capable }))
}

export type PointHealth = { id: string; adultId: string | null; failures: number; blocked: boolean }

export async function pointsWithValue(trx: Trx, schoolId: string, value: string): Promise<PointHealth[]> {
  const { rows } = await sql<{ id: string; adult_id: string | null; failures: number; blocked_at: Date | null }>`
    select id, adult_id, failures, blocked_at from contact_points
    where school_id = ${schoolId} and id ${isOfValues(schoolId, [value])} and value = ${value} and ended_at is null for update`.execute(
    trx,
  )
  return rows.map((row) => ({
    id: row.id,
    adultId: row.adult_id,
    failures: row.failures,
    blocked: row.blocked_at !== null,
  }))
}

/** Health is no fact of the owner: `updated_at` stays, so that an undo does not mistake it for a change. */
export async function setHealth(
  trx: Trx,
  health: { schoolId: string; id: string; failures: number; blockReason: string | null; at: Date },
): Promise<void> {
  await sql`
    update contact_points set failures = ${health.failures}, block_reason = ${health.blockReason},
      blocked_at = ${health.blockReason === null ? null : health.at}
    where school_id = ${health.schoolId} and id = ${health.id}`.execute(trx)
}

export async function insertMisId(
  trx: Trx,
  id: { schoolId: string; misKey: string; misId: string | null; adultId: string; at: Date },
): Promise<void> {
  await sql`
    insert into adult_mis_ids (school_id, mis_key, mis_id, adult_id, origin, created_at)
    values (${id.schoolId}, ${id.misKey}, ${id.misId}, ${id.adultId}, 'mis', ${id.at})
    on conflict (school_id, mis_key) do nothing`.execute(trx)
}

export async function insertCourtOrderFlag(
  trx: Trx,
  flag: { schoolId: string; pupilId: string; adultId: string; flag: 'yes' | 'no'; at: Date },
): Promise<void> {
  await sql`
    insert into court_order_flags (school_id, pupil_id, adult_id, flag, origin, flagged_at)
    values (${flag.schoolId}, ${flag.pupilId}, ${flag.adultId}, ${flag.flag}, 'mis', ${flag.at})
    on conflict (school_id, pupil_id, adult_id) do update set flag = excluded.flag, flagged_at = excluded.flagged_at
      where court_order_flags.flag <> excluded.flag`.execute(trx)
}
