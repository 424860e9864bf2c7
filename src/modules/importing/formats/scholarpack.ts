import type { Format } from './format.ts'
import { recognisedBy } from './recognise.ts'

/** ScholarPack holds contacts under each child, so the mother of three is three records; nobody is joined by likeness (IMP-22). */
export const scholarpack: Format = {
  name: 'scholarpack',
  words: 'ScholarPack',
  recognise: recognisedBy('ScholarPack', {
    only: ['scholarpackid'],
    several: ['contactorder', 'responsibility', 'mobilephone', 'email2'],
    enough: 2,
  }),
  synonyms: { scholarpackid: 'pupilId' },
  dayFirstByDefault: true,
}
