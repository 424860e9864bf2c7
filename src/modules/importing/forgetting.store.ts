import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import { hash64 } from './families/hashes.ts'
import { packHashes } from './families/known-families.store.ts'
import { keyOfContact, separator } from './families/records-of-row.ts'

/** Runs of before points were known by their place have the number or address itself as the last part of the key. */
const kindInOldKey = sql`
  case when split_part(key, chr(31), 3) ~ '^[0-9]{1,4}$' then null
    when split_part(key, chr(31), 3) like '%@%' or split_part(key, chr(31), 3) like 'email?%' then 'email' else 'number' end`

/** OPT-2: what was erased from the person is erased from the snapshot, its history and the plans too. */
export async function forgetPoints(
  trx: Trx,
  forgotten: { schoolId: string; adultId: string; emails: boolean; numbers: boolean; at: Date },
): Promise<void> {
  const isMeant: IsMeant = (kind) =>
    sql`((${forgotten.emails} and ${kind} = 'email') or (${forgotten.numbers} and ${kind} <> 'email'))`
  const keys = await keysOfAdult(trx, forgotten)
  await forgetInSnapshot(trx, { ...forgotten, isMeant, keys })
  await forgetInWaitingPlans(trx, { ...forgotten, isMeant, keys })
  const adultIds = [forgotten.adultId, ...(await adultsOfPlansAlone(trx, forgotten.schoolId, keys))]
  const erased = JSON.stringify({ value: null, raw: 'erased: opted out' })
  await eraseInEntries(trx, {
    ...{ schoolId: forgotten.schoolId, adultIds },
    entity: 'contact point',
    erased,
    isMeant: isMeant(sql`coalesce(after, before) ->> 'kind'`),
  })
  // Issues and what the data manager was told name an email or number in their words, and in what they are known by.
  const kindIn = (words: ReturnType<typeof sql>) => sql`(case when ${words} like '%@%' then 'email' else 'number' end)`
  const isOfPoint = (key: ReturnType<typeof sql>) =>
    sql`(${key} like 'adult|%|differs|%' or ${key} like 'adult|%|unusable|%') and ${key} not like 'adult|%|differs|name|%'`
  const told = sql`(after ->> 'key')`
  await eraseInEntries(trx, {
    ...{ schoolId: forgotten.schoolId, adultIds },
    entity: 'issue',
    erased: JSON.stringify({ key: 'erased: opted out', detail: 'erased: opted out' }),
    isMeant: sql`${isOfPoint(told)} and ${isMeant(kindIn(told))}`,
  })
  await sql`
    update data_issues
    set key = 'erased|' || id, detail = 'Erased: opted out.', settled_at = coalesce(settled_at, ${forgotten.at}),
      settled_how = coalesce(settled_how, 'opted out')
    where school_id = ${forgotten.schoolId} and adult_id = ${forgotten.adultId}
      and ${isOfPoint(sql`key`)} and ${isMeant(kindIn(sql`key`))}`.execute(trx)
}

/** OPT-2: what the MIS said once, at any run and by any record, of contacts who have opted out there, whether or not they ever came in. */
export async function forgetContacts(
  trx: Trx,
  { schoolId, keys }: { schoolId: string; keys: string[] },
): Promise<void> {
  if (keys.length === 0) return
  const { rows } = await sql<{ key: string }>`
    select i.mis_key as key from adult_mis_ids o join adult_mis_ids i on i.school_id = o.school_id and i.adult_id = o.adult_id
    where o.school_id = ${schoolId} and o.mis_key = any(${keys})`.execute(trx)
  const all = [...new Set([...keys, ...rows.map(({ key }) => key)])]
  await forgetInSnapshot(trx, { schoolId, keys: all, isMeant: () => sql`true` })
}

type IsMeant = (kind: ReturnType<typeof sql>) => ReturnType<typeof sql>

async function forgetInSnapshot(
  trx: Trx,
  { schoolId, keys, isMeant }: { schoolId: string; keys: string[]; isMeant: IsMeant },
): Promise<void> {
  const owners = keys.map((key) => `contact${separator}${key}`)
  await sql`
    delete from mis_records
    where school_id = ${schoolId} and kind = 'point' and parent = any(${owners}) and ${isMeant(sql`data ->> 'kind'`)}`.execute(
    trx,
  )
  // What the snapshot lacks now is looked for in it again (decision 137).
  await sql`
    update mis_families f set plain = false
    where f.school_id = ${schoolId} and f.plain and exists (select from unnest(${hashesOf(keys)}::bytea[]) h where position(h in f.keys) > 0)`.execute(
    trx,
  )
  await sql`
    delete from mis_record_changes where school_id = ${schoolId} and kind = 'point'
      and split_part(key, chr(31), 1) || chr(31) || split_part(key, chr(31), 2) = any(${owners})
      and (${isMeant(sql`data ->> 'kind'`)} or ${isMeant(kindInOldKey)})`.execute(trx)
}

/** Families that wait with a plan, found by the hashes of their keys. The plan is out of date by then, and can still be looked at. */
async function forgetInWaitingPlans(
  trx: Trx,
  { schoolId, keys, isMeant }: { schoolId: string; keys: string[]; isMeant: IsMeant },
): Promise<void> {
  const owners = keys.map((key) => `contact${separator}${key}`)
  await sql`
    update import_staging s set records = (
      select coalesce(jsonb_agg(record order by n), '[]') from jsonb_array_elements(s.records) with ordinality r (record, n)
      where not (record ->> 'kind' = 'point' and record ->> 'parent' = any(${owners})
        and ${isMeant(sql`record -> 'data' ->> 'kind'`)}))
    where s.school_id = ${schoolId} and exists (select from unnest(${hashesOf(keys)}::bytea[]) h where position(h in s.keys) > 0)`.execute(
    trx,
  )
}

const hashesOf = (contactKeys: string[]) => contactKeys.map((key) => packHashes([hash64(keyOfContact(key))]))

/** By which keys the MIS knows the adult, or will by a plan that waits. */
async function keysOfAdult(trx: Trx, { schoolId, adultId }: { schoolId: string; adultId: string }): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`
    select mis_key as key from adult_mis_ids where school_id = ${schoolId} and adult_id = ${adultId}
    union select after ->> 'mis_key' from import_plan_entries
    where school_id = ${schoolId} and adult_id = ${adultId} and entity = 'mis id'
      and plan_id = any(array(select id from import_plans where school_id = ${schoolId} and state = 'ready'))`.execute(
    trx,
  )
  return rows.map(({ key }) => key)
}

/** Whom a plan would have brought under these keys that was overtaken, or brought and was undone: its entries name their details still. */
export async function adultsOfPlansAlone(trx: Trx, schoolId: string, contactKeys: string[]): Promise<string[]> {
  if (contactKeys.length === 0) return []
  const { rows } = await sql<{ id: string }>`
    select distinct e.after ->> 'adult_id' as id from import_plan_entries e
    where e.school_id = ${schoolId} and e.plan_id = any(array(select id from import_plans where school_id = ${schoolId}))
      and e.entity = 'mis id' and e.act = 'add' and e.after ->> 'mis_key' = any(${contactKeys})
      and not exists (select from adults a where a.school_id = e.school_id and a.id = (e.after ->> 'adult_id')::uuid)`.execute(
    trx,
  )
  return rows.map(({ id }) => id)
}

/** Puts the words of `erased` into every plan's entries about the person that are meant. */
async function eraseInEntries(
  trx: Trx,
  of: { schoolId: string; adultIds: string[]; entity: string; erased: string; isMeant: ReturnType<typeof sql> },
): Promise<void> {
  await sql`
    update import_plan_entries
    set before = case when before is null then null else before || ${of.erased}::jsonb end,
      after = case when after is null then null else after || ${of.erased}::jsonb end,
      reason = case when entity = 'issue' then 'Erased: opted out' else reason end
    where school_id = ${of.schoolId} and plan_id = any(array(select id from import_plans where school_id = ${of.schoolId}))
      and adult_id = any(${of.adultIds}) and entity = ${of.entity} and ${of.isMeant}`.execute(trx)
}
