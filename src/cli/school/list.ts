import { listSchools } from '../../modules/schools/index.ts'
import { defineCommand } from '../command.ts'

export const listSchoolsCommand = defineCommand({
  name: 'school list',
  summary: 'List the schools of this instance with their settings',
  options: {},
  async run(app) {
    const schools = await listSchools(await app.database())
    return {
      data: schools,
      words: schools.map(({ slug, name }) => `${slug}  ${name}`).join('\n') || 'There is no school yet.',
    }
  },
})
