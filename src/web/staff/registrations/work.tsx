import { listCorrections } from '../../../modules/importing/index.ts'
import { blockedPoints, listIssues } from '../../../modules/people/index.ts'
import { lastQuestions, listClaims } from '../../../modules/registration/index.ts'
import { page } from '../../page.ts'
import { frozenWithPupils } from '../letters/frozen.ts'
import { WorkView } from './work.view.tsx'

/** What families who register themselves leave for a person to do; each line has the one step that mends it. */
export const registrationsPage = page({
  method: 'GET',
  url: '/schools/:school/registrations',
  permission: 'data-issues.read',
  async handle({ db, school }) {
    const { id: schoolId } = school
    const work = await db.inSchool(schoolId, async (trx) => {
      const differs = await listIssues(trx, schoolId, { kind: 'differs from MIS' })
      const blocked = await blockedPoints(trx, schoolId)
      const adultIds = [...differs.flatMap(({ adultId }) => adultId ?? []), ...blocked.map(({ adultId }) => adultId)]
      const corrections = await listCorrections(trx, schoolId)
      return {
        differs,
        blocked,
        asked: await lastQuestions(trx, { schoolId, adultIds }),
        told: new Map(corrections.map(({ issueId, toldAt }) => [issueId, toldAt])),
        claims: await listClaims(trx, schoolId),
        alike: await listIssues(trx, schoolId, { kind: 'registered beside somebody alike' }),
        guessing: await listIssues(trx, schoolId, { kind: 'guessing at letters' }),
        frozen: await frozenWithPupils(trx, schoolId),
      }
    })
    return <WorkView {...work} />
  },
})
