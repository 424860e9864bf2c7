import { may } from '../../../modules/accounts/index.ts'
import { listEntries } from '../../../modules/audit/index.ts'
import { messagesAboutPupil } from '../../../modules/messaging/index.ts'
import { findFamily, listIssues } from '../../../modules/people/index.ts'
import { lettersOfMember, registrationsOfMember } from '../../../modules/registration/index.ts'
import { readId } from '../../frame/parse.ts'
import { page } from '../../page.ts'
import { PupilView } from './pupil.view.tsx'

const shownEntries = 8

/** A pupil with the linked adults, what would reach the home, and what was changed lately. */
export const pupilPage = page({
  method: 'GET',
  url: '/schools/:school/people/pupils/:id',
  permission: 'people.read',
  async handle({ db, school, actor, params }) {
    const { id: schoolId } = school
    const pupilId = readId(params.id)
    const shown = await db.inSchool(schoolId, async (trx) => ({
      family: await findFamily(trx, schoolId, pupilId),
      issues: await listIssues(trx, schoolId, { pupilId }),
      letters: await lettersOfMember(trx, schoolId, pupilId),
      registrations: await registrationsOfMember(trx, schoolId, pupilId),
      messages: may(actor.roles, 'messages.read') ? await messagesAboutPupil(trx, { schoolId, pupilId }) : null,
      entries: await listEntries(trx, schoolId, { pupilId, limit: shownEntries }),
    }))
    return <PupilView {...shown} />
  },
})
