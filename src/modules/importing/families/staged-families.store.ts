import { sql } from 'kysely'
import { copyInto, type Trx } from '../../../platform/db/index.ts'
import type { OptOutChannel } from '../../people/index.ts'
import type { ContactRecord, FileContents, PointRecord } from '../records.ts'
import { countStanding, type Standing, standingOfFamily } from './beside-snapshot.ts'
import { inCopy, withoutBadEscapes } from './copy-text.ts'
import { type FamilyRecord, recordsOf, rowsUsed } from './gather-family.ts'
import { packHashes } from './known-families.store.ts'
import type { RunFamily } from './read-families.ts'
import { digestOf, jsonOf, placesOfPoints } from './record-digest.ts'
import { separator } from './records-of-row.ts'

type Plan = { schoolId: string; planId: string }

/** Records that exist only to put a run together are no part of what the MIS says, nor are groups that its files do not list. */
const kindsToKeep = ({ listsGroups }: FileContents) =>
  new Set(['pupil', 'staff', 'contact', 'link', 'point', ...(listsGroups ? ['group'] : [])])

type Staging = {
  families: RunFamily[]
  contents: FileContents
  /** What stands in the snapshot of their people; empty where the run is not compared with the last. */
  standing: Standing
  /** Contact key → what they opted out of, here or by another record. */
  optOuts: ReadonlyMap<string, OptOutChannel[]>
}

type Keeping = Pick<Staging, 'standing' | 'optOuts'> & {
  kinds: ReadonlySet<string>
  counts: ReadonlyMap<string, number>
}

/** Keeps families that come with the plan until it is applied; what stands in the snapshot just so as its key alone. */
export async function stageFamilies(trx: Trx, plan: Plan, staging: Staging): Promise<void> {
  const { families, contents } = staging
  if (families.length === 0) return
  const kinds = kindsToKeep(contents)
  await copyInto(
    trx,
    'copy import_staging (school_id, plan_id, family, comes, pupils, rows, keys, rows_used, contact_rows, contact_rows_without_id, settled, plain, records, same, loses) from stdin',
    linesOf(plan, families, { ...staging, kinds, counts: countStanding(staging.standing) }),
  )
}

/**
 * Whether the snapshot has something of each record that would be kept of a family. What was forgotten for an opt-out comes again once that
 * is lifted (OPT-2).
 */
export function isInSnapshot(family: RunFamily, keeping: Omit<Staging, 'families'>): boolean {
  const kinds = kindsToKeep(keeping.contents)
  for (const { name } of recordsKept(family, { ...keeping, kinds })) if (!keeping.standing.has(name)) return false
  return true
}

function* linesOf({ schoolId, planId }: Plan, families: RunFamily[], keeping: Keeping): Generator<string> {
  for (const family of families) {
    const { records, same, standing } = recordsToKeep(family, keeping)
    const cells = [
      ...[schoolId, planId, family.id, 'true'],
      inCopy(textArray(recordsOf(family, 'pupil').map(({ key }) => key))),
      ...[family.hashes, family.keys].map((hashes) => `\\\\x${packHashes(hashes).toString('hex')}`),
      ...[rowsUsed(family), family.contactRows, family.contactRowsWithoutId, family.settled, family.plain],
      inCopy(`[${records.join()}]`),
      inCopy(textArray(same)),
      standing < standingOfFamily(family, keeping.counts),
    ]
    yield `${cells.join('\t')}\n`
  }
}

/** Records as JSON, `kind␟key` of those that stand with the same hash, and how many stand at all. */
function recordsToKeep(family: RunFamily, keeping: Keeping): { records: string[]; same: string[]; standing: number } {
  const records: string[] = []
  const same: string[] = []
  let standing = 0
  for (const { record, key, name } of recordsKept(family, keeping)) {
    const { kind, parent, other } = record
    const digest = digestOf(record)
    const stands = keeping.standing.get(name)
    if (stands !== undefined) standing += 1
    if (stands === digest) {
      same.push(name)
      continue
    }
    const about = JSON.stringify({ kind, key, parent, other, hash: digest })
    records.push(`${withoutBadEscapes(about).slice(0, -1)},"data":${jsonOf(record)}}`)
  }
  return { records, same, standing }
}

/** What is kept of a family, each record under its key in the snapshot. `name` is `kind␟key`. */
function* recordsKept(
  family: RunFamily,
  { kinds, optOuts }: Pick<Keeping, 'kinds' | 'optOuts'>,
): Generator<{ record: FamilyRecord; key: string; name: string }> {
  const placeOf = placesOfPoints()
  const optOutsOf = optOutsByOwner(family, optOuts)
  for (const record of family.records.values()) {
    const { kind, parent } = record
    if (!kinds.has(kind) || (kind === 'point' && isForgotten(record, optOutsOf.get(parent)))) continue
    const key = kind === 'point' ? placeOf(parent) : record.key
    yield { record, key, name: kind + separator + key }
  }
}

/** What whose contact points hang on opted out of, as the MIS says of them or as is known besides. */
function optOutsByOwner(family: RunFamily, optOuts: Keeping['optOuts']): Map<string, readonly OptOutChannel[]> {
  const byOwner = new Map<string, readonly OptOutChannel[]>()
  for (const { key, parent, data } of recordsOf(family, 'contact')) {
    const channels = (data as ContactRecord).optedOut === 'yes' ? (['all'] as const) : optOuts.get(key)
    if (channels) byOwner.set(parent, channels)
  }
  return byOwner
}

/** OPT-2: what somebody opted out of is not kept, not even while the plan waits. Of texts, that is every number, as the snapshot forgets them. */
function isForgotten({ data }: FamilyRecord, optOuts: readonly OptOutChannel[] = []): boolean {
  const isEmail = (data as PointRecord).kind === 'email'
  return optOuts.some((channel) => channel === 'all' || (channel === 'email') === isEmail)
}

/** A list of texts as PostgreSQL writes an array. */
const textArray = (texts: string[]): string =>
  `{${texts.map((text) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`).join(',')}}`

/** So many are named at once. */
const idsAtOnce = 5000

/** Marks families of the last run that are no longer there as they were. */
export async function stageGone(
  trx: Trx,
  plan: Plan,
  { ids, isMeant }: { ids: Iterable<string>; isMeant: (id: string) => boolean },
): Promise<void> {
  let some: string[] = []
  for (const id of ids) {
    if (isMeant(id)) some.push(id)
    if (some.length < idsAtOnce) continue
    await stageSomeGone(trx, plan, some)
    some = []
  }
  await stageSomeGone(trx, plan, some)
}

async function stageSomeGone(trx: Trx, { schoolId, planId }: Plan, ids: string[]): Promise<void> {
  if (ids.length === 0) return
  await sql`
    insert into import_staging (school_id, plan_id, family, comes, pupils, rows, keys, rows_used, contact_rows, contact_rows_without_id, settled, plain, records, same, loses)
    select school_id, ${planId}::uuid, id, false, pupils, ''::bytea, ''::bytea, 0, 0, 0, true, false, '[]'::jsonb, '{}', false
    from mis_families where school_id = ${schoolId} and id = any(${ids})`.execute(trx)
}

/** Pupils of families that go, who are in none that comes. */
export async function pupilsOfGone(trx: Trx, { schoolId, planId }: Plan): Promise<string[]> {
  const ofPlan = sql`school_id = ${schoolId} and plan_id = ${planId}`
  const { rows } = await sql<{ key: string }>`
    select unnest(pupils) as key from import_staging where ${ofPlan} and not comes
    except select unnest(pupils) from import_staging where ${ofPlan} and comes`.execute(trx)
  return rows.map(({ key }) => key)
}

/** Pupils of the MIS on roll who are in no family of the last run: a row that could not be used had spared them. */
export async function pupilsInNoFamily(trx: Trx, schoolId: string): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`
    select mis_key as key from members where school_id = ${schoolId} and role = 'pupil' and status = 'on roll' and origin = 'mis'
      and mis_key not in (select unnest(pupils) from mis_families where school_id = ${schoolId})`.execute(trx)
  return rows.map(({ key }) => key)
}

/** Families and records that wait with the plan: something is missing where they are not so many any more. */
export async function countStaged(trx: Trx, { schoolId, planId }: Plan): Promise<number> {
  const { rows } = await sql<{ staged: number }>`
    select coalesce(sum(1 + jsonb_array_length(records) + cardinality(same)), 0)::int8 as staged
    from import_staging where school_id = ${schoolId} and plan_id = ${planId}`.execute(trx)
  return rows[0]?.staged ?? 0
}

export async function clearStaging(trx: Trx, schoolId: string, planIds: string[]): Promise<void> {
  if (planIds.length === 0) return
  for (const table of ['import_staging', 'import_rows'])
    await sql`delete from ${sql.table(table)} where school_id = ${schoolId} and plan_id = any(${planIds})`.execute(trx)
}
