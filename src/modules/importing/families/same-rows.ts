import type { ContactRecord } from '../records.ts'
import { type Family, recordsOf } from './gather-family.ts'
import type { RunFamily } from './read-families.ts'
import { digestOf, placesOfPoints } from './record-digest.ts'
import { separator } from './records-of-row.ts'

/** What is known of a family by its rows, before anything is asked for. */
export type ByRows = Family & Pick<RunFamily, 'wasPlain' | 'namedBefore' | 'contactRowsBefore' | 'contactsOfNewRows'>

/**
 * The contacts of whom the very rows speak that did so at the last run, so that the snapshot has of them what they say. Each of the family’s
 * links stands just so, and the last run had one row for each, and each of its children: then a row that is gone was of a link that a new row says again, and
 * whom no new row names lost none. Only of plain families: of others the snapshot may lack what an opt-out erased (OPT-2).
 * `linksStanding` says how many links stand of each pupil. Pure.
 */
export function contactsOfTheSameRows(
  family: ByRows,
  standing: ReadonlyMap<string, string>,
  linksStanding: ReadonlyMap<string, number>,
): string[] {
  if (!family.wasPlain || family.rejections.length > 0 || family.spared.length > 0) return []
  const pupils = recordsOf(family, 'pupil')
  if (!pupils.every(({ key }) => family.namedBefore.has(`pupil${separator}${key}`))) return []
  const links = recordsOf(family, 'link')
  const stand = pupils.reduce((sum, { key }) => sum + (linksStanding.get(key) ?? 0), 0)
  if (links.length !== stand || stand !== family.contactRowsBefore) return []
  if (links.some((link) => standing.get(`link${separator}${link.key}`) !== digestOf(link))) return []
  return recordsOf(family, 'contact').flatMap(({ key }) => (family.contactsOfNewRows.has(key) ? [] : key))
}

/** Notes of these contacts of a family that the snapshot has what the run says of them. */
export function noteAsStanding(family: Family, contacts: ReadonlySet<string>, standing: Map<string, string>): void {
  const owners = new Set<string>()
  for (const record of recordsOf(family, 'contact')) {
    if (!contacts.has(record.key)) continue
    standing.set(`contact${separator}${record.key}`, digestOf(record))
    // OPT-2: of whom the MIS says so it has no contact points.
    if ((record.data as ContactRecord).optedOut !== 'yes') owners.add(`contact${separator}${record.key}`)
  }
  const placeOf = placesOfPoints()
  for (const point of recordsOf(family, 'point'))
    if (owners.has(point.parent)) standing.set(`point${separator}${placeOf(point.parent)}`, digestOf(point))
}
