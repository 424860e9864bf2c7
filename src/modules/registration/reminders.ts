import type { Clock } from '../../platform/clock/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { newId } from '../../platform/ids/index.ts'
import { type Actor, recordAct } from '../audit/index.ts'
import type { School } from '../schools/index.ts'
import { insertReminder, type ReminderRow, remindersLatest } from './reminders.store.ts'
import { daysBetweenReminders, looksLikeCode, tooSoonAfter } from './rules/reminding.ts'

export type ReminderWay = ReminderRow['way']

/** Whether a message was sent; messaging answers, which this module does not know. */
export type WasSent = (trx: Trx, messageId: string) => Promise<boolean>

/** Reminders that went out, the latest first: letters that were printed, and messages that were sent. */
export async function listReminders(
  trx: Trx,
  { schoolId, wasSent }: { schoolId: string; wasSent: WasSent },
): Promise<ReminderRow[]> {
  const reminders: ReminderRow[] = []
  for (const row of await remindersLatest(trx, schoolId))
    if (row.messageId === null || (await wasSent(trx, row.messageId))) reminders.push(row)
  return reminders
}

type Reminding = {
  school: School
  registrationGroup: string | null
  /** Somebody said that it is not too soon. */
  again: boolean
  wasSent: WasSent
  actor: Actor
  clock: Clock
}

/** LET-14: refuses to remind the same children twice within a week, unless `again` is said. */
export async function refuseTooSoon(trx: Trx, reminding: Reminding): Promise<void> {
  const { school, registrationGroup, again, clock, wasSent } = reminding
  if (again) return
  const earlier = await listReminders(trx, { schoolId: school.id, wasSent })
  const last = tooSoonAfter(earlier, { registrationGroup, now: clock.now() })
  if (!last) return
  const day = last.remindedAt.toLocaleDateString('en-GB', { timeZone: school.timeZone, day: 'numeric', month: 'long' })
  throw new Refusal(
    'reminder.too-soon',
    `Some of these families were reminded on ${day}, less than ${daysBetweenReminders} days ago. Nothing was done. Tick “Remind all the same” if that is right.`,
  )
}

/** LET-3: refuses words in which a code seems to stand: a code goes on paper only. */
export function refuseCode(words: string): void {
  if (!looksLikeCode(words)) return
  throw new Refusal(
    'reminder.code',
    'There seems to be a code of a letter in these words. Codes go on paper only. Nothing was sent. Take it out.',
  )
}

/** LET-14: keeps that families were reminded, how and how many. */
export async function recordReminder(
  trx: Trx,
  reminding: Reminding & { way: ReminderWay; pupils: number; messageId: string | null },
): Promise<void> {
  const { school, actor, clock, way, pupils, registrationGroup, messageId } = reminding
  await refuseTooSoon(trx, reminding)
  const id = newId()
  const at = clock.now()
  const row = { id, way, registrationGroup, pupils, messageId, remindedBy: actor.name, remindedAt: at }
  await insertReminder(trx, school.id, row)
  const act = { schoolId: school.id, actor, act: 'registration.reminded', subject: { kind: 'reminder', id } }
  await recordAct(trx, { ...act, detail: { way, class: registrationGroup, pupils, messageId } }, at)
}
