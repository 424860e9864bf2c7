import { foldName } from '../../people/index.ts'

type Named = { forename: string; surname: string }

/** Nobody is written in more ways. */
export const mostWays = 50

/**
 * Whether one person id of the MIS stands beside different people: an id column that holds noughts, the family's number or
 * what a spreadsheet made of long numbers. Taken at its word it would join strangers to each other's children (IMP-22).
 */
export function isBesideDifferentPeople(said: Named[]): boolean {
  const people = [...new Map(said.map((one) => [`${foldName(one.forename)}|${foldName(one.surname)}`, one])).values()]
  if (people.length > mostWays) return true
  return people.some((one, at) => people.slice(at + 1).some((other) => !isOnePerson(one, other)))
}

/** `Ann` and `Annie`, `Hassan` and `Hassan-Jones` are one person under one id. */
export const isOnePerson = (one: Named, other: Named): boolean =>
  isAlike(foldName(one.forename), foldName(other.forename)) && isAlike(foldName(one.surname), foldName(other.surname))

/** Neither name is alike: nobody who married, or whose name was mended, but another person. */
export const isSomebodyElse = (one: Named, other: Named): boolean =>
  !isAlike(foldName(one.forename), foldName(other.forename)) && !isAlike(foldName(one.surname), foldName(other.surname))

const isAlike = (one: string, other: string): boolean => {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one]
  return long.startsWith(short) || long.endsWith(` ${short}`)
}
