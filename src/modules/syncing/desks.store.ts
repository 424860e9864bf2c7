import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'

// The desks belong to the instance: a worker asks them which schools have something due, and takes one desk at a time.

export type Desk = { schoolId: string; token: string }

/** Every school has a desk, also one that was opened a minute ago. */
export async function insertMissingDesks(trx: Trx, dueAt: Date): Promise<void> {
  await sql`
    insert into sync_desks (school_id, due_at) select id, ${dueAt} from schools
    on conflict (school_id) do nothing`.execute(trx)
}

/** Schools that have something due and at which nobody works, the longest due first. */
export async function desksDue(trx: Trx, now: Date, limit: number): Promise<string[]> {
  const { rows } = await sql<{ school_id: string }>`
    select school_id from sync_desks where due_at <= ${now} and (lease_until is null or lease_until < ${now})
    order by due_at, school_id limit ${limit}`.execute(trx)
  return rows.map((row) => row.school_id)
}

/** Takes the desk unless somebody has it: two runs for one school never go on at the same time. */
export async function claimDesk(trx: Trx, claim: Desk & { now: Date; until: Date }): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into sync_desks (school_id, due_at, lease_token, lease_until)
    values (${claim.schoolId}, ${claim.now}, ${claim.token}, ${claim.until})
    on conflict (school_id) do update set lease_token = ${claim.token}, lease_until = ${claim.until}
    where sync_desks.lease_until is null or sync_desks.lease_until < ${claim.now}`.execute(trx)
  return (numAffectedRows ?? 0n) > 0n
}

/** False when the desk was taken by somebody else meanwhile. */
export async function extendDesk(trx: Trx, held: Desk & { until: Date }): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update sync_desks set lease_until = ${held.until}
    where school_id = ${held.schoolId} and lease_token = ${held.token}`.execute(trx)
  return (numAffectedRows ?? 0n) > 0n
}

/** Somebody may have put something on the desk while it was worked at: then it stays due. */
export async function leaveDesk(trx: Trx, left: Desk & { dueAt: Date; startedAt: Date }): Promise<void> {
  await sql`
    update sync_desks set lease_token = null, lease_until = null,
      due_at = case when due_at > ${left.startedAt} and due_at < ${left.dueAt} then due_at else ${left.dueAt} end
    where school_id = ${left.schoolId} and lease_token = ${left.token}`.execute(trx)
}

/** Something is to be done at this school from `dueAt` on. */
export async function nudgeDesk(trx: Trx, schoolId: string, dueAt: Date): Promise<void> {
  await sql`
    insert into sync_desks (school_id, due_at) values (${schoolId}, ${dueAt})
    on conflict (school_id) do update set due_at = ${dueAt}`.execute(trx)
}
