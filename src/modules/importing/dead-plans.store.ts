import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'

/**
 * Gives up plans that nobody will finish or apply: broken off before `brokenBefore`, or waiting since before `waitingSince`. Says
 * whether there are any that will never be applied. As the app role.
 */
export async function giveUpOldPlans(
  trx: Trx,
  old: { schoolId: string; brokenBefore: Date; waitingSince: Date },
): Promise<{ areThereDead: boolean }> {
  const { rows } = await sql<{ areThereDead: boolean }>`
    with given_up as (
      update import_plans set state = case state when 'planning' then 'failed' else 'thrown away' end
      where school_id = ${old.schoolId} and ((state = 'planning' and made_at < ${old.brokenBefore})
        or (state = 'ready' and made_at < ${old.waitingSince}))
      returning id)
    select exists (select from given_up) or exists (select from import_plans
      where school_id = ${old.schoolId} and state in ('failed', 'thrown away', 'overtaken')) as "areThereDead"`.execute(
    trx,
  )
  return { areThereDead: rows[0]?.areThereDead ?? false }
}

/** What plans left that will never be applied: staged records at once, their entries after `madeBefore`. As the import role. */
export async function clearDeadPlans(trx: Trx, dead: { schoolId: string; madeBefore: Date }): Promise<void> {
  const { schoolId } = dead
  const { rows } = await sql<{ id: string; made_at: Date }>`
    select id, made_at from import_plans
    where school_id = ${schoolId} and state in ('failed', 'thrown away', 'overtaken')`.execute(trx)
  // By id, each found in an index: asked as a set, this read every entry of every plan before each import.
  const over = rows.map((row) => row.id)
  const old = rows.filter((row) => row.made_at < dead.madeBefore).map((row) => row.id)
  const clear = async (table: string, ids: string[]) => {
    if (ids.length === 0) return
    await sql`delete from ${sql.table(table)} where school_id = ${schoolId} and plan_id = any(${ids})`.execute(trx)
  }
  for (const table of ['import_staging', 'import_rows']) await clear(table, over)
  for (const table of ['import_plan_entries', 'import_rejected_rows']) await clear(table, old)
}
