import type { Member } from '../people.types.ts'

/** What a self-filling group asks of its pupils. An empty list asks nothing; several entries of one list are "or". */
export type GroupRule = { years: string[]; classes: string[]; houses: string[] }

export type PupilInSchool = Pick<Member, 'year' | 'registrationGroup' | 'house'>

/** IMP-20: whether a pupil belongs in a group that fills itself: in one of its years, and classes, and houses. Pure. */
export function fitsRule({ years, classes, houses }: GroupRule, pupil: PupilInSchool): boolean {
  if (isEmptyRule({ years, classes, houses })) return false
  return isIn(years, pupil.year) && isIn(classes, pupil.registrationGroup) && isIn(houses, pupil.house)
}

/** A rule that asks nothing would be the whole school by accident; it is nobody. */
export function isEmptyRule({ years, classes, houses }: GroupRule): boolean {
  return years.length + classes.length + houses.length === 0
}

function isIn(list: string[], value: string | null): boolean {
  return list.length === 0 || (value !== null && list.some((each) => each.toLowerCase() === value.toLowerCase()))
}
