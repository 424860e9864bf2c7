import type { FlaggedContactOf } from '../people/index.ts'
import { snapshotContactsOf } from './picking.ts'
import { isSamePersonForPupil } from './rules/same-person.ts'

/** IMP-14, for the people module: the contact whom the MIS flagged at the last import and who is this adult by name and title. */
export const flaggedContactOf: FlaggedContactOf = async (trx, { schoolId, pupilId, adult, others }) => {
  const contacts = await snapshotContactsOf(trx, { schoolId, pupilId })
  const flagged = contacts.find(
    ({ adultId, contact, link }) =>
      link.courtOrder === 'yes' &&
      (adultId === null || !others.includes(adultId)) &&
      isSamePersonForPupil({ ...contact, relationship: link.relationship }, adult),
  )
  return flagged?.contactKey ?? null
}
