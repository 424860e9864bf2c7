import type { Plan } from '../plans.store.ts'

const namesOf = {
  children: [
    /^(pupilForename|pupilPreferredForename|legalForename)$/,
    /^(pupilSurname|pupilPreferredSurname|legalSurname)$/,
  ],
  contacts: [/^contact(Preferred)?Surname$/],
}

/**
 * Who would come in without a name, because no column of the files was understood as one. Nobody wants that: their columns
 * have captions of the school's own, and such a plan is neither offered nor applied. A contact may be `Mrs Mercer`, with no forename.
 */
export function whoComesNameless({ files, changes }: Pick<Plan, 'files' | 'changes'>): 'children' | 'contacts' | null {
  const fields = files.flatMap(({ columns }) => Object.keys(columns))
  const lacks = (needed: RegExp[]) => needed.some((name) => !fields.some((field) => name.test(field)))
  if (changes.pupils.add > 0 && lacks(namesOf.children)) return 'children'
  return changes.adults.add > 0 && lacks(namesOf.contacts) ? 'contacts' : null
}
