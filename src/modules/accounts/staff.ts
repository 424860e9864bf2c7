import type { Clock } from '../../platform/clock/index.ts'
import type { Db, Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { newId } from '../../platform/ids/index.ts'
import { type Actor, recordAct } from '../audit/index.ts'
import type { School } from '../schools/index.ts'
import { accountByEmail, insertAccount, noSecrets } from './accounts.store.ts'
import {
  deleteRoles,
  insertRole,
  rolesAt,
  type StaffMember,
  staffOf,
  type Workplace,
  workplacesOf,
} from './roles.store.ts'
import type { Role } from './rules/permissions.ts'
import { deleteSessionsOf } from './sessions.store.ts'
import { normaliseEmail } from './sign-in.ts'

/** Gives somebody roles at a school, with an account that has no password yet when there is none; returns the account's id. */
export async function addStaff(
  db: Db,
  wanted: { school: School; roles: Role[]; name: string; email: string; actor: Actor; clock: Clock },
): Promise<string> {
  return db.inSchool(wanted.school.id, async (trx) => {
    const email = normaliseEmail(wanted.email)
    const known = await accountByEmail(trx, email)
    const accountId = known?.id ?? newId()
    if (!known) {
      await insertAccount(trx, {
        id: accountId,
        email,
        name: wanted.name.trim(),
        ...noSecrets,
        createdAt: wanted.clock.now(),
      })
    }
    await giveRoles(trx, { ...wanted, accountId, schoolId: wanted.school.id })
    return accountId
  })
}

/** Gives the roles and journals it, in a transaction open in the school. */
export async function giveRoles(
  trx: Trx,
  {
    schoolId,
    accountId,
    roles,
    actor,
    clock,
  }: { schoolId: string; accountId: string; roles: Role[]; actor: Actor; clock: Clock },
): Promise<void> {
  const held = await rolesAt(trx, { schoolId, accountId })
  const added = roles.filter((role) => !held.includes(role))
  if (added.length === 0) return
  for (const role of added) await insertRole(trx, { schoolId, accountId, role, at: clock.now() })
  await recordAct(
    trx,
    { schoolId, actor, act: 'staff.added', subject: { kind: 'account', id: accountId }, detail: { roles: added } },
    clock.now(),
  )
}

/** Everybody with a role at the school, by name. */
export async function listStaff(db: Db, { school }: { school: School }): Promise<StaffMember[]> {
  return db.inInstance((trx) => staffOf(trx, school.id))
}

/** The schools at which somebody has a role. */
export async function listWorkplaces(db: Db, { accountId }: { accountId: string }): Promise<Workplace[]> {
  return db.inInstance((trx) => workplacesOf(trx, accountId))
}

/**
 * Takes all roles at the school from somebody and signs them out everywhere, at once. Refuses to take the last
 * administrator, because nobody could give the role back.
 */
export async function removeStaff(
  db: Db,
  { school, email, actor, clock }: { school: School; email: string; actor: Actor; clock: Clock },
): Promise<void> {
  await db.inSchool(school.id, async (trx) => {
    const staff = await staffOf(trx, school.id)
    const leaving = staff.find((member) => member.email === normaliseEmail(email))
    if (!leaving)
      throw new Refusal('staff.no-such-person', `${email} has no role at ${school.name}. Nothing was changed.`)
    const administrators = staff.filter(({ roles }) => roles.includes('administrator'))
    if (administrators.length === 1 && administrators[0]?.id === leaving.id) {
      throw new Refusal(
        'staff.last-administrator',
        `${leaving.name} is the last administrator of ${school.name}. Invite another administrator first. Nothing was changed.`,
      )
    }
    await deleteRoles(trx, { schoolId: school.id, accountId: leaving.id })
    await deleteSessionsOf(trx, { accountId: leaving.id, except: null })
    await recordAct(
      trx,
      {
        schoolId: school.id,
        actor,
        act: 'staff.removed',
        subject: { kind: 'account', id: leaving.id },
        detail: { roles: leaving.roles },
      },
      clock.now(),
    )
  })
}
