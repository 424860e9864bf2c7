import type { FileContents } from '../records.ts'
import { kindsOf } from '../rules/what-files-are-about.ts'
import { type Family, type FamilyRecord, recordsOf } from './gather-family.ts'
import type { RunFamily } from './read-families.ts'
import { digestOf, placesOfPoints } from './record-digest.ts'
import { separator } from './records-of-row.ts'

/** What stands in the snapshot of some people: `kind␟key` → hash. */
export type Standing = ReadonlyMap<string, string>

type Looked = Family & Pick<RunFamily, 'namedBefore' | 'pupilsBefore'>

/** How the families of a run stand beside the last one, which is as it left everything. */
export type Beside<Of extends Looked = RunFamily> = {
  standing: Standing
  /** Contacts of whom the same is said. */
  asBefore: ReadonlySet<string>
  /** Families of which nothing is said otherwise but contact points. */
  butForPoints: ReadonlySet<Of>
}

export function besideSnapshot<Of extends Looked>(
  families: Of[],
  standing: Standing,
  contents: FileContents,
): Beside<Of> {
  const counts = countStanding(new Map([...standing].filter(([name]) => !name.startsWith(pointPrefix))))
  return {
    standing,
    asBefore: contactsAsBefore(families, standing),
    butForPoints: new Set(families.filter((family) => isSameButForPoints(family, { standing, counts, contents }))),
  }
}

const pointPrefix = `point${separator}`

/**
 * Whether the snapshot holds the children, contacts, links and groups of a family just so and none besides, and rows that the last run had
 * name every child, and all whom that one had with them: then it had these very people together, and decided about their links by the same.
 */
function isSameButForPoints(
  family: Looked,
  { standing, counts, contents }: { standing: Standing; counts: ReadonlyMap<string, number>; contents: FileContents },
): boolean {
  if (family.namedBefore.size === 0 || family.rejections.length > 0 || family.spared.length > 0) return false
  const kinds = new Set<string>(kindsOf(contents))
  let found = 0
  let pupils = 0
  for (const record of family.records.values()) {
    const { kind, key } = record
    if (kind === 'weak' || kind === 'staff') return false
    if (kind === 'pupil') pupils += 1
    if (kind === 'pupil' && !family.namedBefore.has(`pupil${separator}${key}`)) return false
    if (kind === 'point' || kind === 'ref' || !kinds.has(kind)) continue
    if (standing.get(kind + separator + key) !== digestOf(record)) return false
    found += 1
  }
  return pupils === family.pupilsBefore && found === standingOfFamily(family, counts)
}

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
function contactsAsBefore(families: Looked[], standing: Standing): Set<string> {
  const asBefore = new Set<string>()
  for (const family of families) {
    if (family.namedBefore.size === 0) continue
    const points = Map.groupBy(recordsOf(family, 'point'), ({ parent }) => parent)
    for (const contact of recordsOf(family, 'contact'))
      if (family.namedBefore.has(`contact${separator}${contact.key}`) && isAsBefore(contact, points, standing))
        asBefore.add(contact.key)
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
