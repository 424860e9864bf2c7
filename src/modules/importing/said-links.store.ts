import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import type { ContactRecord, LinkRecord } from './records.ts'

/** A contact of a pupil as the MIS says it, with the adult that it is known to be here. */
export type SaidLink = {
  link: LinkRecord
  contact: ContactRecord
  pupilKey: string
  adultId: string | null
  optedOut: boolean
  idBelongsTo: { forename: string; surname: string } | null
}

export type KnownAdult = {
  mis_key: string
  adult_id: string
  opted_out: boolean
  forename: string
  surname: string
  /** Whoever else is named under the id is not this adult. */
  own_details: boolean
}

/** Which adult each of these contacts is, and whether that adult opted out of everything: contact key → adult. */
export async function adultsKnownAs(
  trx: Trx,
  schoolId: string,
  contactKeys: string[],
): Promise<Map<string, KnownAdult>> {
  const { rows } = await sql<KnownAdult>`
    select m.mis_key, m.adult_id, o.adult_id is not null as opted_out, a.forename, a.surname,
      (a.origin in ('web', 'manual') or a.registered_at is not null) and m.origin = 'mis' as own_details
    from adult_mis_ids m join adults a on a.school_id = m.school_id and a.id = m.adult_id
    left join opt_outs o on o.school_id = m.school_id and o.adult_id = m.adult_id and o.channel = 'all'
    where m.school_id = ${schoolId} and m.mis_key = any(${contactKeys})`.execute(trx)
  return new Map(rows.map((row) => [row.mis_key, row]))
}

export function saidLink(
  said: Pick<SaidLink, 'pupilKey' | 'link' | 'contact'>,
  adult: KnownAdult | undefined,
): SaidLink {
  return {
    ...said,
    adultId: adult?.adult_id ?? null,
    optedOut: adult?.opted_out ?? false,
    idBelongsTo: adult?.own_details ? { forename: adult.forename, surname: adult.surname } : null,
  }
}

/** The contacts of these pupils as the last applied import said them. */
export async function linksOfSnapshot(trx: Trx, schoolId: string, pupilKeys: string[]): Promise<SaidLink[]> {
  const { rows } = await sql<Pick<SaidLink, 'pupilKey' | 'link' | 'contact'>>`
    select l.parent as "pupilKey", l.data as link, c.data as contact from mis_records l
    join mis_records c on c.school_id = l.school_id and c.kind = 'contact' and c.key = l.other
    where l.school_id = ${schoolId} and l.kind = 'link' and l.parent = any(${pupilKeys})
    order by l.parent, (l.data ->> 'priority')::int nulls last, l.other`.execute(trx)
  return withAdults(trx, schoolId, rows)
}

/** The same as a plan that waits says them; of those whom it passed over, the last import speaks still. */
export async function linksOfWaitingPlan(
  trx: Trx,
  plan: { schoolId: string; planId: string },
  pupilKeys: string[],
): Promise<SaidLink[]> {
  const ofPlan = sql`s.school_id = ${plan.schoolId} and s.plan_id = ${plan.planId} and s.pupils && ${pupilKeys}::text[]`
  const records = (kind: string) => sql`
    (select r ->> 'key' as key, r ->> 'parent' as parent, r ->> 'other' as other, r -> 'data' as data
      from import_staging s, lateral jsonb_array_elements(s.records) r where ${ofPlan} and s.comes and r ->> 'kind' = ${kind}
    union all select m.key, m.parent, m.other, m.data
      from import_staging s, lateral unnest(s.same) same (name)
      join mis_records m on m.school_id = ${plan.schoolId} and m.kind = ${kind} and m.key = substr(same.name, ${kind.length + 2})
      where ${ofPlan} and s.comes and split_part(same.name, chr(31), 1) = ${kind})`
  const { rows } = await sql<Pick<SaidLink, 'pupilKey' | 'link' | 'contact'>>`
    select l.parent as "pupilKey", l.data as link, c.data as contact from ${records('link')} l
    join ${records('contact')} c on c.key = l.other where l.parent = any(${pupilKeys})
    order by l.parent, (l.data ->> 'priority')::int nulls last, l.other`.execute(trx)
  const { rows: mentioned } = await sql<{ key: string }>`
    select distinct unnest(s.pupils) as key from import_staging s where ${ofPlan}`.execute(trx)
  const spoken = new Set(mentioned.map(({ key }) => key))
  const silent = pupilKeys.filter((key) => !spoken.has(key))
  return [...(await withAdults(trx, plan.schoolId, rows)), ...(await linksOfSnapshot(trx, plan.schoolId, silent))]
}

async function withAdults(
  trx: Trx,
  schoolId: string,
  said: Pick<SaidLink, 'pupilKey' | 'link' | 'contact'>[],
): Promise<SaidLink[]> {
  const known = await adultsKnownAs(trx, schoolId, [...new Set(said.map(({ contact }) => contact.key))])
  return said.map((one) => saidLink(one, known.get(one.contact.key)))
}
