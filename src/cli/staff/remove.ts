import { removeStaff } from '../../modules/accounts/index.ts'
import { commandActor } from '../../modules/audit/index.ts'
import { findSchoolBySlug } from '../../modules/schools/index.ts'
import { defineCommand } from '../command.ts'

export const removeStaffCommand = defineCommand({
  name: 'staff remove',
  summary: 'Take all roles at a school from somebody, and sign them out everywhere',
  arguments: 'EMAIL',
  details: 'Works at once. The last administrator of a school cannot be removed.',
  options: { school: { type: 'string', value: 'SLUG', required: true, words: 'the school' } },
  async run(app, { values, positionals: [email = ''] }) {
    const db = await app.database()
    const school = await findSchoolBySlug(db, values.school)
    await removeStaff(db, { school, email, actor: commandActor('gatehouse staff remove'), clock: app.clock })
    return { data: { email, school: school.slug }, words: `${email} has no role at ${school.name} any more.` }
  },
})
