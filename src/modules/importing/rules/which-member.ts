import { foldName, type Member } from '../../people/index.ts'
import type { PupilRecord } from '../records.ts'
import { foldName as foldForKey } from './fold-name.ts'
import { childInFile, childOnRecord, isOtherChild, shareName } from './other-child.ts'
import { admissionKey } from './read-school-words.ts'

export type Found = {
  member: Member | null
  /** Why nobody was taken, though somebody fits. */
  doubt: string | null
  /** References by which another row of the file would be this member with better right. */
  betterRefs: string[]
  /** A number found the member, and not name and date of birth, which namesakes share. */
  byNumber: boolean
}

/**
 * Which pupil on record a pupil of the file is: by the MIS's id, else admission number, else UPN, else full name *and* birth date.
 * The first kind of evidence that finds somebody decides; two found by one kind is nobody, and so is one whose name and birth
 * date say that it is another child (IMP-25): a guess could link strangers to a child.
 */
export function whichMember(record: PupilRecord, candidates: Member[]): Found {
  for (const [strength, { evidence, fits }] of evidenceFor(record).entries()) {
    const found = candidates.filter(fits)
    const [member] = found
    if (!member) continue
    if (found.length > 1) return { ...nobody, doubt: `two pupils have the same ${evidence}` }
    if (isAnotherChild(record, member) || isNamedAsAnother(record, member, candidates))
      return { ...nobody, doubt: sayOtherChild(evidence, member) }
    const byNumber = evidence !== 'name and date of birth'
    return { member, doubt: null, betterRefs: refsOfMember(member, strength - 1), byNumber }
  }
  return nobody
}

const isAnotherChild = (record: PupilRecord, member: Member): boolean =>
  isOtherChild(childInFile(record), childOnRecord(member))

/**
 * The same of a row whose number found another child: two may have swapped numbers, and each is known still by what is left (IMP-25). Where
 * nothing is left, the number stands in the way as before.
 */
export function whichMemberByTheRest(record: PupilRecord, candidates: Member[]): Found {
  const byTheRest = whichMember(
    record,
    candidates.filter((member) => !isAnotherChild(record, member) && !isNamedAsAnother(record, member, candidates)),
  )
  return byTheRest.member ? byTheRest : whichMember(record, candidates)
}

/** The forename of the row is not that of the pupil whose number it bears. */
export const hasOtherForename = (record: PupilRecord, member: Member): boolean =>
  shareName(childInFile(record).forenames, childOnRecord(member).forenames) === 'no'

/**
 * IMP-25: of two pupils the number says one and the name the other, whose birth date it is too where the row has one: of twins, of
 * brother and sister, or of any two of one surname.
 */
const isNamedAsAnother = (record: PupilRecord, member: Member, candidates: Member[]): boolean =>
  hasOtherForename(record, member) &&
  candidates.some(
    (other) =>
      other !== member &&
      isCalled(other, namesInFull(record)) &&
      (record.birthDate === null || record.birthDate === other.birthDate),
  )

export const namesInFull = (record: PupilRecord): string[] => [
  foldName(record.preferredForename, record.preferredSurname),
  foldName(record.legalForename, record.legalSurname),
]

const isCalled = (member: Member, names: string[]): boolean =>
  [foldName(member.forename, member.surname), foldName(member.legalForename, member.legalSurname)].some(
    (name) => name !== '' && names.includes(name),
  )

const nobody: Found = { member: null, doubt: null, betterRefs: [], byNumber: false }

/** A pupil whom another row of the file is with better right. By name and date of birth alone this row is a namesake, and comes in. */
export function takenByAnother({ member, byNumber }: Found): Found {
  const named = member ? `${member.forename} ${member.surname}` : ''
  return { ...nobody, doubt: byNumber ? `two rows of the file are ${named} by their numbers` : null }
}

const sayOtherChild = (evidence: string, member: Member): string =>
  `by its ${evidence} this row would be ${member.forename} ${member.surname}, but its name or date of birth says another child; look whether the columns of the file belong together`

/**
 * Which pupils of a list are one, because a row of theirs lacks the id that another row has: shorter key → the key that stands
 * for both. Numbers that differ, or a reference that three bear, join nobody.
 */
export function pupilsThatAreOne(pupils: PupilRecord[], bearing: Map<string, string[]>): Map<string, string> {
  const byKey = new Map(pupils.map((pupil) => [pupil.key, pupil]))
  const joined = new Map<string, string>()
  for (const bearers of bearing.values()) {
    const [one, two, ...more] = [...new Set(bearers)].flatMap((key) => byKey.get(key) ?? [])
    if (!one || !two || more.length > 0 || !mayBeOne(one, two)) continue
    const [weak, strong] = numbersOf(one).length < numbersOf(two).length ? [one, two] : [two, one]
    if (numbersOf(weak).length === numbersOf(strong).length) continue
    const before = joined.get(weak.key)
    if (before === undefined) joined.set(weak.key, strong.key)
    else if (before !== strong.key) joined.set(weak.key, weak.key)
  }
  return new Map([...joined].filter(([weak, strong]) => weak !== strong && !joined.has(strong)))
}

const numbersOf = ({ misId, admissionNumber, upn }: PupilRecord): string[] =>
  [misId, admissionNumber, upn].filter((number) => number !== null)

function mayBeOne(one: PupilRecord, two: PupilRecord): boolean {
  const differ = (left: string | null, right: string | null) => left !== null && right !== null && left !== right
  if (differ(one.misId, two.misId) || differ(one.upn, two.upn) || differ(one.birthDate, two.birthDate)) return false
  if (one.admissionNumber && two.admissionNumber && !sameNumber(one.admissionNumber, two.admissionNumber)) return false
  const [left, right] = [childInFile(one), childInFile(two)]
  return shareName(left.forenames, right.forenames) !== 'no' && shareName(left.surnames, right.surnames) !== 'no'
}

function evidenceFor(record: PupilRecord): { evidence: string; fits: (member: Member) => boolean }[] {
  const { misId, admissionNumber, upn, birthDate } = record
  const names = namesInFull(record)
  return [
    { evidence: 'key', fits: (member) => member.misKey === record.key },
    { evidence: 'person id', fits: (member) => misId !== null && member.misId === misId },
    {
      evidence: 'admission number',
      fits: (member) => admissionNumber !== null && sameNumber(member.admissionNumber, admissionNumber),
    },
    { evidence: 'UPN', fits: (member) => upn !== null && member.upn === upn },
    {
      evidence: 'name and date of birth',
      fits: (member) => birthDate !== null && member.birthDate === birthDate && isCalled(member, names),
    },
  ]
}

/** Admission numbers come zero-padded from one report and bare from another. */
const sameNumber = (left: string | null, right: string): boolean =>
  left !== null && admissionKey(left) === admissionKey(right)

/** Before the key of somebody who only applied: what hangs on an application never hangs on the pupil (IMP-21). */
export const applicantPrefix = 'applicant:'

/** Which listed pupil of the run is meant: the one whom the best reference that anybody bears names alone, applicants last. */
export function whichListedPupil(refs: string[], bearing: Map<string, string[]>): string | null {
  for (const ref of refs) {
    const bearers = bearing.get(ref) ?? []
    const pupils = bearers.filter((key) => !key.startsWith(applicantPrefix))
    const [only, second] = new Set(pupils.length > 0 ? pupils : bearers)
    if (only !== undefined) return second === undefined ? only : null
  }
  return null
}

/**
 * The references by which a file may name a pupil on record, in the form of `PupilRecord.refs`; with `best`, only those of
 * the best so many kinds of number.
 */
export function refsOfMember(member: Member, best = 4): string[] {
  const { misId, admissionNumber, upn, birthDate } = member
  return [
    misId === null ? null : `id:${misId}`,
    admissionNumber === null ? null : `adm:${admissionKey(admissionNumber)}`,
    upn === null ? null : `upn:${upn}`,
    birthDate === null ? null : `who:${foldForKey(member.surname)}|${foldForKey(member.forename)}|${birthDate}`,
  ]
    .slice(0, Math.max(0, best))
    .filter((ref) => ref !== null)
}

/** The same with the key by which the MIS knew the pupil last. */
export const everyRefOf = (member: Member): string[] =>
  [member.misKey, ...refsOfMember(member)].filter((ref) => ref !== null)
