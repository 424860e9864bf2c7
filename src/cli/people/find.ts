import { searchPeople } from '../../modules/people/index.ts'
import { findSchoolBySlug } from '../../modules/schools/index.ts'
import { defineCommand } from '../command.ts'
import { schoolOption } from '../options.ts'

export const findPeopleCommand = defineCommand({
  name: 'people find',
  summary: 'Find pupils, adults and staff by any part of a name, or a pupil by admission number',
  arguments: 'TEXT',
  options: { school: schoolOption },
  async run(app, { values, positionals }) {
    const db = await app.database()
    const school = await findSchoolBySlug(db, values.school)
    const found = await db.inSchool(school.id, (trx) =>
      searchPeople(trx, { schoolId: school.id, text: positionals[0] ?? '' }),
    )
    return {
      data: found,
      words: found.map(({ id, name, detail }) => `${id}  ${name}  (${detail})`).join('\n') || 'Nobody found.',
    }
  },
})
