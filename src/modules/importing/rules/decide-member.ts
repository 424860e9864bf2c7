import type { Member } from '../../people/index.ts'
import type { PupilRecord } from '../records.ts'
import type { Verdict } from './decision.ts'

/** The facts of a pupil that the MIS owns. Preferred names are shown, legal ones kept (IMP-17). */
export type PupilFacts = Pick<
  Member,
  | 'admissionNumber'
  | 'birthDate'
  | 'forename'
  | 'house'
  | 'leavingDate'
  | 'legalForename'
  | 'legalSurname'
  | 'misId'
  | 'misKey'
  | 'registrationGroup'
  | 'status'
  | 'surname'
  | 'upn'
  | 'year'
>

export type MemberDecision = Verdict &
  (
    | { act: 'add'; after: PupilFacts }
    | { act: 'update'; after: PupilFacts; changed: (keyof PupilFacts)[] }
    | { act: 'leave'; after: PupilFacts; changed: (keyof PupilFacts)[] }
    | { act: 'keep' }
    | { act: 'leave out' }
  )

type Facts = {
  inFile: PupilRecord
  standing: Member | null
  /** Fields that some file of the run has a column for (IMP-13). */
  says: ReadonlySet<string>
  /** `YYYY-MM-DD` */
  today: string
}

/** What an import does to one pupil that the file has: comes, changes, leaves, comes back, or stays (IMP-17 to IMP-19). */
export function decideMember(facts: Facts): MemberDecision {
  const { standing } = facts
  const after = factsOfPupil(facts)
  if (!standing) return decideNewPupil(after)
  if (standing.origin !== 'mis') return { act: 'keep', rule: 'IMP-5', reason: 'Kept by the school by hand' }
  const changed = (Object.keys(after) as (keyof PupilFacts)[]).filter((fact) => after[fact] !== standing[fact])
  if (changed.length === 0) return { act: 'keep', rule: 'IMP-6', reason: 'The MIS says the same as before' }
  if (after.status === 'leaver' && standing.status !== 'leaver') {
    return {
      act: 'leave',
      after,
      changed,
      rule: 'IMP-19',
      reason: `Left on ${after.leavingDate ?? 'a day the MIS does not say'}`,
    }
  }
  if (after.status === 'on roll' && standing.status === 'leaver') {
    return {
      act: 'update',
      after,
      changed,
      rule: 'IMP-19',
      reason: 'Back on roll: links, preferences and opt-outs come back as they were',
    }
  }
  return {
    act: 'update',
    after,
    changed,
    rule: 'IMP-17',
    reason: `Changed in the MIS: ${factsInWords(changed)}`,
  }
}

/** The key by which the list knows the pupil follows its numbers, and is named only where it changes alone. */
function factsInWords(changed: (keyof PupilFacts)[]): string {
  const facts = changed.filter((fact) => fact !== 'misKey')
  return (facts.length > 0 ? facts : changed).map((fact) => factNames[fact]).join(', ')
}

function decideNewPupil(after: PupilFacts): MemberDecision {
  if (after.status === 'leaver')
    return { act: 'leave out', rule: 'IMP-19', reason: 'Left before this school was set up here' }
  if (after.status === 'pre-admission')
    return { act: 'leave out', rule: 'IMP-18', reason: 'Not admitted yet: applicants do not come in' }
  return { act: 'add', after, rule: 'IMP-1', reason: 'On roll in the MIS' }
}

/** A column that the file does not have says nothing: the fact stays as it was (IMP-13). */
function factsOfPupil(facts: Facts): PupilFacts {
  const { inFile: record, standing, today } = facts
  const legalForename = record.legalForename ?? standing?.legalForename ?? null
  const legalSurname = record.legalSurname ?? standing?.legalSurname ?? null
  const leavingDate = leavingDateOf(facts)
  return {
    misKey: record.key,
    misId: record.misId ?? standing?.misId ?? null,
    admissionNumber: record.admissionNumber ?? standing?.admissionNumber ?? null,
    upn: record.upn ?? standing?.upn ?? null,
    forename:
      record.preferredForename ?? preferredBefore(facts, 'forename') ?? legalForename ?? standing?.forename ?? '',
    surname: record.preferredSurname ?? preferredBefore(facts, 'surname') ?? legalSurname ?? standing?.surname ?? '',
    legalForename,
    legalSurname,
    birthDate: record.birthDate ?? standing?.birthDate ?? null,
    year: record.year ?? standing?.year ?? null,
    registrationGroup: record.registrationGroup ?? standing?.registrationGroup ?? null,
    house: record.house ?? standing?.house ?? null,
    leavingDate,
    status: leavingDate !== null && leavingDate <= today ? 'leaver' : record.status,
  }
}

/** A leaving date stands where no column says otherwise, but for a pupil whom a column says to be on roll after it. */
function leavingDateOf({ inFile, standing, says, today }: Facts): string | null {
  if (says.has('leavingDate')) return inFile.leavingDate
  const before = standing?.leavingDate ?? null
  const isSaidOnRoll = inFile.status === 'on roll' && (says.has('enrolmentStatus') || says.has('onRoll'))
  return before !== null && before <= today && isSaidOnRoll ? null : before
}

/** A list of legal names alone takes no preferred name away. */
function preferredBefore({ standing, says }: Facts, name: 'forename' | 'surname'): string | null {
  if (!standing) return null
  const [legal, column] =
    name === 'forename'
      ? [standing.legalForename, 'pupilPreferredForename']
      : [standing.legalSurname, 'pupilPreferredSurname']
  return says.has(column) || legal === null || legal === standing[name] ? null : standing[name]
}

const factNames: Record<keyof PupilFacts, string> = {
  misKey: 'id',
  misId: 'person id',
  admissionNumber: 'admission number',
  upn: 'UPN',
  forename: 'forename',
  surname: 'surname',
  legalForename: 'legal forename',
  legalSurname: 'legal surname',
  birthDate: 'date of birth',
  year: 'year',
  registrationGroup: 'class',
  house: 'house',
  leavingDate: 'leaving date',
  status: 'status',
}
