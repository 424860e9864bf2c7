import type { Trx } from '../../platform/db/index.ts'

/** When the MIS is asked by itself. */
export type Schedule = {
  id: string
  schoolId: string
  kind: 'wonde'
  pattern: string
  settings: { address: string; wondeSchool: string }
  sealedSecret: string
  setUpBy: string
  setUpAt: Date
  nextAt: Date
}

/** When Wonde is asked; null where nobody set it up. */
export async function scheduleOf(trx: Trx, schoolId: string): Promise<Schedule | null> {
  const row = await trx
    .selectFrom('sync_schedules')
    .selectAll()
    .where('school_id', '=', schoolId)
    .where('kind', '=', 'wonde')
    .executeTakeFirst()
  if (!row) return null
  return {
    id: row.id,
    schoolId: row.school_id,
    kind: 'wonde',
    pattern: row.pattern,
    settings: row.settings as Schedule['settings'],
    sealedSecret: row.sealed_secret,
    setUpBy: row.set_up_by,
    setUpAt: row.set_up_at,
    nextAt: row.next_at,
  }
}

export async function saveSchedule(trx: Trx, schedule: Schedule): Promise<void> {
  const values = {
    id: schedule.id,
    pattern: schedule.pattern,
    settings: JSON.stringify(schedule.settings),
    sealed_secret: schedule.sealedSecret,
    set_up_by: schedule.setUpBy,
    set_up_at: schedule.setUpAt,
    next_at: schedule.nextAt,
  }
  await trx
    .insertInto('sync_schedules')
    .values({ school_id: schedule.schoolId, kind: schedule.kind, ...values })
    .onConflict((conflict) => conflict.columns(['school_id', 'kind']).doUpdateSet(values))
    .execute()
}

export async function setNextTime(trx: Trx, next: { schoolId: string; id: string; at: Date }): Promise<void> {
  await trx
    .updateTable('sync_schedules')
    .set({ next_at: next.at })
    .where('school_id', '=', next.schoolId)
    .where('id', '=', next.id)
    .execute()
}

export async function deleteSchedule(trx: Trx, { schoolId, id }: { schoolId: string; id: string }): Promise<void> {
  await trx.deleteFrom('sync_schedules').where('school_id', '=', schoolId).where('id', '=', id).execute()
}
