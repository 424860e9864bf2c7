import { listStaff } from '../../modules/accounts/index.ts'
import { findSchoolBySlug } from '../../modules/schools/index.ts'
import { defineCommand } from '../command.ts'

export const listStaffCommand = defineCommand({
  name: 'staff list',
  summary: 'List who has a role at a school',
  options: { school: { type: 'string', value: 'SLUG', required: true, words: 'the school' } },
  async run(app, { values }) {
    const db = await app.database()
    const staff = await listStaff(db, { school: await findSchoolBySlug(db, values.school) })
    const line = (member: (typeof staff)[number]) => `${member.email}  ${member.name}  ${member.roles.join(', ')}`
    return {
      data: staff.map(({ email, name, roles, lastSeenAt }) => ({ email, name, roles, lastSeenAt })),
      words: staff.length > 0 ? staff.map(line).join('\n') : 'Nobody yet. "gatehouse staff invite" invites somebody.',
    }
  },
})
