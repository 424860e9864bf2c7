import type { Clock } from '../../platform/clock/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { newId } from '../../platform/ids/index.ts'
import { familyActor, recordAct } from '../audit/index.ts'
import { insertPoints } from './adults.store.ts'
import { givePointsToMember } from './registering.store.ts'
import { readEmails } from './rules/read-emails.ts'
import { readPhones } from './rules/read-phones.ts'

/**
 * LET-1, IMP-1: an adult member registered email and mobile of their own, both proved. They are theirs from now on (origin `web`), other
 * emails and mobiles of this member end, and an import leaves them alone. Nobody is linked to a pupil by it.
 */
export async function registerMember(
  trx: Trx,
  registering: {
    schoolId: string
    memberId: string
    forename: string
    surname: string
    email: string
    mobile: string
    clock: Clock
  },
): Promise<void> {
  const { schoolId, memberId, email, mobile, clock } = registering
  const at = clock.now()
  const values = [email, mobile]
  const held = await givePointsToMember(trx, { schoolId, memberId, values, at })
  const points = [...readPhones(mobile), ...readEmails(email)].filter(({ value }) => !held.includes(value ?? ''))
  const typed = points.map((point, position) => ({ ...point, id: newId(), position }))
  await insertPoints(trx, { schoolId, memberId, origin: 'web', at }, typed)
  await givePointsToMember(trx, { schoolId, memberId, values, at })
  const actor = familyActor(registering)
  const subject = { kind: 'member', id: memberId }
  await recordAct(
    trx,
    { schoolId, actor, act: 'member.registered', subject, detail: { proved: ['email', 'mobile'] } },
    at,
  )
}
