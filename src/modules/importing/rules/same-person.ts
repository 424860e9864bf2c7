import { foldName } from '../../people/index.ts'

type Named = { title: string | null; forename: string; surname: string; relationship: string | null }

const menOnly = ['mr', 'father', 'step father', 'foster father', 'grandfather', 'uncle', 'brother']
const womenOnly = ['mrs', 'miss', 'ms', 'mother', 'step mother', 'foster mother', 'grandmother', 'aunt', 'sister']

/**
 * Whether a contact of the file and an adult already linked to the *same pupil* are one human being: same name, and
 * nothing that speaks against it. Across pupils a name alone never joins anybody (IMP-22); within one pupil's short
 * list it keeps an import from making a second Ann (IMP-8).
 */
export function isSamePersonForPupil(contact: Named, adult: Named): boolean {
  if (foldName(contact.forename, contact.surname) !== foldName(adult.forename, adult.surname)) return false
  if (isMan(contact) === 'yes' && isWoman(adult) === 'yes') return false
  if (isWoman(contact) === 'yes' && isMan(adult) === 'yes') return false
  return !areOfDifferentGenerations(contact.relationship, adult.relationship)
}

const isMan = (person: Named) => (words(person).some((word) => menOnly.includes(word)) ? 'yes' : 'unknown')
const isWoman = (person: Named) => (words(person).some((word) => womenOnly.includes(word)) ? 'yes' : 'unknown')
const words = (person: Named) => [foldName(person.title), foldName(person.relationship)]

/** A father and a grandfather of one name are two people. */
function areOfDifferentGenerations(left: string | null, right: string | null): boolean {
  if (left === null || right === null) return false
  return foldName(left).startsWith('grand') !== foldName(right).startsWith('grand')
}
