import Type from 'typebox'
import { listEntries } from '../../../modules/audit/index.ts'
import { findAdult, findMergedIntoIfAny, loadChildren, reopenContactPoint } from '../../../modules/people/index.ts'
import { findPreferences } from '../../../modules/preferences/index.ts'
import { registrationsOfAdult } from '../../../modules/registration/index.ts'
import { Refusal } from '../../../platform/errors/index.ts'
import { readId } from '../../frame/parse.ts'
import { page, redirectTo } from '../../page.ts'
import { AdultView, MergedAdultView } from './adult.view.tsx'
import { sayPoint } from './point-state.ts'

const shownEntries = 8

/** An adult: details with their owner and health, all children, choices, and what was changed lately. */
export const adultPage = page({
  method: 'GET',
  url: '/schools/:school/people/adults/:id',
  permission: 'people.read',
  async handle({ db, school, params }) {
    const { id: schoolId } = school
    const adultId = readId(params.id)
    const { mergedInto, ...shown } = await db.inSchool(schoolId, async (trx) => ({
      adult: await findAdult(trx, schoolId, adultId),
      mergedInto: await findMergedIntoIfAny(trx, { schoolId, adultId }),
      children: await loadChildren(trx, { schoolId, adultId }),
      preferences: await findPreferences(trx, { schoolId, adultId }),
      registrations: await registrationsOfAdult(trx, schoolId, adultId),
      entries: await listEntries(trx, schoolId, { subjectId: adultId, limit: shownEntries }),
    }))
    if (mergedInto) return <MergedAdultView adult={shown.adult} into={mergedInto} />
    return <AdultView {...shown} />
  },
})

/** DLV-5: staff let a blocked contact point be tried again. `pupil` leads back to the page it was pressed on. */
export const openPointPage = page({
  method: 'POST',
  url: '/schools/:school/people/adults/:id/points/:point/open',
  permission: 'people.change',
  body: Type.Object({ pupil: Type.String({ default: '' }) }),
  async handle({ db, school, actor, clock, params, body }) {
    const point = await db.inSchool(school.id, async (trx) => {
      const adult = await findAdult(trx, school.id, readId(params.id))
      const found = adult.contactPoints.find(({ id, blockedAt }) => id === params.point && blockedAt !== null)
      if (!found) throw new Refusal('not-blocked', 'This detail is not blocked any more. Nothing was changed.')
      await reopenContactPoint(trx, { schoolId: school.id, pointId: found.id, actor, clock })
      return found
    })
    const people = `/schools/${school.slug}/people`
    const back = body.pupil === '' ? `adults/${readId(params.id)}` : `pupils/${readId(body.pupil)}`
    return redirectTo(`${people}/${back}`, `${sayPoint(point)} is used again from now on.`)
  },
})
