import { inviteStaff, isRole, roles } from '../../modules/accounts/index.ts'
import { commandActor } from '../../modules/audit/index.ts'
import { findSchoolBySlug } from '../../modules/schools/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { defineCommand } from '../command.ts'

export const inviteStaffCommand = defineCommand({
  name: 'staff invite',
  summary: 'Give somebody a role at a school, and a one-time link to set up their sign-in',
  arguments: 'EMAIL',
  details:
    'Prints the link; it works once, for seven days. Hand it over yourself. Somebody who has a sign-in already has the ' +
    'role at once, and no link is printed. To let somebody set up password and app anew, run `account recover` and invite them again.',
  options: {
    school: { type: 'string', value: 'SLUG', required: true, words: 'the school' },
    role: { type: 'string', value: 'ROLE', required: true, choices: roles, words: 'what they may do there' },
  },
  async run(app, { values, positionals: [email = ''] }) {
    const { role } = values
    if (!isRole(role)) throw new Refusal('staff.role', `“${role}” is no role. The roles are: ${roles.join(', ')}.`)
    const db = await app.database()
    const school = await findSchoolBySlug(db, values.school)
    const actor = commandActor('gatehouse staff invite')
    const token = await inviteStaff(db, { school, email, role, actor, clock: app.clock })
    const link = token ? `${app.config.publicUrl}/invitations/${token}` : null
    return {
      data: { email, school: school.slug, role, link },
      words: link
        ? `Hand this link to ${email}. It works once, for seven days:\n${link}`
        : `${email} has a sign-in already and has the role from now on.`,
    }
  },
})
