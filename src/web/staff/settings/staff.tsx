import { Type } from 'typebox'
import { inviteStaff, isRole, listStaff, removeStaff, resetStaffSignIn } from '../../../modules/accounts/index.ts'
import { Refusal } from '../../../platform/errors/index.ts'
import { invalid, page, redirectTo, sayWhyAt } from '../../page.ts'
import { RemoveStaffView, ResetStaffView, StaffView } from './staff.view.tsx'

export const staffPage = page({
  method: 'GET',
  url: '/schools/:school/settings/staff',
  permission: 'staff.manage',
  handle: async ({ school, db }) => <StaffView staff={await listStaff(db, { school })} />,
})

/** The link is shown once, as the answer itself: afterwards nobody can read it anywhere. */
export const inviteStaffPage = page({
  method: 'POST',
  url: '/schools/:school/settings/staff',
  permission: 'staff.manage',
  body: Type.Object({ email: Type.String({ default: '' }), role: Type.String({ default: '' }) }),
  async handle({ app, school, actor, db, clock, body: { email, role } }) {
    if (!isRole(role)) throw new Refusal('staff.role', 'Choose what they may do.')
    const token = await inviteStaff(db, { school, email, role, actor, clock })
    if (!token)
      return redirectTo(
        `/schools/${school.slug}/settings/staff`,
        `${email} has a sign-in already, and the role from now on.`,
      )
    const link = `${app.config.publicUrl}/invitations/${token}`
    return <StaffView staff={await listStaff(db, { school })} invited={{ email, link }} />
  },
  async onRefusal({ school, db, refusal, typed }) {
    const error = refusal.code === 'staff.role' ? { role: refusal.words } : { email: refusal.words }
    return invalid(<StaffView staff={await listStaff(db, { school })} typed={typed} errors={error} />)
  },
})

export const removeStaffPage = page({
  method: 'GET',
  url: '/schools/:school/settings/staff/:account/remove',
  permission: 'staff.manage',
  async handle({ school, db, params }) {
    const member = (await listStaff(db, { school })).find(({ id }) => id === params.account)
    if (!member) throw new Refusal('staff.no-such-person', 'This person has no role at the school any more.')
    return <RemoveStaffView member={member} />
  },
})

export const resetStaffPage = page({
  method: 'GET',
  url: '/schools/:school/settings/staff/:account/new-sign-in',
  permission: 'staff.manage',
  async handle({ school, db, params }) {
    const member = (await listStaff(db, { school })).find(({ id }) => id === params.account)
    if (!member) throw new Refusal('staff.no-such-person', 'This person has no role at the school any more.')
    return <ResetStaffView member={member} />
  },
})

/** The link is shown once, as the answer itself. */
export const takeSignInAway = page({
  method: 'POST',
  url: '/schools/:school/settings/staff/:account/new-sign-in',
  permission: 'staff.manage',
  async handle({ app, school, actor, db, clock, params }) {
    const { member, token } = await resetStaffSignIn(db, { school, accountId: params.account, actor, clock })
    const link = `${app.config.publicUrl}/invitations/${token}`
    return <StaffView staff={await listStaff(db, { school })} invited={{ email: member.email, link }} />
  },
  onRefusal: (context) => sayWhyAt(context, '/settings/staff'),
})

export const takeStaffAway = page({
  method: 'POST',
  url: '/schools/:school/settings/staff/:account/remove',
  permission: 'staff.manage',
  async handle({ school, actor, db, clock, params }) {
    const member = (await listStaff(db, { school })).find(({ id }) => id === params.account)
    if (!member) throw new Refusal('staff.no-such-person', 'This person has no role at the school any more.')
    await removeStaff(db, { school, email: member.email, actor, clock })
    return redirectTo(
      `/schools/${school.slug}/settings/staff`,
      `${member.name} has no role here any more and is signed out everywhere.`,
    )
  },
  onRefusal: (context) => sayWhyAt(context, '/settings/staff'),
})
