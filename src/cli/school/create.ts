import { createSchool } from '../../modules/schools/index.ts'
import { commandActor } from '../actor.ts'
import { defineCommand } from '../command.ts'

export const createSchoolCommand = defineCommand({
  name: 'school create',
  summary: 'Open a school on this instance',
  arguments: 'NAME',
  options: {
    slug: {
      type: 'string',
      value: 'SLUG',
      required: true,
      words: 'its name in addresses and commands, such as hill-primary',
    },
  },
  async run(app, { values, positionals }) {
    const [name = ''] = positionals
    const school = await createSchool(await app.database(), {
      name,
      slug: values.slug,
      actor: commandActor(),
      clock: app.clock,
    })
    const { id, slug } = school
    return { data: { id, slug, name: school.name }, words: `${school.name} is open as “${slug}”.` }
  },
})
