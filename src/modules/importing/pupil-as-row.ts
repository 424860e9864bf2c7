import { foldName, type Member } from '../people/index.ts'
import type { PupilFacts } from './rules/decide-member.ts'

/** The pupil's facts as columns: all for a newcomer, else those that change. */
export function rowOfPupil(
  facts: PupilFacts,
  changed: (keyof PupilFacts)[] | null,
  standing: Member | null,
  today?: string,
): Record<string, unknown> {
  const all: Record<keyof PupilFacts, [string, unknown]> = {
    misKey: ['mis_key', facts.misKey],
    misId: ['mis_id', facts.misId],
    admissionNumber: ['admission_number', facts.admissionNumber],
    upn: ['upn', facts.upn],
    forename: ['forename', facts.forename],
    surname: ['surname', facts.surname],
    legalForename: ['legal_forename', facts.legalForename],
    legalSurname: ['legal_surname', facts.legalSurname],
    birthDate: ['birth_date', facts.birthDate],
    year: ['year', facts.year],
    registrationGroup: ['registration_group', facts.registrationGroup],
    house: ['house', facts.house],
    leavingDate: ['leaving_date', facts.leavingDate],
    status: ['status', facts.status],
  }
  const keys = changed ?? (Object.keys(all) as (keyof PupilFacts)[])
  const row = Object.fromEntries(keys.map((key) => all[key]))
  if (keys.some((key) => ['forename', 'surname', 'legalForename', 'legalSurname'].includes(key))) {
    row.name_key = foldName(facts.forename, facts.surname, ...legalNameIfOther(facts))
  }
  if (keys.includes('status'))
    row.left_on = facts.status === 'leaver' ? (facts.leavingDate ?? standing?.leftOn ?? today ?? null) : null
  return row
}

function legalNameIfOther(facts: PupilFacts): (string | null)[] {
  const legal = foldName(facts.legalForename, facts.legalSurname)
  return legal === '' || legal === foldName(facts.forename, facts.surname)
    ? []
    : [facts.legalForename, facts.legalSurname]
}
