import Type from 'typebox'
import { type DataIssue, dismissIssue, findIssue } from '../../../modules/people/index.ts'
import { besideField } from '../../components/beside-field.ts'
import { readId } from '../../frame/parse.ts'
import { invalid, page, redirectTo } from '../../page.ts'
import { SetAsideView } from './set-aside.view.tsx'

const url = '/schools/:school/data-issues/:id/set-aside'

/** A person has looked, and nothing is to be done: the page that asks why. */
export const setAsidePage = page({
  method: 'GET',
  url,
  permission: 'data-issues.change',
  async handle({ db, school, params }) {
    const issue = await db.inSchool(school.id, (trx) => findIssue(trx, school.id, readId(params.id)))
    return <SetAsideView issue={issue} />
  },
})

export const takeSetAside = page({
  method: 'POST',
  url,
  permission: 'data-issues.change',
  body: Type.Object({ reason: Type.String({ default: '' }) }),
  async handle({ db, school, actor, clock, params, body }) {
    const issue = await db.inSchool(school.id, async (trx): Promise<DataIssue> => {
      const found = await findIssue(trx, school.id, readId(params.id))
      await dismissIssue(trx, { schoolId: school.id, issueId: found.id, reason: body.reason, actor, clock })
      return found
    })
    const about = issue.pupilName ?? issue.adultName
    return redirectTo(`/schools/${school.slug}/data-issues`, `Set aside${about ? ` for ${about}` : ''}.`)
  },
  async onRefusal({ db, school, params, refusal, typed }) {
    if (refusal.code !== 'reason-missing') throw refusal
    const issue = await db.inSchool(school.id, (trx) => findIssue(trx, school.id, readId(params.id)))
    return invalid(<SetAsideView issue={issue} error={besideField(refusal)} typed={String(typed.reason ?? '')} />)
  },
})
