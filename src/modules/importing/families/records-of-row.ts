import type { PupilRecord, RowRecords } from '../records.ts'
import { keyOfPoint } from '../rules/decide-details.ts'
import { applicantPrefix } from '../rules/which-member.ts'

/** Between the parts of a key; it occurs in no export. */
export const separator = '\u001f'

/** Stands beside contacts of whom the MIS says so, by which these few are found (OPT-2). */
const optedOut = 'opted out'

export type RecordKind = 'pupil' | 'weak' | 'ref' | 'staff' | 'contact' | 'link' | 'point' | 'group'

/**
 * One record of a row. `parent` is whom it hangs on, people on themselves: a pupil beside their links, a contact beside their contact
 * points. `other` is the second end of a link; of a contact, that they opted out.
 */
export type RunRecord = {
  kind: RecordKind
  key: string
  parent: string
  other: string | null
  /** It tells whether its row brought somebody or something new (used) or only repeats what another row brought (merged). */
  isPrimary: boolean
  data:
    | RowRecords[keyof RowRecords]
    | RowRecords['points'][number]
    | RowRecords['groups'][number]
    | Record<string, never>
}

/** The records of one row. A `weak` pupil comes from a file that does not list pupils and is looked up among those of the run. */
export function* recordsOfRow(row: RowRecords, weak: boolean): Generator<RunRecord> {
  if (row.pupil?.status === 'pre-admission') {
    yield* recordsOfApplicant(row.pupil, weak)
    return
  }
  const { pupil, staff, contact, link } = row
  const primary = link ? 'link' : staff ? 'staff' : pupil ? 'pupil' : 'group'
  if (pupil) yield* recordsOfPupil(pupil, weak, primary === 'pupil')
  if (staff) {
    const parent = `staff${separator}${staff.key}`
    yield { kind: 'staff', key: staff.key, parent, other: null, isPrimary: true, data: staff }
  }
  if (contact) {
    const other = contact.optedOut === 'yes' ? optedOut : null
    const parent = `contact${separator}${contact.key}`
    yield { kind: 'contact', key: contact.key, parent, other, isPrimary: false, data: contact }
  }
  if (link) {
    const [parent, other] = [link.pupilKey, link.contactKey]
    yield { kind: 'link', key: parent + separator + other, parent, other, isPrimary: true, data: link }
  }
  for (const point of row.points) {
    const parent = point.owner + separator + point.ownerKey
    const key = parent + separator + keyOfPoint(point)
    yield { kind: 'point', key, parent, other: null, isPrimary: false, data: point }
  }
  for (const group of row.groups) {
    const key = [group.pupilKey, group.kind, group.name].join(separator)
    yield { kind: 'group', key, parent: group.pupilKey, other: null, isPrimary: primary === 'group', data: group }
  }
}

/** IMP-21: an application stands by itself; no contact, group or detail of its rows comes along. */
function* recordsOfApplicant(pupil: PupilRecord, weak: boolean): Generator<RunRecord> {
  const applicant = { ...pupil, key: applicantPrefix + pupil.key }
  yield { kind: 'pupil', key: applicant.key, parent: applicant.key, other: null, isPrimary: true, data: applicant }
  if (!weak) yield* refsOf(applicant)
}

function* recordsOfPupil(pupil: PupilRecord, weak: boolean, isPrimary: boolean): Generator<RunRecord> {
  yield { kind: weak ? 'weak' : 'pupil', key: pupil.key, parent: pupil.key, other: null, isPrimary, data: pupil }
  if (!weak) yield* refsOf(pupil)
}

/** By which references the pupil is found: `parent` bears the reference, `other` is the pupil. */
function* refsOf({ key, refs }: PupilRecord): Generator<RunRecord> {
  for (const ref of refs)
    yield { kind: 'ref', key: ref + separator + key, parent: ref, other: key, isPrimary: false, data: {} }
}

/** Everybody whom a row names, by every key it gives them: rows that share one of these belong to one family. */
export function keysOfRow({ pupil, staff, contact }: RowRecords): string[] {
  return [
    ...(pupil ? pupil.refs.map(keyOfRef) : []),
    ...(contact ? [keyOfContact(contact.key)] : []),
    ...(staff ? [`staff ${staff.key}`] : []),
  ]
}

/** Before the key of a pupil on whom contact points hang. */
export const ownerPrefix = `pupil${separator}`

/** A record among those of every kind. */
export const placeOf = (kind: RecordKind, key: string): string => kind + separator + key

/** A link among records of every kind. */
export const nameOfLink = (pupilKey: string, contactKey: string): string =>
  ['link', pupilKey, contactKey].join(separator)

export const keyOfRef = (ref: string): string => `pupil ${ref}`
export const keyOfContact = (key: string): string => `contact ${key}`
