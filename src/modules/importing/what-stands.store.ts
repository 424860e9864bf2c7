import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'

/**
 * Whether anything about people or settings changed after the one entry of the journal, up to the other. Messages sent and people
 * signing in do not make a plan stale.
 */
export async function factsChangedBetween(
  trx: Trx,
  schoolId: string,
  { from, to }: { from: number; to: number },
): Promise<boolean> {
  if (from === to) return false
  const { rows } = await sql<{ changed: boolean }>`
    select exists (select from audit_entries where school_id = ${schoolId} and seq > ${from} and seq <= ${to}
      and subject_kind in ('link', 'adult', 'member', 'contact point', 'group', 'school', 'import', 'issue')
      and act <> 'contact-point.blocked'
      and not (act = 'issue.dismissed' and detail ->> 'kind' in ('import waits', 'import refused', 'guessing at letters'))) as changed`.execute(
    trx,
  )
  return rows[0]?.changed ?? false
}

export async function factsVersion(trx: Trx, schoolId: string): Promise<number> {
  const { rows } = await sql<{ seq: number }>`select seq from audit_heads where school_id = ${schoolId}`.execute(trx)
  return rows[0]?.seq ?? 0
}

/** How many pupils are on roll, and whether there are links that imports brought. */
export async function whatStands(trx: Trx, schoolId: string): Promise<{ links: boolean; pupils: number }> {
  const { rows } = await sql<{ links: boolean; pupils: number }>`
    select exists (select ${linksOfImports(schoolId)}) as links,
      (select count(*)::int8 from members where school_id = ${schoolId} and role = 'pupil' and status = 'on roll') as pupils`.execute(
    trx,
  )
  return rows[0] ?? { links: false, pupils: 0 }
}

export async function countLinks(trx: Trx, schoolId: string): Promise<number> {
  const { rows } = await sql<{ links: number }>`select count(*)::int8 as links ${linksOfImports(schoolId)}`.execute(trx)
  return rows[0]?.links ?? 0
}

/** Members of staff from the MIS who have not left. */
export async function countStaff(trx: Trx, schoolId: string): Promise<number> {
  const { rows } = await sql<{ staff: number }>`
    select count(*)::int8 as staff from members
    where school_id = ${schoolId} and role <> 'pupil' and origin = 'mis' and status <> 'leaver'`.execute(trx)
  return rows[0]?.staff ?? 0
}

const linksOfImports = (schoolId: string) =>
  sql`from links where school_id = ${schoolId} and ended_on is null and origin = 'mis'`
