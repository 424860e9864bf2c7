import { sql } from 'kysely'
import type { Trx } from '../../../platform/db/index.ts'
import type { FileContents } from '../records.ts'
import { kindsOf, ownersOf } from '../rules/what-files-are-about.ts'
import type { Standing } from './beside-snapshot.ts'
import { recordsOf } from './gather-family.ts'
import { separator } from './records-of-row.ts'
import { type ByRows, contactsOfTheSameRows, noteAsStanding } from './same-rows.ts'

/** A family may be a whole school, where some contact id stands beside everybody. */
const keysAtOnce = 5000

/** Of what the last import left of the people of these families, as far as the run is about it. Of whom the same rows speak nothing is asked for. */
export async function hashesThatStand(
  trx: Trx,
  schoolId: string,
  { families, contents }: { families: ByRows[]; contents: FileContents },
): Promise<Standing> {
  const keysOf = (kind: 'pupil' | 'contact') =>
    families.flatMap((family) => recordsOf(family, kind).map(({ key }) => key))
  const pupils = keysOf('pupil')
  const kinds = new Set<string>(kindsOf(contents))
  const standing = new Map<string, string>()
  const take = async (parents: string[]) => {
    for (let at = 0; at < parents.length; at += keysAtOnce)
      for (const one of await recordsHangingOn(trx, schoolId, parents.slice(at, at + keysAtOnce))) {
        const name = one.slice(lengthOfHash)
        if (kinds.has(name.slice(0, name.indexOf(separator)))) standing.set(name, one.slice(0, lengthOfHash))
      }
  }
  await take(pupils)
  const linksOf = linksStanding(standing)
  const asBefore = new Set(families.flatMap((family) => contactsOfTheSameRows(family, standing, linksOf)))
  const contacts = keysOf('contact').filter((key) => !asBefore.has(key))
  const owners = ownersOf(contents).flatMap((owner) =>
    (owner === 'pupil' ? pupils : owner === 'contact' ? contacts : []).map((key) => owner + separator + key),
  )
  await take(owners)
  for (const family of families) noteAsStanding(family, asBefore, standing)
  return standing
}

/** How many links stand of each pupil. */
function linksStanding(standing: Standing): Map<string, number> {
  const counts = new Map<string, number>()
  for (const name of standing.keys()) {
    const [kind, pupil = ''] = name.split(separator)
    if (kind === 'link') counts.set(pupil, (counts.get(pupil) ?? 0) + 1)
  }
  return counts
}

const lengthOfHash = 28

/** Hash, kind and key of each, in one piece. As one text of them all: as many rows would take longer to be read than to be found. */
async function recordsHangingOn(trx: Trx, schoolId: string, parents: string[]): Promise<string[]> {
  const { rows } = await sql<{ found: string | null }>`
    select string_agg(hash || kind || chr(31) || key, chr(30)) as found from mis_records
    where school_id = ${schoolId} and parent = any(${parents})`.execute(trx)
  return rows[0]?.found?.split('\u001e') ?? []
}
