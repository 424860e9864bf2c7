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
