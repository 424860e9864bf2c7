import type { ContactRecord, GroupRecord, LinkRecord, PointRecord, PupilRecord, StaffRecord } from '../records.ts'
import type { FamilyRecord } from './gather-family.ts'
import type { RunFamily } from './read-families.ts'

/** What a run says of some families, to be looked up by the keys of their people. */
export type Chunk = {
  families: RunFamily[]
  /** In the order of the families, and of the keys in each. */
  pupils: { record: PupilRecord; family: RunFamily }[]
  staff: StaffRecord[]
  contacts: Map<string, ContactRecord>
  /** pupil → contacts, best priority first */
  links: Map<string, { contactKey: string; link: LinkRecord }[]>
  /** `contact␟key`, `pupil␟key`, `staff␟key` → points in the order of the rows */
  points: Map<string, PointRecord[]>
  groups: Map<string, GroupRecord[]>
  /** reference → pupils who bear it */
  bearing: Map<string, string[]>
}

export function chunkOf(families: RunFamily[]): Chunk {
  const chunk: Chunk = {
    families,
    pupils: [],
    staff: [],
    contacts: new Map(),
    links: new Map(),
    points: new Map(),
    groups: new Map(),
    bearing: new Map(),
  }
  for (const family of families) {
    const pupils: PupilRecord[] = []
    for (const record of family.records.values()) addRecord(chunk, record, pupils)
    for (const record of pupils.sort((one, other) => compare(one.key, other.key))) chunk.pupils.push({ record, family })
  }
  for (const links of chunk.links.values())
    links.sort(
      (one, other) =>
        (one.link.priority ?? Number.MAX_VALUE) - (other.link.priority ?? Number.MAX_VALUE) ||
        compare(one.contactKey, other.contactKey),
    )
  return chunk
}

function addRecord(chunk: Chunk, record: FamilyRecord, pupils: PupilRecord[]): void {
  const { kind, key, data } = record
  const { parent } = record
  const other = record.other ?? ''
  if (kind === 'pupil') pupils.push(data as PupilRecord)
  if (kind === 'staff') chunk.staff.push(data as StaffRecord)
  if (kind === 'contact') chunk.contacts.set(key, data as ContactRecord)
  if (kind === 'link') push(chunk.links, parent, { contactKey: other, link: data as LinkRecord })
  if (kind === 'point') push(chunk.points, parent, data as PointRecord)
  if (kind === 'group') push(chunk.groups, parent, data as GroupRecord)
  if (kind === 'ref') push(chunk.bearing, parent, other)
}

function push<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key)
  if (list) list.push(value)
  else lists.set(key, [value])
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)
