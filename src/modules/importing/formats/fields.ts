/** Whom a column is about. A bare caption like `Surname` takes its side from the rest of the report. */
export type Side = 'pupil' | 'contact' | 'staff'

/**
 * Captions met in real reports, per meaning, folded (see `foldCaption`): small letters and digits only. Each may come with
 * `contact`, `parent`, `guardian`, `pupil`, `student`, `staff` … in front.
 */
export const MEANINGS = {
  id: ['id', 'personid', 'uniqueid', 'primaryid', 'misid', 'simsid', 'guid', 'externalid'],
  multipleId: ['multipleid'],
  admissionNumber: [
    'adno',
    'admissionnumber',
    'admissionno',
    'admno',
    'admnumber',
    'admissionsnumber',
    'padno',
    'rhifderbyn',
  ],
  upn: ['upn', 'uniquepupilnumber', 'pupn'],
  forename: ['forename', 'firstname', 'givenname', 'forenames', 'firstnames', 'christianname', 'enwcyntaf'],
  surname: ['surname', 'lastname', 'familyname', 'cyfenw'],
  legalForename: ['legalforename', 'legalfirstname'],
  legalSurname: ['legalsurname', 'legallastname'],
  preferredForename: [
    'preferredforename',
    'preferredfirstname',
    'chosenname',
    'chosenforename',
    'knownas',
    'preferredname',
  ],
  preferredSurname: ['preferredsurname', 'preferredlastname', 'chosensurname'],
  title: ['title', 'teitl'],
  birthDate: ['dob', 'dateofbirth', 'birthdate', 'birthday', 'pdob', 'dyddiadgeni'],
  year: [
    'year',
    'yeargroup',
    'ncyear',
    'yeartaughtin',
    'yeartaughtincode',
    'yr',
    'currentncyear',
    'nationalcurriculumyear',
    'pyear',
    'blwyddyn',
  ],
  registrationGroup: [
    'reg',
    'reggroup',
    'registrationgroup',
    'registrationform',
    'regform',
    'form',
    'tutorgroup',
    'formgroup',
    'regclass',
    'registration',
    'preg',
  ],
  house: ['house', 'housegroup', 'llys'],
  class: ['class', 'classname', 'teachinggroup', 'dosbarth'],
  group: ['group', 'groupname', 'userdefinedgroup', 'usergroup', 'udg', 'club'],
  leavingDate: ['leavingdate', 'dateofleaving', 'leaverdate', 'dol', 'leavedate', 'dateleft', 'dateofleavingschool'],
  enrolmentStatus: [
    'enrolmentstatus',
    'enrollmentstatus',
    'enrolstatus',
    'rollstatus',
    'admissionstatus',
    'applicationstatus',
    'status',
  ],
  onRoll: ['onroll', 'isonroll', 'currentlyonroll'],
  relationship: [
    'relationship',
    'relation',
    'relationshiptype',
    'relationtype',
    'relationshiptopupil',
    'relationshiptostudent',
    'contacttype',
    'perthynas',
  ],
  priority: ['priority', 'contactorder', 'callorder', 'prioritynumber', 'priorityno', 'priorityorder', 'blaenoriaeth'],
  parentalResponsibility: [
    'parentalresponsibility',
    'parental',
    'pr',
    'parentalresp',
    'parresp',
    'legalresponsibility',
    'responsibility',
    'hasparentalresponsibility',
    'legalguardian',
  ],
  courtOrder: ['courtorder', 'courtorders', 'hascourtorder', 'courtorderrestrictedaccess'],
  livesWith: ['liveswithpupil', 'liveswith', 'liveswithstudent', 'liveswithchild', 'resideswith', 'studenthome'],
  primaryContact: ['primaryguardian', 'isprimarycontact', 'primarycontact'],
  consentGranted: ['dataprocessingconsentgranted', 'dataprocessingconsent'],
  optedOut: [
    'optedout',
    'optout',
    'donotcontact',
    'donotmessage',
    'nomessages',
    'optedoutofmessages',
    'optedoutofmessaging',
  ],
  mainEmail: ['mainemail', 'mainemailaddress'],
  primaryEmail: ['primaryemail', 'primaryemailaddress', 'defaultemail'],
  homeEmail: ['homeemail', 'homeemailaddress', 'emailhome'],
  workEmail: ['workemail', 'workemailaddress', 'emailwork', 'schoolemail'],
  email: ['email', 'emailaddress', 'emails', 'email1', 'emailaddress1', 'personalemail', 'ebost'],
  otherEmail: ['email2', 'email3', 'emailaddress2', 'otheremail', 'secondaryemail', 'alternativeemail'],
  mainPhone: [
    'maintelephone',
    'mainphone',
    'maintelephonenumber',
    'maintel',
    'maintelno',
    'mainphonenumber',
    'primaryphone',
    'primarytelephone',
  ],
  mobile: [
    'mobile',
    'mobilenumber',
    'mobilephone',
    'mobilephonenumber',
    'mobiletelephone',
    'mobileno',
    'mobiletel',
    'mobiletelno',
    'mobiletelephonenumber',
    'mobilephoneno',
    'mob',
    'mobno',
    'cellphone',
    'telephonemobile',
    'telephonenumbermobile',
    'phonemobile',
    'phonenumbermobile',
    'sms',
    'ffonsymudol',
  ],
  homePhone: [
    'hometelephone',
    'homephone',
    'hometelephonenumber',
    'homephonenumber',
    'hometel',
    'hometelno',
    'homephoneno',
    'landline',
    'telephonehome',
    'telephonenumberhome',
    'phonehome',
    'phonenumberhome',
  ],
  workPhone: [
    'worktelephone',
    'workphone',
    'worktelephonenumber',
    'workphonenumber',
    'worktel',
    'worktelno',
    'workphoneno',
    'telephonework',
    'telephonenumberwork',
    'phonework',
    'phonenumberwork',
  ],
  phone: [
    'telephone',
    'telephonenumber',
    'phone',
    'phonenumber',
    'tel',
    'telno',
    'phoneno',
    'telnumber',
    'telephone1',
    'phone1',
    'telephoneno',
    'contactnumber',
    'ffon',
  ],
  otherPhone: [
    'telephone2',
    'telephone3',
    'phone2',
    'phone3',
    'othertelephone',
    'otherphone',
    'mobile2',
    'daytelephone',
    'daytimetelephone',
    'emergencytelephone',
  ],
  phoneNotes: ['telephonenotes', 'phonenotes', 'telephonenote', 'phonenote', 'telephonecomment'],
  phoneIsMain: ['telephonemain', 'phonemain', 'ismaintelephone', 'ismainphone'],
  emailNotes: ['emailnotes', 'emailnote', 'emailcomment'],
  emailIsMain: ['emailmain', 'ismainemail'],
  address: ['address', 'addressblock', 'fulladdress', 'homeaddress', 'singlelineaddress', 'postaladdress', 'cyfeiriad'],
  apartment: ['apartment', 'flat'],
  houseName: ['housename'],
  houseNumber: ['housenumber', 'houseno'],
  street: ['street', 'road', 'addressline1', 'address1'],
  district: ['district', 'locality', 'addressline2', 'address2'],
  town: ['town', 'towncity', 'townorcity', 'city', 'posttown', 'addressline3', 'address3'],
  county: ['county', 'addressline4', 'address4'],
  postcode: ['postcode', 'postalcode', 'zip', 'codpost'],
  staffCode: ['staffcode', 'teachercode', 'shortname'],
  staffRole: ['role', 'post', 'jobtitle', 'stafftype', 'staffrole', 'position', 'teachingstaff', 'typeofstaff'],
} as const satisfies Record<string, readonly string[]>

export type Meaning = keyof typeof MEANINGS

/** Met in reports and rightly unused: not reported as unknown. */
export const UNUSED = new Set(
  (
    'gender,sex,middlename,middlenames,initials,salutation,displayname,fullname,correspondence,pupilreport,mailmerge,parentalballot,maincontact,' +
    'telephonelocation,emaillocation,phonelocation,telephoneprimary,emailprimary,classid,country,startdate,yearofentry,' +
    'parentalconsent,main,ethnicity,ppostcode,dateofadmission,admissiondate,datesofentry,nationality,firstlanguage,religion,age'
  ).split(','),
)

/** Whom a meaning can only be about. */
export const ONLY_SIDE: Partial<Record<Meaning, Side>> = {
  admissionNumber: 'pupil',
  upn: 'pupil',
  birthDate: 'pupil',
  year: 'pupil',
  registrationGroup: 'pupil',
  house: 'pupil',
  class: 'pupil',
  group: 'pupil',
  leavingDate: 'pupil',
  enrolmentStatus: 'pupil',
  onRoll: 'pupil',
  legalForename: 'pupil',
  legalSurname: 'pupil',
  relationship: 'contact',
  priority: 'contact',
  parentalResponsibility: 'contact',
  courtOrder: 'contact',
  livesWith: 'contact',
  multipleId: 'contact',
  optedOut: 'contact',
  primaryContact: 'contact',
  consentGranted: 'contact',
  staffCode: 'staff',
  staffRole: 'staff',
}

/** In the order in which a person's points are tried: the main or primary one first, then as the columns stand. */
export const POINT_MEANINGS: { meaning: Meaning; kind: 'email' | 'phone'; first: boolean }[] = [
  { meaning: 'mainEmail', kind: 'email', first: true },
  { meaning: 'primaryEmail', kind: 'email', first: true },
  { meaning: 'homeEmail', kind: 'email', first: false },
  { meaning: 'workEmail', kind: 'email', first: false },
  { meaning: 'email', kind: 'email', first: false },
  { meaning: 'otherEmail', kind: 'email', first: false },
  { meaning: 'mainPhone', kind: 'phone', first: true },
  { meaning: 'mobile', kind: 'phone', first: false },
  { meaning: 'homePhone', kind: 'phone', first: false },
  { meaning: 'workPhone', kind: 'phone', first: false },
  { meaning: 'phone', kind: 'phone', first: false },
  { meaning: 'otherPhone', kind: 'phone', first: false },
]

const OWNERS: [prefix: string, side: Side][] = [
  ['contact', 'contact'],
  ['parent', 'contact'],
  ['guardian', 'contact'],
  ['carer', 'contact'],
  ['adult', 'contact'],
  ['pupil', 'pupil'],
  ['student', 'pupil'],
  ['child', 'pupil'],
  ['learner', 'pupil'],
  ['staff', 'staff'],
  ['teacher', 'staff'],
  ['employee', 'staff'],
]
/** `P_Surname` is the pupil's; but `primaryid` and `phone` only begin with the same letter. */
const AFTER_P = new Set<Meaning>([
  'surname',
  'forename',
  'id',
  'admissionNumber',
  'upn',
  'legalSurname',
  'legalForename',
])

const BY_CAPTION = new Map<string, Meaning>(
  (Object.entries(MEANINGS) as [Meaning, readonly string[]][]).flatMap(([meaning, captions]) =>
    captions.map((caption): [string, Meaning] => [caption, meaning]),
  ),
)

export type CaptionMeaning = { meaning: Meaning; side: Side | null }

/** What a folded caption means, and whose it says it is; null when it is not known. */
export function meaningOf(folded: string): CaptionMeaning | null {
  const plain = BY_CAPTION.get(folded)
  if (plain) return { meaning: plain, side: /^p(upn|adno|dob|year|reg)$/.test(folded) ? 'pupil' : null }
  const owned = splitOwner(folded)
  const meaning = owned && BY_CAPTION.get(owned.rest)
  if (owned && meaning) return { meaning, side: owned.side }
  const afterP = folded.startsWith('p') ? BY_CAPTION.get(folded.slice(1)) : undefined
  return afterP && AFTER_P.has(afterP) ? { meaning: afterP, side: 'pupil' } : null
}

/** A folded caption that says in front whose it is: `guardianmobile3` is `mobile3` of a contact. */
export function splitOwner(folded: string): { side: Side; rest: string } | null {
  const owner = OWNERS.find(([prefix]) => folded.startsWith(prefix))
  return owner ? { side: owner[1], rest: folded.slice(owner[0].length) } : null
}

/** The name of a field as a mapping file writes it: `contactSurname`, `admissionNumber`. */
export function fieldName(side: Side, meaning: Meaning): string {
  if (ONLY_SIDE[meaning]) return meaning
  return side + meaning.charAt(0).toUpperCase() + meaning.slice(1)
}

/** Of a title or an address only some people's is used. */
const SIDES: Partial<Record<Meaning, Side[]>> = {
  title: ['contact', 'staff'],
  address: ['contact'],
  apartment: ['contact'],
  houseName: ['contact'],
  houseNumber: ['contact'],
  street: ['contact'],
  district: ['contact'],
  town: ['contact'],
  county: ['contact'],
  postcode: ['contact'],
}

/** Every field a mapping may name, with its side and meaning. */
export const FIELDS: ReadonlyMap<string, { side: Side; meaning: Meaning }> = new Map(
  (Object.keys(MEANINGS) as Meaning[]).flatMap((meaning) => {
    const only = ONLY_SIDE[meaning]
    const sides: Side[] = only ? [only] : (SIDES[meaning] ?? ['pupil', 'contact', 'staff'])
    return sides.map((side): [string, { side: Side; meaning: Meaning }] => [
      fieldName(side, meaning),
      { side, meaning },
    ])
  }),
)
