import { makeOwnGroup } from '../../modules/people/index.ts'
import { findSchoolBySlug } from '../../modules/schools/index.ts'
import { commandActor } from '../actor.ts'
import { defineCommand } from '../command.ts'
import { groupOptions, runOrOnlySay } from './own-group.ts'

const several = (words: string, value: string) => ({ type: 'string', multiple: true, value, words }) as const

export const createGroupCommand = defineCommand({
  name: 'group create',
  summary: 'Make a group of the school’s own',
  arguments: 'NAME',
  details:
    'With --year, --class or --house the group fills itself: pupils in one of the years, and classes, and houses. Without, add pupils to it.',
  options: {
    ...groupOptions,
    year: several('fills itself with this year; may be given again', 'YEAR'),
    class: several('fills itself with this class; may be given again', 'CLASS'),
    house: several('fills itself with this house; may be given again', 'HOUSE'),
  },
  async run(app, { values, positionals }) {
    const db = await app.database()
    const school = await findSchoolBySlug(db, values.school)
    const rule = { years: values.year, classes: values.class, houses: values.house }
    const fills = Object.values(rule).some((list) => list.length > 0)
    return runOrOnlySay(db, { schoolId: school.id, dryRun: values['dry-run'] }, async (trx) => {
      const by = { schoolId: school.id, actor: commandActor(), clock: app.clock }
      const made = await makeOwnGroup(trx, { ...by, name: positionals[0] ?? '', rule: fills ? rule : null })
      return { data: { group: made.groupId, name: made.name }, words: `${made.name} is made.` }
    })
  },
})
