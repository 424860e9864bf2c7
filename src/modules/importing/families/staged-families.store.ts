import { hash } from 'node:crypto'
import { sql } from 'kysely'
import { copyInto, type Trx } from '../../../platform/db/index.ts'
import type { ContactRecord } from '../records.ts'
import { inCopy, withoutBadEscapes } from './copy-text.ts'
import { recordsOf, rowsUsed } from './gather-family.ts'
import { packHashes } from './known-families.store.ts'
import type { RunFamily } from './read-families.ts'
import { separator } from './records-of-row.ts'

type Plan = { schoolId: string; planId: string }

/** Records that exist only to put a run together are no part of what the MIS says. */
const ofTheMis = new Set(['pupil', 'staff', 'contact', 'link', 'point', 'group'])

/** Keeps families that come with the plan until it is applied. */
export async function stageFamilies(trx: Trx, plan: Plan, families: RunFamily[]): Promise<void> {
  if (families.length === 0) return
  await copyInto(
    trx,
    'copy import_staging (school_id, plan_id, family, comes, pupils, rows, keys, rows_used, contact_rows, contact_rows_without_id, settled, records) from stdin',
    linesOf(plan, families),
  )
}

function* linesOf({ schoolId, planId }: Plan, families: RunFamily[]): Generator<string> {
  for (const family of families) {
    const records = recordsAsJson(family)
    const cells = [
      ...[schoolId, planId, family.id, 'true'],
      inCopy(textArray(recordsOf(family, 'pupil').map(({ key }) => key))),
      ...[family.hashes, family.keys].map((hashes) => `\\\\x${packHashes(hashes).toString('hex')}`),
      ...[rowsUsed(family), family.contactRows, family.contactRowsWithoutId, family.settled],
      inCopy(`[${records.join()}]`),
    ]
    yield `${cells.join('\t')}\n`
  }
}

function recordsAsJson(family: RunFamily): string[] {
  const placeOf = placesOfPoints()
  const records: string[] = []
  const optedOut = ownersOptedOut(family)
  for (const { kind, key, parent, other, data } of family.records.values()) {
    if (!ofTheMis.has(kind) || (kind === 'point' && optedOut.has(parent ?? ''))) continue
    const json = withoutBadEscapes(JSON.stringify(data))
    const kept = kind === 'point' ? placeOf(parent ?? '') : key
    const about = JSON.stringify({ kind, key: kept, parent, other, hash: hash('sha1', json, 'base64') })
    records.push(`${withoutBadEscapes(about).slice(0, -1)},"data":${json}}`)
  }
  return records
}

/** OPT-2: of whom the MIS itself says that they opted out, no contact point is kept, not even while the plan waits. */
function ownersOptedOut(family: RunFamily): Set<string> {
  const contacts = recordsOf(family, 'contact').filter(({ data }) => (data as ContactRecord).optedOut === 'yes')
  return new Set(contacts.map(({ key }) => `contact${separator}${key}`))
}

/** What is remembered of a contact point stands in its place among those of its owner, so that another number changes it where it is. */
function placesOfPoints(): (owner: string) => string {
  const places = new Map<string, number>()
  return (owner) => {
    const place = places.get(owner) ?? 0
    places.set(owner, place + 1)
    return `${owner}${separator}${place}`
  }
}

/** A list of texts as PostgreSQL writes an array. */
const textArray = (texts: string[]): string =>
  `{${texts.map((text) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`).join(',')}}`

/** Marks families of the last run that are no longer there as they were. */
export async function stageGone(trx: Trx, { schoolId, planId }: Plan, ids: string[]): Promise<void> {
  if (ids.length === 0) return
  await sql`
    insert into import_staging (school_id, plan_id, family, comes, pupils, rows, keys, rows_used, contact_rows, contact_rows_without_id, settled, records)
    select school_id, ${planId}::uuid, id, false, pupils, ''::bytea, ''::bytea, 0, 0, 0, true, '[]'::jsonb
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

export async function countStaged(trx: Trx, { schoolId, planId }: Plan): Promise<number> {
  const { rows } = await sql<{ families: number }>`
    select count(*)::int8 as families from import_staging where school_id = ${schoolId} and plan_id = ${planId}`.execute(
    trx,
  )
  return rows[0]?.families ?? 0
}

export async function clearStaging(trx: Trx, schoolId: string, planIds: string[]): Promise<void> {
  if (planIds.length === 0) return
  for (const table of ['import_staging', 'import_rows'])
    await sql`delete from ${sql.table(table)} where school_id = ${schoolId} and plan_id = any(${planIds})`.execute(trx)
}
