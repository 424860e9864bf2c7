import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'

export type ReminderRow = {
  id: string
  way: 'letter' | 'text' | 'email'
  /** Null for the whole school. */
  registrationGroup: string | null
  pupils: number
  messageId: string | null
  remindedBy: string
  remindedAt: Date
}

export async function insertReminder(trx: Trx, schoolId: string, row: ReminderRow): Promise<void> {
  await sql`
    insert into registration_reminders
      (school_id, id, way, registration_group, pupils, message_id, reminded_by, reminded_at)
    values (${schoolId}, ${row.id}, ${row.way}, ${row.registrationGroup}, ${row.pupils}, ${row.messageId},
      ${row.remindedBy}, ${row.remindedAt})`.execute(trx)
}

export async function remindersLatest(trx: Trx, schoolId: string): Promise<ReminderRow[]> {
  const { rows } = await sql<ReminderRow>`
    select id, way, registration_group as "registrationGroup", pupils, message_id as "messageId",
      reminded_by as "remindedBy", reminded_at as "remindedAt"
    from registration_reminders where school_id = ${schoolId}
    order by reminded_at desc, id desc limit 50`.execute(trx)
  return rows
}
