import type { GroupOfSchool, GroupRule } from '../../../../modules/people/index.ts'
import { sayYear } from '../say-people.ts'

export const kindWords: Record<GroupOfSchool['kind'], string> = {
  registration: 'Registration group',
  year: 'Year',
  house: 'House',
  class: 'Class',
  'user-defined': 'Made in the MIS',
  own: 'Your own',
}

/** `Year 5 or Year 6, and in Red`. */
export function sayRule({ years, classes, houses }: GroupRule): string {
  return [years.map(sayYear), classes, houses.map((house) => `house ${house}`)]
    .filter((list) => list.length > 0)
    .map((list) => list.join(' or '))
    .join(', and in ')
}

export const sayPupils = (count: number) => `${count.toLocaleString('en-GB')} ${count === 1 ? 'pupil' : 'pupils'}`
