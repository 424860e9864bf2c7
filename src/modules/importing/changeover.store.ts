import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import type { StandingLink } from './rules/decide-pupil.ts'

type LightLink = Pick<StandingLink, 'prime' | 'origin' | 'restricted'> & { id: string }

/** Every pupil on roll in the order of classes and names, with the least of each current link. */
export async function pupilsWithLinks(trx: Trx, schoolId: string): Promise<{ id: string; links: LightLink[] }[]> {
  const { rows } = await sql<{ id: string; links: LightLink[] | null }>`
    select m.id, jsonb_agg(jsonb_build_object('id', l.id, 'prime', l.prime, 'origin', l.origin, 'restricted', r.id is not null))
      filter (where l.id is not null) as links
    from members m
    left join links l on l.school_id = m.school_id and l.pupil_id = m.id and l.ended_on is null
    left join restrictions r on r.school_id = l.school_id and r.pupil_id = l.pupil_id and r.adult_id = l.adult_id and r.lifted_at is null
    where m.school_id = ${schoolId} and m.role = 'pupil' and m.status = 'on roll'
    group by m.id, m.year, m.registration_group, m.surname, m.forename
    order by m.year, m.registration_group, m.surname, m.forename, m.id`.execute(trx)
  return rows.map((row) => ({ id: row.id, links: row.links ?? [] }))
}
