import { type Family, type FamilyRecord, recordsOf } from './gather-family.ts'
import type { RunFamily } from './read-families.ts'
import { digestOf, placesOfPoints } from './record-digest.ts'
import { separator } from './records-of-row.ts'

/** What stands in the snapshot of some people: `kind␟key` → hash. */
export type Standing = ReadonlyMap<string, string>

/** How many records stand of each of them: `pupil␟key`, `contact␟key` → records. */
export function countStanding(standing: Standing): Map<string, number> {
  const counts = new Map<string, number>()
  for (const name of standing.keys()) counts.set(ownerOf(name), (counts.get(ownerOf(name)) ?? 0) + 1)
  return counts
}

/** Links and groups are their pupil's, points their owner's. */
function ownerOf(name: string): string {
  const [kind, first, second] = name.split(separator)
  if (kind === 'point') return `${first}${separator}${second}`
  return kind === 'contact' ? name : `pupil${separator}${first}`
}

/** How many records stand of the people of a family. */
export function standingOfFamily(family: Family, counts: ReadonlyMap<string, number>): number {
  let sum = 0
  for (const { kind, key } of family.records.values())
    if (kind === 'pupil' || kind === 'contact') sum += counts.get(kind + separator + key) ?? 0
  return sum
}

/**
 * The contacts of these families of whom the snapshot holds just what the run says, each contact point too and none besides, and
 * whom a row of the last run named that stands in the file still.
 */
export function contactsAsBefore(
  families: (Family & Pick<RunFamily, 'namedBefore'>)[],
  standing: Standing,
): Set<string> {
  const asBefore = new Set<string>()
  for (const family of families) {
    if (family.namedBefore.size === 0) continue
    const points = Map.groupBy(recordsOf(family, 'point'), ({ parent }) => parent ?? '')
    for (const contact of recordsOf(family, 'contact'))
      if (family.namedBefore.has(contact.key) && isAsBefore(contact, points, standing)) asBefore.add(contact.key)
  }
  return asBefore
}

function isAsBefore(contact: FamilyRecord, pointsOf: ReadonlyMap<string, FamilyRecord[]>, standing: Standing): boolean {
  const owner = `contact${separator}${contact.key}`
  if (standing.get(owner) !== digestOf(contact)) return false
  const placeOf = placesOfPoints()
  const hashOfNext = () => standing.get(`point${separator}${placeOf(owner)}`)
  return (pointsOf.get(owner) ?? []).every((point) => hashOfNext() === digestOf(point)) && hashOfNext() === undefined
}
