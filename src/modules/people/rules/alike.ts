import type { Adult } from '../people.types.ts'
import { foldName } from './fold-name.ts'

/** What is compared of an adult, with the ids of the children and the households they have. */
export type Comparable = Pick<Adult, 'title' | 'forename' | 'surname' | 'householdKey'> & {
  values: { kind: 'email' | 'phone'; value: string }[]
  pupilIds: string[]
}

/**
 * IMP-22: why two records may be one person, in words; null where nothing suggests it. Couples share emails and phones, and many
 * people share a name: neither alone suggests anybody. Nothing is ever merged by this; a person looks.
 */
export function whyAlike(one: Comparable, other: Comparable): string[] | null {
  const named = nameAlike(one, other)
  if (named === null || speakAgainst(one, other)) return null
  const shared = sharedBy(one, other)
  // A short name needs more than one thing in common.
  const enough = named === 'same name' ? 1 : 2
  return shared.length < enough ? null : [named, ...shared]
}

function sharedBy(one: Comparable, other: Comparable): string[] {
  const both = (kind: 'email' | 'phone') =>
    one.values.some((a) => a.kind === kind && other.values.some((b) => b.kind === kind && b.value === a.value))
  return [
    both('email') ? 'same email' : null,
    both('phone') ? 'same phone' : null,
    one.pupilIds.some((id) => other.pupilIds.includes(id)) ? 'linked to the same child' : null,
    one.householdKey !== null && one.householdKey === other.householdKey ? 'same address' : null,
  ].filter((reason) => reason !== null)
}

function nameAlike(one: Comparable, other: Comparable): 'same name' | 'name written another way' | null {
  if (foldName(one.forename, one.surname) === foldName(other.forename, other.surname)) return 'same name'
  if (foldName(one.surname) !== foldName(other.surname)) return null
  const [a, b] = [foldName(one.forename), foldName(other.forename)]
  const short = a.length < b.length ? a : b
  const long = short === a ? b : a
  // `J` or `Liz` beside `Jane` or `Lizbeth`; a father and a son of one name are told apart by what they share.
  return short !== '' && long.startsWith(short) ? 'name written another way' : null
}

const titles: Record<string, 'man' | 'woman'> = { mr: 'man', mrs: 'woman', miss: 'woman', ms: 'woman' }

function speakAgainst(one: Comparable, other: Comparable): boolean {
  const [a, b] = [titles[foldName(one.title)], titles[foldName(other.title)]]
  return a !== undefined && b !== undefined && a !== b
}
