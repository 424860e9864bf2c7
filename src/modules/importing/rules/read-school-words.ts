import type { PupilRecord, StaffRecord } from '../records.ts'

/**
 * `Year  7`, `Yr 7`, `Y07` and `7` are one year: `7`. `R` and `YR` are Reception, `N1` and `N2` nursery. What is none of these is kept
 * as written.
 */
export function readYear(text: string): string | null {
  const value = text.trim().replace(/\s+/g, ' ')
  if (value === '') return null
  const bare = value.replace(/^(?:nc\s*)?(?:curriculum\s+)?(?:year|yr|y|blwyddyn|bl)?\.?\s*(?:group\s*)?/i, '').trim()
  if (/^(?:r|rec|reception|derbyn|0)$/i.test(bare) || /^(?:reception\b|yr$)/i.test(value)) return 'R'
  const nursery = /^(?:n|e|nursery)\s*([12])$/i.exec(bare)
  if (nursery) return `N${nursery[1]}`
  const number = /^0*(1[0-3]|[1-9])$/.exec(bare)
  return number?.[1] ?? value
}

/** The admission number as text; compared without leading zeros, for Excel and some reports drop them. */
export function admissionKey(text: string): string {
  return text.replace(/^0+(?=.)/, '').toLowerCase()
}

/** `sw1a1aa` and `SW1A 1AA.` are `SW1A 1AA`; what is no UK postcode is kept as written. */
export function readPostcode(text: string): string | null {
  const value = text.trim()
  if (value === '') return null
  const compact = value.toUpperCase().replace(/[^A-Z0-9]/g, '')
  const fixed = compact.replace(/^(.*)O([A-Z]{2})$/, '$10$2')
  const match = /^([A-Z]{1,2}\d[A-Z\d]?|BFPO|GIR)(\d[A-Z]{2}|\d{1,4})$/.exec(fixed)
  return match ? `${match[1]} ${match[2]}` : value
}

const NON_FAMILY =
  /\b(doctor|gp|social worker|probation|head ?teacher|teacher|(lea|la) nominee|child ?minder|neighbou?r|aide)\b|^child$/
const FAMILY = /(mother|father|parent|guardian|grand|\b(mum|mam|dad|aunt|uncle|sister|brother|carer)\b)/

/**
 * Doctors, social workers, teachers and the like come in only when the school names them (IMP-15). Schools add words of
 * their own (`Family Doctor`), and School Data Sync says `aide` and `child`; a mother who is also a teacher stays a mother.
 */
export function isFamilyRelationship(relationship: string | null): boolean {
  if (relationship === null) return true
  const folded = relationship
    .toLowerCase()
    .replace(/[^a-z]+/g, ' ')
    .trim()
  return !NON_FAMILY.test(folded) || FAMILY.test(folded)
}

const TITLE = /^(mr|mrs|ms|miss|mx|dr|prof|rev|sir|lady|lord|dame|fr)\.?$/i

/** `Mr & Mrs J Smith`, `J & A Jones`, a title for a forename: perhaps two people, or a name that is none. A person is asked. */
export function isJointName({ title, forename, surname }: { title: string | null; forename: string; surname: string }) {
  const all = `${title ?? ''} | ${forename} | ${surname}`
  if (/[&+]|\s(and|a'r|ac)\s/i.test(all) || /\b(mr|dr|ms|miss)\s*\/\s*(mrs|mr|ms|miss)/i.test(all)) return true
  return (
    TITLE.test(forename.trim()) || (forename !== '' && forename.trim().toLowerCase() === surname.trim().toLowerCase())
  )
}

const LEAVERS =
  /^(leaver|left|l|former|ex|past|previous|alumn\w*|off roll|not on roll|not enrolled|inactive|archived?|deleted|deceased|died|transferred)\b/
const APPLICANTS =
  /^(pre-?\s?admission|appl|offer|accept|admitted|reserve|reject|refus|declin|withdrawn|cancel|wait|enquir|future|prospect)/
const ON_ROLL =
  /^(c|m|s|g|f|current|on roll|active|enrolled|registered|single|main|dual|subsidiary|guest|fe|further education|external)\b/

/**
 * The enrolment column, in the words SIMS and others use (IMP-18, IMP-19, IMP-21). Codes of SIMS like `C`, `M`, `F` are all on roll,
 * and so is a word that nobody knows.
 */
export function readPupilStatus(text: string): PupilRecord['status'] {
  const value = text.trim().toLowerCase()
  if (LEAVERS.test(value)) return 'leaver'
  return APPLICANTS.test(value) ? 'pre-admission' : 'on roll'
}

/** Whether this is one of the words in which an MIS says whether a pupil is on roll. */
export function isPupilStatus(text: string): boolean {
  const value = text.trim().toLowerCase()
  return value === '' || [LEAVERS, APPLICANTS, ON_ROLL].some((words) => words.test(value))
}

/** The kind of staff, from the text of a role or post column. */
export function readStaffRole(text: string | null): StaffRecord['role'] {
  if (text === null) return 'teacher'
  const value = text.toLowerCase()
  if (/govern/.test(value)) return 'governor'
  if (/board|trustee|director/.test(value)) return 'board member'
  if (
    /support|assist|admin|office|technic|site|clean|cater|kitchen|midday|business|secretar|caretak|^(f|false|no|n)$/.test(
      value,
    )
  ) {
    return 'support staff'
  }
  if (/teach|head|^(t|true|yes|y)$/.test(value)) return 'teacher'
  return 'other'
}

/**
 * Takes off white space, and what Excel users put round a value to keep its zeros. The sign that stands between the parts of keys here
 * is no part of a value: two people could else come by one key.
 */
export function cleanCell(cell: string): string {
  const text = cell.replaceAll('\u001f', ' ').trim()
  if (text === '') return ''
  const formula = text.startsWith('=') ? /^="([^"]*)"$/.exec(text) : null
  if (formula) return (formula[1] ?? '').trim()
  return /^'\d/.test(text) ? text.slice(1) : text
}
