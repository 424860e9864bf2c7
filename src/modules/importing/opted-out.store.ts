import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import type { Run } from './applying.store.ts'
import type { ContactRecord } from './records.ts'
import { isOnePerson } from './rules/one-id-one-person.ts'

const pointOfMis = sql`
  select from contact_points p where p.school_id = a.school_id and p.adult_id = a.id and p.origin = 'mis'`

/** OPT-2: adults of whom what the MIS gave is erased, because a run says of them, or of one of these contacts, that they opted out. */
export async function adultsToErase(trx: Trx, run: Run, contactKeys: string[]): Promise<string[]> {
  const found = [
    ...(await adultsWithoutDetails(trx, run, contactKeys)),
    ...(await adultsWithoutLinks(trx, run, contactKeys)),
  ]
  return [...new Set(found)].sort()
}

/** Nothing of the MIS is current any more: what is left are ended contact points, and what they gave themselves (IMP-5). */
async function adultsWithoutDetails(trx: Trx, run: Run, contactKeys: string[]): Promise<string[]> {
  if (contactKeys.length === 0 && !run.says('contact point', ['end'])) return []
  const { rows } = await sql<{ id: string }>`
    with said as (
      select adult_id from import_plan_entries where school_id = ${run.schoolId} and plan_id = ${run.planId} and left_out is null
        and entity = 'contact point' and act = 'end' and rule = 'OPT-2'
      union select adult_id from adult_mis_ids where school_id = ${run.schoolId} and mis_key = any(${contactKeys}))
    select a.id from said join adults a on a.school_id = ${run.schoolId} and a.id = said.adult_id
    where exists (${pointOfMis}) and not exists (${pointOfMis} and p.ended_at is null)`.execute(trx)
  return rows.map(({ id }) => id)
}

/** Nobody decides about the details of those who are linked to no child any more. Whose id stands for somebody else now did not opt out. */
async function adultsWithoutLinks(trx: Trx, { schoolId }: Run, contactKeys: string[]): Promise<string[]> {
  if (contactKeys.length === 0) return []
  const { rows } = await sql<{ id: string; forename: string; surname: string; contact: ContactRecord }>`
    select a.id, a.forename, a.surname, m.data as contact
    from adult_mis_ids i
    join adults a on a.school_id = i.school_id and a.id = i.adult_id
    join mis_records m on m.school_id = i.school_id and m.kind = 'contact' and m.key = i.mis_key
    where i.school_id = ${schoolId} and i.mis_key = any(${contactKeys}) and exists (${pointOfMis})
      and not exists (select from links l where l.school_id = a.school_id and l.adult_id = a.id and l.ended_on is null)`.execute(
    trx,
  )
  return rows.filter(({ contact, ...adult }) => isOnePerson(contact, adult)).map(({ id }) => id)
}
