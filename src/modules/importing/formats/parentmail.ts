import type { Format } from './format.ts'
import { recognisedBy } from './recognise.ts'

/** The file that schools make for IRIS ParentMail: one row for each contact. */
export const parentmail: Format = {
  name: 'parentmail',
  words: 'ParentMail',
  recognise: recognisedBy('ParentMail', {
    several: [
      'studentforename',
      'studentsurname',
      'studentid',
      'contactforename',
      'contactsurname',
      'contactid',
      'primaryemail',
      'mobilenumber',
    ],
  }),
  dayFirstByDefault: true,
}
