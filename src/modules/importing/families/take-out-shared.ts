import type { ContactRecord, PupilRecord } from '../records.ts'
import { isBesideDifferentPeople } from '../rules/one-id-one-person.ts'
import { isBesideDifferentChildren } from '../rules/other-child.ts'
import type { Family, FamilyRecord, FamilyRejection } from './gather-family.ts'
import { ownerPrefix, placeOf, separator } from './records-of-row.ts'

/** IMP-22: rows whose person id stands beside different people. Their pupils are spared, for the file was not silent of them. */
export function takeOutSharedIds(family: Family, said: Map<string, FamilyRecord[]>): void {
  const reasons = new Map<string, string>()
  for (const [at, variants] of said) {
    const [contact] = variants
    if (contact?.kind !== 'contact' || variants.length < 2 || !contact.key.startsWith('id:')) continue
    const people = variants.map(({ data }) => data as ContactRecord)
    if (!isBesideDifferentPeople(people)) continue
    const reason = `This person id stands beside different people (${namesInWords(people)}), so it says nobody. Look at the id column of the report.`
    reasons.set(contact.key, reason)
    said.delete(at)
  }
  if (reasons.size === 0) return
  const owners = new Set(Array.from(reasons.keys(), (key) => `contact${separator}${key}`))
  const pupils = new Set<string>()
  for (const [at, variants] of said) {
    const [first] = variants
    const reason = first?.kind === 'link' ? reasons.get(first.other ?? '') : undefined
    if (first && reason !== undefined) {
      rejectRows(family, variants, { of: 'contact', key: first.other ?? '', reason })
      pupils.add(first.parent)
      said.delete(at)
    }
    if (first?.kind === 'point' && owners.has(first.parent)) said.delete(at)
  }
  for (const key of pupils)
    for (const kind of ['pupil', 'weak'] as const) spare(family, said.get(placeOf(kind, key)) ?? [])
}

function rejectRows(
  family: Family,
  records: readonly FamilyRecord[],
  why: Pick<FamilyRejection, 'of' | 'key' | 'reason'>,
): void {
  const places = new Map(records.map((one) => [one.n, one]))
  for (const { n, fileNo, line } of places.values()) family.rejections.push({ n, fileNo, line, ...why })
}

function spare(family: Family, pupils: readonly FamilyRecord[]): void {
  for (const { data } of pupils) family.spared.push(...(data as PupilRecord).refs)
}

/** IMP-25: rows whose number stands beside different children say none of them: what hangs on it could be a stranger's. */
export function takeOutSharedNumbers(family: Family, said: Map<string, FamilyRecord[]>): void {
  const reasons = new Map<string, string>()
  for (const variants of said.values()) {
    const [pupil] = variants
    if (!pupil || (pupil.kind !== 'pupil' && pupil.kind !== 'weak') || variants.length < 2) continue
    const rows = variants.map(({ data, fileNo }) => ({ record: data as PupilRecord, fileNo }))
    if (!isBesideDifferentChildren(pupil.key, rows)) continue
    const names = namesInWords(rows.map(({ record }) => nameOf(record)))
    const reason = `This number stands beside different children (${names}), so it says nobody. Give each child a number of their own in the MIS, or look at the columns of the report.`
    reasons.set(pupil.key, reason)
    spare(family, variants)
  }
  if (reasons.size === 0) return
  const takenOut = new Map(Array.from(reasons.keys(), (key): [string, FamilyRecord[]] => [key, []]))
  for (const [at, variants] of said) {
    const key = numberIn(variants, reasons)
    if (key === undefined) continue
    said.delete(at)
    for (const one of variants) if (one.isPrimary) takenOut.get(key)?.push(one)
  }
  for (const [key, records] of takenOut)
    rejectRows(family, records, { of: 'pupil', key, reason: reasons.get(key) ?? '' })
}

/** The number among these that a record is about or hangs on. */
function numberIn(variants: readonly FamilyRecord[], numbers: ReadonlyMap<string, string>): string | undefined {
  for (const { kind, parent, other } of variants) {
    const key = kind === 'ref' ? (other ?? '') : kind === 'point' ? parent.slice(ownerPrefix.length) : parent
    if (numbers.has(key) && (kind !== 'point' || parent.startsWith(ownerPrefix))) return key
  }
  return undefined
}

export const nameOf = (pupil: PupilRecord) => ({
  forename: pupil.preferredForename ?? pupil.legalForename ?? '',
  surname: pupil.preferredSurname ?? pupil.legalSurname ?? '',
})

function namesInWords(people: { forename: string; surname: string }[]): string {
  const names = [...new Set(people.map(({ forename, surname }) => `${forename} ${surname}`.trim()))].sort()
  return `${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}`
}
