import type { Format } from './format.ts'
import { recognisedBy } from './recognise.ts'

/**
 * Arbor calls contacts guardians. Its flag *Primary Guardian* stands in for the ringing order where a report has none; of
 * several mobiles the last is in use.
 */
export const arbor: Format = {
  name: 'arbor',
  words: 'Arbor',
  recognise: recognisedBy('Arbor', {
    only: [
      'primaryguardian',
      'legalguardian',
      'isprimaryguardian',
      'islegalguardian',
      'arborid',
      'arborstudentid',
      'emergencycontactorder',
    ],
  }),
  synonyms: {
    arborid: 'pupilId',
    arborstudentid: 'pupilId',
    islegalguardian: 'parentalResponsibility',
    isprimaryguardian: 'primaryContact',
    emergencycontactorder: 'priority',
    relationshiptype: 'relationship',
    defaultemail: 'contactPrimaryEmail',
    defaultphone: 'contactMainPhone',
    personalemail: 'contactEmail',
    mobile3: 'contactOtherPhone',
    mobilenumber2: 'contactOtherPhone',
    mobilenumber3: 'contactOtherPhone',
  },
  lastMobileFirst: true,
  dayFirstByDefault: true,
}
