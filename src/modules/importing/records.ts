/**
 * The one shape every MIS format is read into. A row of a report gives up to one pupil, one staff member, one contact
 * and one link, and any number of contact points and groups; the same record may come from many rows (IMP-12).
 */
import type { ParsedPoint } from '../people/index.ts'

/** A flag the source does not carry is `unknown`, never `no` (IMP-13). */
export type Flag = 'yes' | 'no' | 'unknown'

/** Dates are `YYYY-MM-DD`. Texts are trimmed, never empty; absent ones are null. */
export type PupilRecord = {
  /** Stable within the school's MIS: `id:…`, else `adm:…` (no leading zeros), else `upn:…`, else `who:surname|forename|birth date`, folded. */
  key: string
  /** Every key this pupil may be known by in another file of the run, best first; the first is `key`. */
  refs: string[]
  misId: string | null
  admissionNumber: string | null
  upn: string | null
  legalForename: string | null
  legalSurname: string | null
  preferredForename: string | null
  preferredSurname: string | null
  birthDate: string | null
  year: string | null
  registrationGroup: string | null
  house: string | null
  leavingDate: string | null
  status: 'on roll' | 'pre-admission' | 'leaver'
  /** The source only names the pupil, to hang a contact on: it says nothing of their facts. */
  onlyNamed?: true
}

export type StaffRecord = {
  /** `id:…`, else `code:…`, else `who:surname|forename`. */
  key: string
  misId: string | null
  role: 'teacher' | 'support staff' | 'governor' | 'board member' | 'other'
  title: string | null
  forename: string
  surname: string
}

export type ContactRecord = {
  /** `id:…` where the source has a person id, else `who:surname|forename|title@<pupil key>`: without an id nobody is joined across pupils (IMP-22). */
  key: string
  misId: string | null
  title: string | null
  forename: string
  surname: string
  /** One line, as it would stand on an envelope. */
  address: string | null
  postcode: string | null
  /** `Mr & Mrs J Smith` and the like: kept as given, a person is asked. */
  joint: boolean
  /** A flag in the source that the person does not want to be contacted. */
  optedOut: Flag
}

export type LinkRecord = {
  pupilKey: string
  contactKey: string
  relationship: string | null
  priority: number | null
  parentalResponsibility: Flag
  courtOrder: Flag
  livesWith: Flag
}

export type PointRecord = ParsedPoint & {
  owner: 'pupil' | 'staff' | 'contact'
  ownerKey: string
  /** Order within the row: the main or primary one first, then home, mobile, work as the columns stand. */
  position: number
}

export type GroupRecord = {
  pupilKey: string
  kind: 'registration' | 'year' | 'house' | 'class' | 'user-defined'
  name: string
}

export type RowRecords = {
  pupil: PupilRecord | null
  staff: StaffRecord | null
  contact: ContactRecord | null
  link: LinkRecord | null
  points: PointRecord[]
  groups: GroupRecord[]
}

/** A row that could not be used: data, not an error (IMP-16). `line` counts physical lines from 1 (XML: records from 1). */
export type RejectedRow = { file: string; line: number; column: string | null; value: string | null; reason: string }

/** What a file is about, found from its columns: it decides what its silence means. */
export type FileContents = {
  /** Every pupil on roll is in it, so one who is missing has left (IMP-19): it lists year or registration group, or has no contact columns. */
  listsPupils: boolean
  /** It carries contacts, so a contact who is missing is no longer a contact of that pupil. */
  listsContacts: boolean
  listsStaff: boolean
  listsGroups: boolean
  /** What is missing from it says nothing: of pupils (a transfer file names a few), or of anybody (a delta). */
  partial?: 'pupils' | 'all'
  /** A contact id column exists (then `contactIdsBlank` counts the contact rows where it is empty: IMP-10). */
  hasContactIds: boolean
}
