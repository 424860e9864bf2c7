import type { Trx } from '../../platform/db/index.ts'

export type PlanNote = { id: string; words: string; by: string; at: Date }

export async function insertNote(
  trx: Trx,
  { schoolId, planId, note }: { schoolId: string; planId: string; note: PlanNote },
): Promise<void> {
  const { id, words, by, at } = note
  const row = { school_id: schoolId, id, plan_id: planId, words, written_by: by, written_at: at }
  await trx.insertInto('import_plan_notes').values(row).execute()
}

/** Oldest first. */
export async function notesOfPlan(trx: Trx, schoolId: string, planId: string): Promise<PlanNote[]> {
  return trx
    .selectFrom('import_plan_notes')
    .select(['id', 'words', 'written_by as by', 'written_at as at'])
    .where('school_id', '=', schoolId)
    .where('plan_id', '=', planId)
    .orderBy('written_at')
    .orderBy('id')
    .execute()
}
