import { correctionsAsTable, listCorrections, tellDataManager } from '../../../modules/importing/index.ts'
import { writeCsv } from '../../../platform/csv/index.ts'
import { readId } from '../../frame/parse.ts'
import { download, page, redirectTo, sayWhyAt } from '../../page.ts'
import { CorrectionsView } from './corrections.view.tsx'

const url = '/schools/:school/registrations/corrections'

/** DAT-4: what the data manager is to change in the MIS, and what the last import showed of it. */
export const correctionsPage = page({
  method: 'GET',
  url,
  permission: 'data-issues.read',
  async handle({ db, school }) {
    const corrections = await db.inSchool(school.id, (trx) => listCorrections(trx, school.id))
    return <CorrectionsView corrections={corrections} />
  },
})

export const correctionsFile = page({
  method: 'GET',
  url: `${url}.csv`,
  permission: 'data-issues.read',
  async handle({ db, school, clock }) {
    const rows = await db.inSchool(school.id, (trx) => correctionsAsTable(trx, school))
    const filename = `corrections-${clock.today(school.timeZone)}.csv`
    return download({ filename, type: 'text/csv; charset=utf-8', content: writeCsv(rows) })
  },
})

export const takeTell = page({
  method: 'POST',
  url: '/schools/:school/registrations/tell/:id',
  permission: 'data-issues.change',
  async handle({ db, school, actor, clock, params }) {
    const told = { schoolId: school.id, issueId: readId(params.id), actor, clock }
    await db.inSchool(school.id, (trx) => tellDataManager(trx, told))
    return redirectTo(`/schools/${school.slug}/registrations`, 'It stands on the list for the data manager.')
  },
  onRefusal: (context) => sayWhyAt(context, '/registrations'),
})
