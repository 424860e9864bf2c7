import type { Clock } from '../../platform/clock/index.ts'
import type { Db } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import type { Actor } from '../audit/index.ts'
import type { School } from '../schools/index.ts'
import { adultsOfAccount } from './account-adults.store.ts'
import { clearSignIn } from './administering.ts'
import { inviteStaff } from './invitations.ts'
import { type StaffMember, schoolIdsOf, staffOf } from './roles.store.ts'

/**
 * For a colleague who is locked out: every way to sign in is taken away, and the token of a link comes back with which they set a new
 * one. Refuses where the account opens anything else, a child's pages or another school: an administrator of one school must not get
 * there by it.
 */
export async function resetStaffSignIn(
  db: Db,
  resetting: { school: School; accountId: string; actor: Actor; clock: Clock },
): Promise<{ member: StaffMember; token: string }> {
  const { school, accountId, actor, clock } = resetting
  const { member, isHereOnly } = await db.inInstance(async (trx) => ({
    member: (await staffOf(trx, school.id)).find(({ id }) => id === accountId),
    isHereOnly:
      (await adultsOfAccount(trx, accountId)).length === 0 && (await schoolIdsOf(trx, accountId)).length === 1,
  }))
  const [role] = member?.roles ?? []
  if (!member || !role)
    throw new Refusal('staff.no-such-person', 'This person has no role at the school any more. Nothing was changed.')
  if (!isHereOnly) {
    throw new Refusal(
      'staff.elsewhere-too',
      `${member.name} signs in for another school or as a parent too. Nothing was changed. Whoever runs Gatehouse can help, with “gatehouse account recover”.`,
    )
  }
  await clearSignIn(db, { accountId, actor, clock })
  const token = await inviteStaff(db, { school, email: member.email, role, actor, clock })
  if (!token) throw new Error('a cleared sign-in still stands')
  return { member, token }
}
