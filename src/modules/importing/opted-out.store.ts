import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import type { Run } from './applying.store.ts'
import { adultsOfPlansAlone } from './forgetting.store.ts'
import type { ContactRecord } from './records.ts'
import { isOnePerson } from './rules/one-id-one-person.ts'

const pointOfMis = sql`
  select from contact_points p where p.school_id = a.school_id and p.adult_id = a.id and p.origin = 'mis'`

/** OPT-2: adults of whom what the MIS gave is erased, because a run says of them, or of one of these contacts, that they opted out. */
export async function adultsToErase(trx: Trx, run: Run, contactKeys: string[]): Promise<string[]> {
  const found = [
    ...(await adultsWithoutDetails(trx, run, contactKeys)),
    ...(await adultsStillReached(trx, run, contactKeys)),
    ...(await adultsOfPlansAlone(trx, run.schoolId, contactKeys)),
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

/**
 * Nobody decides about the details of those whom no link lets in, though they may be linked at another child; and of whoever registered only what they
 * gave in its place ended. Whose id stands for somebody else now did not opt out, and what was left out of the plan comes again.
 */
async function adultsStillReached(trx: Trx, { schoolId, planId }: Run, contactKeys: string[]): Promise<string[]> {
  if (contactKeys.length === 0) return []
  const { rows } = await sql<{ id: string; forename: string; surname: string; contact: ContactRecord }>`
    select a.id, a.forename, a.surname, m.data as contact
    from adult_mis_ids i
    join adults a on a.school_id = i.school_id and a.id = i.adult_id
    join mis_records m on m.school_id = i.school_id and m.kind = 'contact' and m.key = i.mis_key
    where i.school_id = ${schoolId} and i.mis_key = any(${contactKeys}) and exists (${pointOfMis})
      and not exists (
        select from import_plan_entries e where e.school_id = a.school_id and e.plan_id = ${planId} and e.adult_id = a.id
          and e.entity = 'contact point' and e.left_out is not null)`.execute(trx)
  return rows.filter(({ contact, ...adult }) => isOnePerson(contact, adult)).map(({ id }) => id)
}

/**
 * OPT-2: records of the MIS that the run found to be somebody who opted out, by another record or here, of everything: what it said by them before is
 * forgotten too.
 */
export async function recordsOfOptedOut(trx: Trx, { schoolId, planId }: Run): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`
    with opted_out as materialized (
      select o.adult_id from mis_records m join adult_mis_ids o on o.school_id = m.school_id and o.mis_key = m.key
        where m.school_id = ${schoolId} and m.kind = 'contact' and m.other is not null
      union select o.adult_id from opt_outs o where o.school_id = ${schoolId} and o.channel = 'all')
    select e.after ->> 'mis_key' as key from import_plan_entries e
    where e.school_id = ${schoolId} and e.plan_id = ${planId} and e.entity = 'mis id' and e.act = 'add' and e.left_out is null
      and (e.after ->> 'adult_id')::uuid in (select adult_id from opted_out)`.execute(trx)
  return rows.map(({ key }) => key)
}
