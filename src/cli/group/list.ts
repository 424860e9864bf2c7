import { groupsOfSchool } from '../../modules/people/index.ts'
import { findSchoolBySlug } from '../../modules/schools/index.ts'
import { defineCommand } from '../command.ts'
import { schoolOption } from '../options.ts'

export const listGroupsCommand = defineCommand({
  name: 'group list',
  summary: 'List the groups of the MIS and the school’s own, with their pupils counted',
  options: { school: schoolOption },
  async run(app, { values }) {
    const db = await app.database()
    const school = await findSchoolBySlug(db, values.school)
    const groups = await db.inSchool(school.id, (trx) => groupsOfSchool(trx, school.id))
    const lines = groups.map(
      ({ kind, name, rule, pupils }) => `${name}  (${rule ? 'own, fills itself' : kind})  ${pupils}`,
    )
    return { data: groups, words: lines.join('\n') || 'There are no groups.' }
  },
})
