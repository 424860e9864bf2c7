import type { Clock } from '../../platform/clock/index.ts'
import type { Db } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { newId } from '../../platform/ids/index.ts'
import { type Actor, recordAct } from '../audit/index.ts'
import type { School } from '../schools/index.ts'
import { insertNote } from './plan-notes.store.ts'
import { findPlan } from './planning.ts'

export const longestNote = 2000

/** Writes something beside a plan, or a run of the past, for those who look at it next. Throws Refusals for no words, or too many. */
export async function notePlan(
  db: Db,
  wanted: { school: School; planId: string; words: string; actor: Actor; clock: Clock },
): Promise<void> {
  const { school, actor, clock } = wanted
  const words = wanted.words.trim()
  if (words === '') throw new Refusal('note-empty', 'Write a few words first. Nothing was saved.')
  if (words.length > longestNote)
    throw new Refusal('note-too-long', `A note has at most ${longestNote} characters. Nothing was saved.`)
  const plan = await findPlan(db, school, wanted.planId)
  await db.inSchool(school.id, async (trx) => {
    const note = { id: newId(), words, by: actor.name, at: clock.now() }
    await insertNote(trx, { schoolId: school.id, planId: plan.id, note })
    const subject = { kind: 'import plan', id: plan.id }
    await recordAct(trx, { schoolId: school.id, actor, act: 'import-plan.noted', subject, detail: {} }, clock.now())
  })
}
