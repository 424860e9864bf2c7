import { groupsOfSchool } from '../../../../modules/people/index.ts'
import { page } from '../../../page.ts'
import { GroupsView } from './list.view.tsx'

export const groupsPage = page({
  method: 'GET',
  url: '/schools/:school/people/groups',
  permission: 'people.read',
  async handle({ db, school }) {
    return <GroupsView groups={await db.inSchool(school.id, (trx) => groupsOfSchool(trx, school.id))} />
  },
})
