import { addToGroup, deleteOwnGroup, findOwnGroupNamed, removeFromGroup } from '../../modules/people/index.ts'
import { findSchoolBySlug } from '../../modules/schools/index.ts'
import { commandActor } from '../actor.ts'
import { defineCommand } from '../command.ts'
import { findPupilsNumbered, groupOptions, runOrOnlySay } from './own-group.ts'

const counted = (count: number) => `${count} ${count === 1 ? 'pupil' : 'pupils'}`

export const addToGroupCommand = defineCommand({
  name: 'group add',
  summary: 'Put pupils into a group of the school’s own',
  arguments: 'GROUP PUPIL…',
  details: 'GROUP is a name or an id, PUPIL an admission number. All or nothing: one unknown number adds nobody.',
  options: groupOptions,
  async run(app, { values, positionals: [name = '', ...numbers] }) {
    const db = await app.database()
    const { id: schoolId } = await findSchoolBySlug(db, values.school)
    return runOrOnlySay(db, { schoolId, dryRun: values['dry-run'] }, async (trx) => {
      const group = await findOwnGroupNamed(trx, { schoolId, name })
      const pupilIds = await findPupilsNumbered(trx, { schoolId, numbers })
      const by = { schoolId, actor: commandActor(), clock: app.clock }
      const { added, already } = await addToGroup(trx, { ...by, groupId: group.id, pupilIds })
      const also = already > 0 ? ` ${counted(already)} had been in it already.` : ''
      return { data: { group: group.id, added, already }, words: `${counted(added)} put into ${group.name}.${also}` }
    })
  },
})

export const removeFromGroupCommand = defineCommand({
  name: 'group remove',
  summary: 'Take pupils out of a group of the school’s own',
  arguments: 'GROUP PUPIL…',
  details: 'GROUP is a name or an id, PUPIL an admission number.',
  options: groupOptions,
  async run(app, { values, positionals: [name = '', ...numbers] }) {
    const db = await app.database()
    const { id: schoolId } = await findSchoolBySlug(db, values.school)
    return runOrOnlySay(db, { schoolId, dryRun: values['dry-run'] }, async (trx) => {
      const group = await findOwnGroupNamed(trx, { schoolId, name })
      const pupilIds = await findPupilsNumbered(trx, { schoolId, numbers })
      const by = { schoolId, actor: commandActor(), clock: app.clock }
      const { removed } = await removeFromGroup(trx, { ...by, groupId: group.id, pupilIds })
      return { data: { group: group.id, removed }, words: `${counted(removed)} taken out of ${group.name}.` }
    })
  },
})

export const deleteGroupCommand = defineCommand({
  name: 'group delete',
  summary: 'Delete a group of the school’s own; its pupils stay',
  arguments: 'GROUP',
  options: groupOptions,
  async run(app, { values, positionals }) {
    const db = await app.database()
    const { id: schoolId } = await findSchoolBySlug(db, values.school)
    return runOrOnlySay(db, { schoolId, dryRun: values['dry-run'] }, async (trx) => {
      const group = await findOwnGroupNamed(trx, { schoolId, name: positionals[0] ?? '' })
      await deleteOwnGroup(trx, { schoolId, actor: commandActor(), clock: app.clock, groupId: group.id })
      return { data: { group: group.id }, words: `${group.name} is deleted. Its pupils stay.` }
    })
  },
})
