import { connectSimulatedNetwork } from '../../modules/delivery/index.ts'
import { createSchool } from '../../modules/schools/index.ts'
import { openSecretBox } from '../../platform/crypto/index.ts'
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
    simulated: { type: 'boolean', words: 'for trying: its texts and emails go to simulated phones, never out' },
  },
  async run(app, { values, positionals }) {
    const [name = ''] = positionals
    const { clock, config } = app
    const db = await app.database()
    const school = await createSchool(db, { name, slug: values.slug, actor: commandActor(), clock })
    const { id, slug } = school
    if (values.simulated) {
      const secretBox = openSecretBox(config.dataFolder)
      await db.inSchool(id, (trx) => connectSimulatedNetwork(trx, { secretBox, clock }, id))
    }
    return { data: { id, slug, name: school.name }, words: `${school.name} is open as “${slug}”.` }
  },
})
