import { changeSettings, findSchoolBySlug, settingKeys } from '../../modules/schools/index.ts'
import { commandActor } from '../actor.ts'
import { defineCommand } from '../command.ts'
import { schoolOption } from '../options.ts'
import { pairsOf } from './pairs-of.ts'

export const setSchoolCommand = defineCommand({
  name: 'school set',
  summary: 'Change a school’s name or settings',
  arguments: 'KEY=VALUE…',
  details: `Keys: name, ${settingKeys.join(', ')}. All or nothing: one bad value changes none.`,
  options: {
    school: schoolOption,
    'dry-run': { type: 'boolean', words: 'only say what the settings would be' },
  },
  async run(app, { values, positionals }) {
    const db = await app.database()
    const school = await findSchoolBySlug(db, values.school)
    const changed = await changeSettings(db, {
      school,
      values: pairsOf(positionals),
      actor: commandActor(),
      dryRun: values['dry-run'],
    })
    const lines = Object.entries(changed.settings).map(
      ([key, value]) => `  ${key} = ${Array.isArray(value) ? value.join('; ') : value}`,
    )
    const { id, slug, name, settings } = changed
    return {
      data: { id, slug, name, settings },
      words: `${name}${values['dry-run'] ? ' (nothing was changed)' : ''}\n${lines.join('\n')}`,
    }
  },
})
