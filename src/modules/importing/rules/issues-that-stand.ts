import type { RaisedIssue } from './decision.ts'

/** An issue that an import raised and that stands, dismissed ones too. */
export type OpenIssue = Omit<RaisedIssue, 'detail'>

/** Kinds of issues about one contact of a pupil, as their keys begin. */
const ofContacts = ['held', 'differs from MIS|prime', 'possible duplicate']

/** Whether an issue of a pupil is about this contact and no other. */
export const isAboutContact = ({ key, pupilId }: Pick<RaisedIssue, 'key' | 'pupilId'>, contactKey: string): boolean =>
  ofContacts.some((kind) => key === `${kind}|${contactKey}|${pupilId}`)

/** What a run says of a pupil's contacts. */
export type SaidOfPupil = {
  /** Nobody is missing because a row was rejected or the file holds only what changed (IMP-16). */
  complete: boolean
  /** A file has a column for priorities (IMP-13). */
  priorities: boolean
  /** The contacts that the run has for the pupil. */
  contactKeys: string[]
}

/** Whether an issue about a pupil that is not raised again is no longer so, or whether the run only says nothing of it (IMP-7). */
export function isSettledOfPupil(issue: OpenIssue, said: SaidOfPupil): boolean {
  const isContactSaid = said.complete || said.contactKeys.some((key) => isAboutContact(issue, key))
  switch (issue.kind) {
    case 'differs from MIS':
      return said.priorities && isContactSaid
    case 'possible duplicate':
      return isContactSaid
    case 'two priority-1 contacts':
      return said.priorities && said.complete
    default:
      // Who is prime and who is held is told by the links, whatever the files say.
      return true
  }
}

/** What a run says of an adult's details. */
export type DetailsSaid = {
  emails: boolean
  phones: boolean
  /** No record is missing that the MIS may still have of the adult. */
  whole: boolean
}

/** The same of an issue about an adult's details. */
export function isSettledOfAdult({ key, kind, adultId }: OpenIssue, said: DetailsSaid): boolean {
  if (kind === 'cannot be used') return true
  if (!said.whole) return false
  if (kind !== 'differs from MIS' || key.startsWith(`adult|${adultId}|differs|name|`)) return true
  return key.includes('@') ? said.emails : said.phones
}

/**
 * What is asked already is not asked again: of a held link once, by whatever record the MIS speaks of the adult now (IMP-14), and why
 * nobody is prime not otherwise by a run that does not have everybody's priority.
 */
export function asAskedBefore(raised: RaisedIssue, open: OpenIssue[], said: SaidOfPupil): RaisedIssue {
  if (open.some(({ key }) => key === raised.key)) return raised
  const isAll = said.complete && said.priorities
  const isSame = (before: OpenIssue) =>
    isHeld(raised)
      ? isHeld(before) && before.adultId === raised.adultId
      : !isAll && raised.kind === 'no prime adult' && before.kind === 'no prime adult (opted out)'
  return { ...raised, key: open.find(isSame)?.key ?? raised.key }
}

const isHeld = ({ kind, adultId }: OpenIssue): boolean => kind.startsWith('held') && adultId !== null
