import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'

/** A registration that was finished: which adult, for which pupil, by which letter, and how it was proved. */
export type RegistrationDone = {
  id: string
  memberId: string
  adultId: string
  reference: string
  letterKind: 'family' | 'single-adult' | 'staff'
  finishedAt: Date
  emailProvedAt: Date | null
  mobileProvedAt: Date | null
  /** LET-13: where a person at the school decided it. */
  decidedBy: string | null
  decidedAt: Date | null
}

/** Newest first. */
export function registrationsOfMember(trx: Trx, schoolId: string, memberId: string): Promise<RegistrationDone[]> {
  return registrationsWhere(trx, schoolId, sql`r.member_id = ${memberId}`)
}

/** Newest first. */
export function registrationsOfAdult(trx: Trx, schoolId: string, adultId: string): Promise<RegistrationDone[]> {
  return registrationsWhere(trx, schoolId, sql`r.adult_id = ${adultId}`)
}

async function registrationsWhere(
  trx: Trx,
  schoolId: string,
  condition: ReturnType<typeof sql>,
): Promise<RegistrationDone[]> {
  const { rows } = await sql<RegistrationDone>`
    select r.id, r.member_id as "memberId", r.adult_id as "adultId", l.reference, l.kind as "letterKind",
      r.finished_at as "finishedAt", r.email_proved_at as "emailProvedAt", r.mobile_proved_at as "mobileProvedAt",
      r.decided_by as "decidedBy", r.decided_at as "decidedAt"
    from registrations r join security_letters l on l.school_id = r.school_id and l.id = r.letter_id
    where r.school_id = ${schoolId} and r.state = 'registered' and r.adult_id is not null and ${condition}
    order by r.finished_at desc, r.id desc`.execute(trx)
  return rows
}

/** LET-14: for each child on roll whose adult registered, the moment of the first one; and when the first letters were printed. */
export async function firstRegistrations(
  trx: Trx,
  schoolId: string,
): Promise<{ firstPrinted: Date | null; firstOfEach: Date[] }> {
  const { rows } = await sql<{ first: Date }>`
    select min(r.finished_at) as first
    from registrations r join members m on m.school_id = r.school_id and m.id = r.member_id
    where r.school_id = ${schoolId} and r.state = 'registered' and m.role = 'pupil' and m.status = 'on roll'
    group by r.member_id`.execute(trx)
  const printed = await sql<{ first: Date | null }>`
    select min(printed_at) as first from letter_batches where school_id = ${schoolId}`.execute(trx)
  return { firstPrinted: printed.rows[0]?.first ?? null, firstOfEach: rows.map(({ first }) => first) }
}
