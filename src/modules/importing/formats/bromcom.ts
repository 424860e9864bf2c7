import type { Format } from './format.ts'
import { recognisedBy } from './recognise.ts'

/** Bromcom. Somebody without *Data Processing Consent Granted* is taken for opted out: nothing of their details is kept. */
export const bromcom: Format = {
  name: 'bromcom',
  words: 'Bromcom',
  recognise: recognisedBy('Bromcom', {
    only: [
      'dataprocessingconsentgranted',
      'courtorderrestrictedaccess',
      'grantaccesstostudentdetailsinmcas',
      'sourceofcontactpriority',
      'alternativecontactnotes',
    ],
    several: ['studentemail', 'yeargroup', 'form', 'firstname', 'lastname'],
  }),
  synonyms: {
    alternativecontactnotes: 'contactPhoneNotes',
    studentemail: 'pupilEmail',
  },
  dayFirstByDefault: true,
}
