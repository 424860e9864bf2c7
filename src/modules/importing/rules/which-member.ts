import { foldName, type Member } from '../../people/index.ts'
import type { PupilRecord } from '../records.ts'
import { foldName as foldForKey } from './fold-name.ts'

/**
 * Which pupil on record a pupil of the file is: by the MIS's id, else admission number, else UPN, else full name *and* birth date.
 * The first kind of evidence that finds somebody decides; two found by one kind is nobody, for a guess could link strangers to a child.
 */
export function whichMember(
  record: PupilRecord,
  candidates: Member[],
): { member: Member | null; doubt: string | null } {
  for (const { evidence, fits } of evidenceFor(record)) {
    const found = candidates.filter(fits)
    if (found.length === 1) return { member: found[0] ?? null, doubt: null }
    if (found.length > 1) return { member: null, doubt: `two pupils have the same ${evidence}` }
  }
  return { member: null, doubt: null }
}

function evidenceFor(record: PupilRecord): { evidence: string; fits: (member: Member) => boolean }[] {
  const { misId, admissionNumber, upn, birthDate } = record
  const names = [
    foldName(record.preferredForename, record.preferredSurname),
    foldName(record.legalForename, record.legalSurname),
  ]
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
      fits: (member) =>
        birthDate !== null &&
        member.birthDate === birthDate &&
        [foldName(member.forename, member.surname), foldName(member.legalForename, member.legalSurname)].some(
          (name) => name !== '' && names.includes(name),
        ),
    },
  ]
}

/** Admission numbers come zero-padded from one report and bare from another. */
const sameNumber = (left: string | null, right: string): boolean =>
  left !== null && left.replace(/^0+/, '') === right.replace(/^0+/, '')

/** Which listed pupil of the run is meant: the one whom the best reference that anybody bears names alone. */
export function whichListedPupil(refs: string[], bearing: Map<string, string[]>): string | null {
  for (const ref of refs) {
    const [only, second] = new Set(bearing.get(ref) ?? [])
    if (only !== undefined) return second === undefined ? only : null
  }
  return null
}

/** The references by which a file may name a pupil on record, in the form of `PupilRecord.refs`. */
export function refsOfMember(member: Member): string[] {
  const { misId, admissionNumber, upn, birthDate } = member
  return [
    ...(misId === null ? [] : [`id:${misId}`]),
    ...(admissionNumber === null ? [] : [`adm:${admissionNumber.replace(/^0+/, '')}`]),
    ...(upn === null ? [] : [`upn:${upn}`]),
    ...(birthDate === null ? [] : [`who:${foldForKey(member.surname)}|${foldForKey(member.forename)}|${birthDate}`]),
  ]
}
