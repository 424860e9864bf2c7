import Type from 'typebox'
import { batchesBefore } from '../../../modules/registration/index.ts'
import { page } from '../../page.ts'
import { PrintedView } from './printed.view.tsx'

const shownAtOnce = 50

/** LET-8: who printed what, when, for whom, and with which words. */
export const printedPage = page({
  method: 'GET',
  url: '/schools/:school/letters/printed',
  permission: 'letters.read',
  query: Type.Object({ before: Type.String({ default: '' }) }),
  async handle({ db, school, query }) {
    const before = new Date(query.before)
    const page = { schoolId: school.id, before: Number.isNaN(before.getTime()) ? null : before, limit: shownAtOnce + 1 }
    const batches = await db.inSchool(school.id, (trx) => batchesBefore(trx, page))
    const shown = batches.slice(0, shownAtOnce)
    const last = batches.length > shownAtOnce ? shown.at(-1) : undefined
    return <PrintedView batches={shown} next={last?.printedAt ?? null} isFirst={query.before === ''} />
  },
})
