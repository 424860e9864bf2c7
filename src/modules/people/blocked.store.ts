import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'

/** A detail that failed too often, of an adult who is linked (DLV-5). */
export type BlockedPoint = {
  pointId: string
  adultId: string
  adultName: string
  kind: string
  raw: string
  value: string | null
  blockedAt: Date
  blockReason: string | null
  /** One of the children, and how many there are. */
  pupilName: string
  children: number
}

/** The longest blocked first. */
export async function blockedPoints(trx: Trx, schoolId: string): Promise<BlockedPoint[]> {
  const { rows } = await sql<BlockedPoint>`
    select c.id as "pointId", a.id as "adultId", a.forename || ' ' || a.surname as "adultName", c.kind, c.raw, c.value,
      c.blocked_at as "blockedAt", c.block_reason as "blockReason",
      min(m.forename || ' ' || m.surname) as "pupilName", count(distinct m.id)::int as children
    from contact_points c
    join adults a on a.school_id = c.school_id and a.id = c.adult_id
    join links l on l.school_id = c.school_id and l.adult_id = c.adult_id and l.ended_on is null
    join members m on m.school_id = l.school_id and m.id = l.pupil_id and m.status = 'on roll'
    where c.school_id = ${schoolId} and c.blocked_at is not null and c.ended_at is null
    group by c.school_id, c.id, a.school_id, a.id
    order by c.blocked_at, c.id limit 500`.execute(trx)
  return rows
}
