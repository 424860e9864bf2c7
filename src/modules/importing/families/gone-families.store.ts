import { sql } from 'kysely'
import { readInBatches, type Trx } from '../../../platform/db/index.ts'
import type { FileContents } from '../records.ts'
import { kindsOf, ownersOf } from '../rules/what-files-are-about.ts'
import { type Hash64, hash64, KeySet } from './hashes.ts'
import type { KeptRecords } from './kept-records.store.ts'
import { familiesWithKeys, idOfFamily, keysOfFamilies } from './known-families.store.ts'
import { keyOfContact, separator } from './records-of-row.ts'

type Run = { schoolId: string; planId: string }

type Removing = {
  contents: FileContents
  kept: KeptRecords
  /** References of pupils of whom a row was rejected at the last run: what was kept of these is in no family. */
  sparedBefore: string[]
}

const ofPlan = ({ schoolId, planId }: Run) => sql`s.school_id = ${schoolId} and s.plan_id = ${planId}`

const pupilsAtOnce = 2000

/**
 * A run that was compared family by family says nothing new of any other. Of the families that come only those are looked at of whose
 * people the snapshot has more; and pupils who are in none of them, those too of whom a row was rejected last time.
 */
export async function removeOfGoneFamilies(
  trx: Trx,
  run: Run,
  { contents, kept, sparedBefore }: Removing,
): Promise<void> {
  const { rows } = await sql<{ key: string }>`
    select unnest(s.pupils) as key from import_staging s where ${ofPlan(run)} and s.comes and s.loses
    union (select unnest(s.pupils) from import_staging s where ${ofPlan(run)} and not s.comes
      except select unnest(s.pupils) from import_staging s where ${ofPlan(run)} and s.comes)`.execute(trx)
  const pupils = [...new Set([...rows.map(({ key }) => key), ...sparedBefore])]
  if (pupils.length === 0) return
  const come = await keysThatCome(trx, run)
  const comes = (contactKey: string) => come.has(`contact${separator}${contactKey}`)
  const gone: Found[] = []
  for (let at = 0; at < pupils.length; at += pupilsAtOnce) {
    const found = await recordsOfPupils(trx, run, { contents, pupils: pupils.slice(at, at + pupilsAtOnce) })
    gone.push(...found.filter((one) => !come.has(one.kind + separator + one.key) && !kept.has(one, comes)))
  }
  const staying = await contactsPassedOver(
    trx,
    run,
    gone.flatMap(({ kind, key }) => (kind === 'contact' ? key : [])),
  )
  await removeRecords(
    trx,
    run,
    gone.filter((one) => !staying.has(contactOf(one))),
  )
}

/** The contact whom a record is about, apart from links. */
function contactOf({ kind, key }: Found): string {
  if (kind === 'contact') return key
  const [owner, contactKey = ''] = key.split(separator)
  return kind === 'point' && owner === 'contact' ? contactKey : ''
}

/** Which of these contacts are of a child whose family was passed over, which says of them what it said. */
async function contactsPassedOver(trx: Trx, run: Run, contactKeys: string[]): Promise<Set<string>> {
  if (contactKeys.length === 0) return new Set()
  const byHash = new Map(contactKeys.map((key) => [inHex(hash64(keyOfContact(key))), key]))
  const found = await familiesWithKeys(trx, run.schoolId, (key) => byHash.has(inHex(key)))
  const { rows } = await sql<{ family: string }>`
    select s.family from import_staging s
    where ${ofPlan(run)} and not s.comes and s.family = any(${found.map(idOfFamily)}::uuid[])`.execute(trx)
  const lookedAt = new Set(rows.map(({ family }) => family))
  const passedOver = found.map(idOfFamily).filter((id) => !lookedAt.has(id))
  const staying = new Set<string>()
  for await (const keys of keysOfFamilies(trx, run.schoolId, passedOver))
    for (const key of keys) staying.add(byHash.get(inHex(key)) ?? '')
  staying.delete('')
  return staying
}

const inHex = ({ hi, lo }: Hash64): string => `${hi.toString(16)}.${lo.toString(16)}`

async function keysThatCome(trx: Trx, run: Run): Promise<KeySet> {
  const come = new KeySet()
  const query = sql<{ name: string }>`
    select r.kind || chr(31) || r.key as name
    from import_staging s, lateral jsonb_to_recordset(s.records) as r (kind text, key text) where ${ofPlan(run)} and s.comes
    union all select unnest(s.same) from import_staging s where ${ofPlan(run)} and s.comes`
  for await (const rows of readInBatches(trx, { compile: () => query.compile(trx) }, 10_000))
    for (const { name } of rows) come.add(name)
  return come
}

type Found = { kind: string; key: string }

async function recordsOfPupils(
  trx: Trx,
  { schoolId }: Run,
  { contents, pupils }: { contents: FileContents; pupils: string[] },
): Promise<Found[]> {
  const hanging = async (kind: string, parents: string[]) => {
    const { rows } = await sql<Found & { other: string | null }>`
      select kind, key, other from mis_records
      where school_id = ${schoolId} and kind = ${kind} and parent = any(${parents})`.execute(trx)
    return rows
  }
  const links = await hanging('link', pupils)
  const contacts = [...new Set(links.map(({ other }) => other ?? ''))]
  const owners = ownersOf(contents).flatMap((owner) =>
    (owner === 'pupil' ? pupils : owner === 'contact' ? contacts : []).map((key) => owner + separator + key),
  )
  const found = [
    ...pupils.map((key) => ({ kind: 'pupil', key })),
    ...contacts.map((key) => ({ kind: 'contact', key })),
    ...links,
    ...(await hanging('group', pupils)),
    ...(await hanging('point', owners)),
  ]
  const kinds = kindsOf(contents)
  return found.filter(({ kind }) => kinds.includes(kind))
}

async function removeRecords(trx: Trx, run: Run, gone: Found[]): Promise<void> {
  if (gone.length === 0) return
  const [kinds, keys] = [gone.map(({ kind }) => kind), gone.map(({ key }) => key)]
  await sql`
    with gone as (
      delete from mis_records m using unnest(${kinds}::text[], ${keys}::text[]) as g (kind, key)
      where m.school_id = ${run.schoolId} and m.kind = g.kind and m.key = g.key returning m.*)
    insert into mis_record_changes (school_id, run_id, kind, key, parent, other, hash, data, replaced_run_id)
    select g.school_id, ${run.planId}::uuid, g.kind, g.key, g.parent, g.other, g.hash, g.data, g.run_id from gone g`.execute(
    trx,
  )
}
