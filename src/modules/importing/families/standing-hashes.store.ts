import { sql } from 'kysely'
import type { Trx } from '../../../platform/db/index.ts'
import type { FileContents } from '../records.ts'
import { kindsOf, ownersOf } from '../rules/what-files-are-about.ts'
import type { Standing } from './beside-snapshot.ts'
import { type Family, recordsOf } from './gather-family.ts'
import { separator } from './records-of-row.ts'

/** A family may be a whole school, where some contact id stands beside everybody. */
const keysAtOnce = 5000

/** Of what the last import left of the people of these families, as far as the run is about it. */
export async function hashesThatStand(
  trx: Trx,
  schoolId: string,
  { families, contents }: { families: Family[]; contents: FileContents },
): Promise<Standing> {
  const keysOf = (kind: 'pupil' | 'contact') =>
    families.flatMap((family) => recordsOf(family, kind).map(({ key }) => key))
  const [pupils, contacts] = [keysOf('pupil'), keysOf('contact')]
  const owners = ownersOf(contents).flatMap((owner) =>
    (owner === 'pupil' ? pupils : owner === 'contact' ? contacts : []).map((key) => owner + separator + key),
  )
  const kinds = kindsOf(contents)
  const standing = new Map<string, string>()
  const take = async (kind: string, column: 'key' | 'parent', among: string[]) => {
    if (!kinds.includes(kind)) return
    for (let at = 0; at < among.length; at += keysAtOnce)
      for (const one of await recordsStanding(trx, schoolId, { kind, column, among: among.slice(at, at + keysAtOnce) }))
        standing.set(kind + separator + one.slice(lengthOfHash), one.slice(0, lengthOfHash))
  }
  await take('pupil', 'key', pupils)
  await take('contact', 'key', contacts)
  await take('link', 'parent', pupils)
  await take('group', 'parent', pupils)
  await take('point', 'parent', owners)
  return standing
}

const lengthOfHash = 28

/** Hash and key of each, in one piece. As one text of them all: as many rows would take longer to be read than to be found. */
async function recordsStanding(
  trx: Trx,
  schoolId: string,
  { kind, column, among }: { kind: string; column: 'key' | 'parent'; among: string[] },
): Promise<string[]> {
  const { rows } = await sql<{ found: string | null }>`
    select string_agg(hash || key, chr(30)) as found from mis_records
    where school_id = ${schoolId} and kind = ${kind} and ${sql.ref(column)} = any(${among})`.execute(trx)
  return rows[0]?.found?.split('\u001e') ?? []
}
