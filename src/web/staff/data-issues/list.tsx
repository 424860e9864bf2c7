import Type from 'typebox'
import { page } from '../../page.ts'
import { WorklistView } from './list.view.tsx'
import { loadWorklist } from './work-list.ts'

/** One list of what asks for a person's eye, the worst first; `?kind=` shows one kind whole. */
export const dataIssuesPage = page({
  method: 'GET',
  url: '/schools/:school/data-issues',
  permission: 'data-issues.read',
  query: Type.Object({ kind: Type.String({ default: '' }) }),
  async handle({ db, school, query }) {
    const list = await db.inSchool(school.id, (trx) => loadWorklist(trx, school.id))
    return <WorklistView list={list} kind={query.kind} />
  },
})
