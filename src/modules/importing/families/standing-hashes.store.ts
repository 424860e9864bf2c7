import { sql } from 'kysely'
import type { Trx } from '../../../platform/db/index.ts'
import { type Family, recordsOf } from './gather-family.ts'
import { separator } from './records-of-row.ts'

/** Of what the last import left of the people of these families: `kind␟key` → hash. */
export async function hashesThatStand(trx: Trx, schoolId: string, families: Family[]): Promise<Map<string, string>> {
  const keysOf = (kind: 'pupil' | 'contact') =>
    families.flatMap((family) => recordsOf(family, kind).map(({ key }) => key))
  const [pupils, contacts] = [keysOf('pupil'), keysOf('contact')]
  const owners = [
    ...pupils.map((key) => `pupil${separator}${key}`),
    ...contacts.map((key) => `contact${separator}${key}`),
  ]
  const standing = (kind: string, column: 'key' | 'parent', among: string[]) => sql`
    select kind, key, hash from mis_records
    where school_id = ${schoolId} and kind = ${kind} and ${sql.ref(column)} = any(${among})`
  // One text: as many rows as there are records would take longer to be read than to be found.
  const { rows } = await sql<{ found: string | null }>`
    select string_agg(hash || kind || chr(31) || key, chr(30)) as found from (
      ${standing('pupil', 'key', pupils)} union all ${standing('contact', 'key', contacts)}
      union all ${standing('link', 'parent', pupils)} union all ${standing('group', 'parent', pupils)}
      union all ${standing('point', 'parent', owners)}) r`.execute(trx)
  const found = rows[0]?.found?.split('\u001e') ?? []
  return new Map(found.map((one) => [one.slice(lengthOfHash), one.slice(0, lengthOfHash)]))
}

const lengthOfHash = 28
