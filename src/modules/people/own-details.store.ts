import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import { isOfValues } from './contact-values.store.ts'
import type { Origin } from './people.types.ts'
import type { OptOutChannel } from './rules/opted-out.ts'

/** A new email takes the place of every email, a new mobile of every number that takes texts, whoever owned them. */
export async function endPointsOfChannel(
  trx: Trx,
  of: { schoolId: string; adultId: string; channel: 'email' | 'sms'; except: string; at: Date },
): Promise<void> {
  await sql`
    update contact_points set ended_at = ${of.at}, updated_at = ${of.at}
    where school_id = ${of.schoolId} and adult_id = ${of.adultId} and ended_at is null
      and ${of.channel === 'email' ? sql`kind = 'email'` : sql`sms_capable`}
      and (value is null or value <> ${of.except})`.execute(trx)
}

/** How many others of the school, adults or members, have this value now. */
export async function otherOwnersOfValue(
  trx: Trx,
  of: { schoolId: string; adultId: string; value: string },
): Promise<number> {
  const { rows } = await sql<{ others: number }>`
    select count(*)::int as others from contact_points
    where school_id = ${of.schoolId} and id ${isOfValues(of.schoolId, [of.value])} and value = ${of.value} and ended_at is null
      and adult_id is distinct from ${of.adultId}`.execute(trx)
  return rows[0]?.others ?? 0
}

/** Everything that is held of how somebody is reached, what was before too, and what they refused; for themselves (SEC-8). */
export type HeldOfAdult = {
  contactPoints: {
    kind: string
    value: string
    origin: Origin
    since: Date
    provedAt: Date | null
    usable: boolean
    endedAt: Date | null
  }[]
  optOuts: { channel: OptOutChannel; since: Date }[]
}

/** SEC-8: every detail that is or was held of an adult, and what they opted out of. */
export async function heldOfAdult(trx: Trx, of: { schoolId: string; adultId: string }): Promise<HeldOfAdult> {
  const points = await sql<HeldOfAdult['contactPoints'][number]>`
    select kind, coalesce(value, raw) as value, origin, created_at as since, proved_at as "provedAt", usable,
      ended_at as "endedAt"
    from contact_points where school_id = ${of.schoolId} and adult_id = ${of.adultId}
    order by ended_at nulls first, position, id`.execute(trx)
  const optOuts = await sql<HeldOfAdult['optOuts'][number]>`
    select channel, set_at as since from opt_outs
    where school_id = ${of.schoolId} and adult_id = ${of.adultId} order by channel`.execute(trx)
  return { contactPoints: points.rows, optOuts: optOuts.rows }
}
