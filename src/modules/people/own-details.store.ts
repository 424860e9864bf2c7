import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'

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
    where school_id = ${of.schoolId} and value = ${of.value} and ended_at is null
      and adult_id is distinct from ${of.adultId}`.execute(trx)
  return rows[0]?.others ?? 0
}
