import type { RaisedIssue } from './decision.ts'

/** Kinds of issues about one contact of a pupil, as their keys begin. */
const ofContacts = ['held', 'differs from MIS|prime', 'possible duplicate']

/** Whether an issue of a pupil is about this contact and no other. */
export const isAboutContact = ({ key, pupilId }: Pick<RaisedIssue, 'key' | 'pupilId'>, contactKey: string): boolean =>
  ofContacts.some((kind) => key === `${kind}|${contactKey}|${pupilId}`)
