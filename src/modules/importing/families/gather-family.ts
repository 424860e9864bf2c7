import type { ContactRecord, LinkRecord, PointRecord, PupilRecord, RowRecords } from '../records.ts'
import { childInFile, isOtherChild } from '../rules/other-child.ts'
import { applicantPrefix, pupilsThatAreOne, whichListedPupil } from '../rules/which-member.ts'
import { ownerPrefix, placeOf, type RecordKind, type RunRecord, recordsOfRow } from './records-of-row.ts'
import { nameOf, takeOutSharedIds, takeOutSharedNumbers } from './take-out-shared.ts'

/** Where a row stands: its number in the run, the file's in the run, its line there. */
export type Place = { n: number; fileNo: number; line: number }
export type RunRow = Place & { weak: boolean; records: RowRecords }
export type FamilyRecord = RunRecord &
  Place & {
    /** Of what it says, where that was asked for while it could not change any more. */
    digest?: string
  }

/** A row that could not be used for what other rows of its family say. */
export type FamilyRejection = Place & { of: 'pupil' | 'contact'; key: string; reason: string }

/** All that a run says of people who belong together, each record once (IMP-12). */
export type Family = {
  rows: Place[]
  /** kind␟key → record */
  records: Map<string, FamilyRecord>
  rejections: FamilyRejection[]
  /** References of pupils whose contact could not be used: the file was not silent about them (IMP-16). */
  spared: string[]
}

const lostReason = 'no pupil in the list of pupils fits'

/**
 * Puts the rows of one family together: the same record from many rows becomes one (IMP-12), an id that stands beside different
 * people is nobody's (IMP-22), and pupils whom a file only names are found among those that the run lists. Pure.
 */
export function gatherFamily(rows: RunRow[]): Family {
  const said = recordsSaid(rows)
  const family: Family = { rows, records: new Map(), rejections: [], spared: [] }
  takeOutSharedIds(family, said)
  takeOutSharedNumbers(family, said)
  for (const [at, variants] of said) {
    const [first] = variants.length > 1 ? variants.toSorted(byRight) : variants
    if (first) family.records.set(at, first)
  }
  joinListedPupils(family)
  resolveWeakPupils(family)
  return family
}

/** kind␟key → the different things that the rows say of it. */
function recordsSaid(rows: RunRow[]): Map<string, FamilyRecord[]> {
  const said = new Map<string, FamilyRecord[]>()
  const ways = new WaysSaid()
  for (const { n, fileNo, line, weak, records } of rows) {
    for (const record of recordsOfRow(records, weak)) {
      const at = placeOf(record.kind, record.key)
      const before = said.get(at)
      if (!before) said.set(at, [{ ...record, n, fileNo, line }])
      else if (ways.isNew(before, record)) before.push({ ...record, n, fileNo, line })
    }
  }
  return said
}

const isSame = (one: RunRecord, other: RunRecord): boolean => JSON.stringify(one.data) === JSON.stringify(other.data)

const fewWays = 8

/**
 * In which ways each record is said. What stands beside everybody, as an id may, is said in as many as there are rows: there each is looked
 * up, and not compared with each.
 */
class WaysSaid {
  readonly #ways = new Map<readonly RunRecord[], Set<string>>()

  /** Whether none of those before said it so. The caller keeps it then. */
  isNew(before: readonly RunRecord[], record: RunRecord): boolean {
    if (before.length < fewWays) return !before.some((one) => isSame(one, record))
    const ways = this.#ways.get(before) ?? new Set(before.map(({ data }) => JSON.stringify(data)))
    this.#ways.set(before, ways)
    return ways.size < ways.add(JSON.stringify(record.data)).size
  }
}

/**
 * Which of two records that contradict each other counts, whatever order their rows come in (IMP-12): of the first file; a court
 * order and an opt-out rather than none (IMP-14, OPT-2); on roll rather than left; the better priority.
 */
function byRight(one: FamilyRecord, other: FamilyRecord): number {
  const [left, right] = [rightsOf(one), rightsOf(other)]
  for (const [at, rank] of left.entries()) if (rank !== right[at]) return rank - (right[at] ?? 0)
  const [mine, theirs] = [JSON.stringify(one.data), JSON.stringify(other.data)]
  return mine === theirs ? one.n - other.n : mine < theirs ? -1 : 1
}

function rightsOf({ fileNo, data }: FamilyRecord): number[] {
  const facts = data as Partial<LinkRecord & ContactRecord & PupilRecord & PointRecord>
  const last = Number.MAX_SAFE_INTEGER
  const first = (fact: unknown, wanted: string) => (fact === undefined ? 2 : fact === wanted ? 0 : 1)
  return [
    fileNo,
    first(facts.courtOrder, 'yes'),
    first(facts.optedOut, 'yes'),
    first(facts.status, 'on roll'),
    facts.priority ?? last,
    facts.position ?? last,
  ]
}

/** A pupil of whom some rows lack the id that others have is one pupil. */
function joinListedPupils(family: Family): void {
  const shared = [...bearingIn(family)]
    .map(([ref, keys]): [string, string[]] => [ref, keys.filter((key) => !key.startsWith(applicantPrefix))])
    .filter(([, keys]) => keys.length > 1)
    .sort(([left], [right]) => (left < right ? -1 : 1))
  if (shared.length === 0) return
  const pupils = recordsOf(family, 'pupil').map(({ data }) => data as PupilRecord)
  const moves = pupilsThatAreOne(pupils, new Map(shared))
  moveToPupils(family, moves)
  // What hung on them is moved already. Their row now only repeats.
  for (const [at, { kind, key, other }] of family.records)
    if ((kind === 'pupil' && moves.has(key)) || (kind === 'ref' && moves.has(other ?? ''))) family.records.delete(at)
}

/** Finds the pupils whom a contacts file only names among those that the run lists, and moves what hangs on them over. */
function resolveWeakPupils(family: Family): void {
  const weak = recordsOf(family, 'weak')
  if (weak.length === 0) return
  const bearing = bearingIn(family)
  const listed = new Map(recordsOf(family, 'pupil').map(({ key, data }) => [key, data as PupilRecord]))
  const moves = new Map<string, string>()
  const lost = new Map<string, string>()
  for (const record of weak) {
    const named = record.data as PupilRecord
    const strong = whichListedPupil(named.refs, bearing)
    const pupil = strong === null ? undefined : listed.get(strong)
    if (pupil && isOtherChild(childInFile(named), childInFile(pupil))) takeOutNamed(family, record, pupil)
    else if (strong === null) lost.set(record.key, lostReason)
    else moves.set(record.key, strong)
  }
  moveToPupils(family, moves)
  takeOutPupils(family, lost)
}

/** IMP-25: a number that a contacts file has beside another name than the list does not say whose contact it is. */
function takeOutNamed(family: Family, { key, fileNo, data }: FamilyRecord, listed: PupilRecord): void {
  const [named, other] = [nameOf(data as PupilRecord), nameOf(listed)]
  const reason = `the list of pupils has ${other.forename} ${other.surname} under the number that stands here beside ${named.forename} ${named.surname}`
  for (const [at, record] of [...family.records]) {
    if (record.parent !== key || record.fileNo !== fileNo || !['link', 'group', 'weak'].includes(record.kind)) continue
    family.records.delete(at)
    const { isPrimary, n, line } = record
    if (isPrimary) family.rejections.push({ n, fileNo, line, of: 'pupil', key, reason })
  }
  family.spared.push(...(data as PupilRecord).refs)
}

/** Which listed pupils bear which reference. */
function bearingIn(family: Family): Map<string, string[]> {
  const bearing = new Map<string, string[]>()
  for (const { parent, other } of recordsOf(family, 'ref')) {
    if (other === null) continue
    const bearers = bearing.get(parent)
    if (bearers) bearers.push(other)
    else bearing.set(parent, [other])
  }
  return bearing
}

/** Moves links, groups and contact points from the key that a file used for a pupil to the key of the list of pupils. */
function moveToPupils(family: Family, moves: Map<string, string>): void {
  for (const [at, record] of [...family.records]) {
    const { kind, parent, key } = record
    if (kind !== 'link' && kind !== 'group' && kind !== 'point') continue
    const prefix = kind === 'point' ? ownerPrefix : ''
    const strong = parent.startsWith(prefix) ? moves.get(parent.slice(prefix.length)) : undefined
    if (strong === undefined || prefix + strong === parent) continue
    const moved = { ...record, parent: prefix + strong, key: prefix + strong + key.slice(parent.length) }
    const there = family.records.get(placeOf(kind, moved.key))
    family.records.delete(at)
    // Moved records may meet others of the same pair or group: one of them counts.
    if (!there || byRight(moved, there) < 0) family.records.set(placeOf(kind, moved.key), moved)
  }
}

/** What a file that only names a pupil says is kept by the key by which the list of pupils knows them. */
export function keepByKeyOfList(family: Family, key: string, known: string): void {
  moveToPupils(family, new Map([[key, known]]))
  const record = family.records.get(placeOf('pupil', key))
  if (!record) return
  family.records.delete(placeOf('pupil', key))
  family.records.set(placeOf('pupil', known), { ...record, key: known, parent: known })
}

/** Takes pupils who are nobody here out of the family, with the rows that brought something for them. */
export function takeOutPupils(family: Family, reasons: Map<string, string>): void {
  if (reasons.size === 0) return
  const rows = new Map<number, FamilyRejection>()
  for (const [at, { kind, parent, isPrimary, n, fileNo, line }] of [...family.records]) {
    const reason = reasons.get(parent)
    if (reason === undefined || !kindsTakenOut.has(kind)) continue
    family.records.delete(at)
    if (isPrimary) rows.set(n, { n, fileNo, line, of: 'pupil', key: parent, reason })
  }
  family.rejections.push(...[...rows.values()].sort((one, other) => one.n - other.n))
}

const kindsTakenOut: ReadonlySet<RecordKind> = new Set(['link', 'group', 'pupil', 'weak'])

export const recordsOf = (family: Family, kind: RecordKind): FamilyRecord[] =>
  [...family.records.values()].filter((record) => record.kind === kind)

/** How many rows brought something new; the others only repeat it. */
export function rowsUsed(family: Family): number {
  const used = new Set<number>()
  for (const { isPrimary, n } of family.records.values()) if (isPrimary) used.add(n)
  return used.size
}
