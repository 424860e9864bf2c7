import type { RaisedIssue } from './decision.ts'

/** An issue that an import raised and that stands, dismissed ones too. */
export type OpenIssue = Omit<RaisedIssue, 'detail'>

/** Kinds of issues about one contact of a pupil, as their keys begin. */
const ofContacts = ['held', 'differs from MIS|prime', 'possible duplicate']

/** Whether an issue of a pupil is about this contact and no other. */
export const isAboutContact = ({ key, pupilId }: Pick<RaisedIssue, 'key' | 'pupilId'>, contactKey: string): boolean =>
  ofContacts.some((kind) => key === `${kind}|${contactKey}|${pupilId}`)

/** What is asked already is not asked again: of a held link once, by whatever record the MIS speaks of the adult now (IMP-14). */
export function asAskedBefore(raised: RaisedIssue, open: OpenIssue[]): RaisedIssue {
  if (open.some(({ key }) => key === raised.key)) return raised
  const before = open.find((one) => isHeld(one) && isHeld(raised) && one.adultId === raised.adultId)
  return before ? { ...raised, key: before.key } : raised
}

const isHeld = ({ kind, adultId }: OpenIssue): boolean => kind.startsWith('held') && adultId !== null
