import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'

/** How a school stands between letters and import: children on roll by the owner of their prime link, and what the last file holds. */
export type FirstContacts = {
  pupils: number
  /** Children with a prime link of this origin; one with two stands under the first of web, manual, picked, mis. */
  primes: { web: number; manual: number; picked: number; mis: number }
  /** Children for whom the last file names a priority-1 contact, and those of them without a prime adult; null before the first. */
  inFile: number | null
  inFileAndOpen: number | null
}

/** Read as the import role, which alone sees what the MIS said. */
export async function countFirstContacts(trx: Trx, schoolId: string): Promise<FirstContacts> {
  const { rows } = await sql<{ owner: string | null; in_file: boolean; pupils: number }>`
    select owner, in_file, count(*)::int as pupils from (
      select
        (select case when bool_or(l.origin = 'web') then 'web' when bool_or(l.origin = 'manual') then 'manual'
            when bool_or(l.origin = 'picked') then 'picked' when bool_or(l.origin = 'mis') then 'mis' end
          from links l where l.school_id = m.school_id and l.pupil_id = m.id and l.prime and l.ended_on is null) as owner,
        exists (select from mis_records r where r.school_id = m.school_id and r.kind = 'link' and r.parent = m.mis_key
          and (r.data ->> 'priority')::int = 1) as in_file
      from members m where m.school_id = ${schoolId} and m.role = 'pupil' and m.status = 'on roll') standing
    group by owner, in_file`.execute(trx)
  const sum = (fits: (row: (typeof rows)[number]) => boolean) =>
    rows.filter(fits).reduce((total, { pupils }) => total + pupils, 0)
  const ownedBy = (origin: string) => sum(({ owner }) => owner === origin)
  const inFile = sum((row) => row.in_file)
  return {
    pupils: sum(() => true),
    primes: { web: ownedBy('web'), manual: ownedBy('manual'), picked: ownedBy('picked'), mis: ownedBy('mis') },
    inFile: inFile === 0 ? null : inFile,
    inFileAndOpen: inFile === 0 ? null : sum((row) => row.in_file && row.owner === null),
  }
}
