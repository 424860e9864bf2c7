import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import type { Correction } from './rules/correction-of.ts'

export type CorrectionRow = Correction & {
  id: string
  issueId: string
  pupilId: string | null
  adultId: string
  /** The number of the contact in the MIS, where it has one. */
  misId: string | null
  toldBy: string
  toldAt: Date
  /** When an import showed it, or somebody settled it otherwise; null while it is to be done. */
  doneAt: Date | null
  doneHow: string | null
}

/** False where the data manager was told of this already. */
export async function insertCorrection(
  trx: Trx,
  schoolId: string,
  row: Omit<CorrectionRow, 'doneAt' | 'doneHow'>,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into mis_corrections
      (school_id, id, issue_id, pupil_id, adult_id, mis_id, field, mis_says, should_be, told_by, told_at)
    values (${schoolId}, ${row.id}, ${row.issueId}, ${row.pupilId}, ${row.adultId}, ${row.misId}, ${row.field},
      ${row.misSays}, ${row.shouldBe}, ${row.toldBy}, ${row.toldAt})
    on conflict (school_id, issue_id) do nothing`.execute(trx)
  return numAffectedRows === 1n
}

/** What is to be done first, then the latest. */
export async function correctionsOfSchool(trx: Trx, schoolId: string): Promise<CorrectionRow[]> {
  const { rows } = await sql<CorrectionRow>`
    select c.id, c.issue_id as "issueId", c.pupil_id as "pupilId", c.adult_id as "adultId", c.mis_id as "misId", c.field,
      c.mis_says as "misSays", c.should_be as "shouldBe", c.told_by as "toldBy", c.told_at as "toldAt",
      coalesce(i.settled_at, i.dismissed_at) as "doneAt",
      case when i.settled_at is null then i.settled_how end as "doneHow"
    from mis_corrections c left join data_issues i on i.school_id = c.school_id and i.id = c.issue_id
    where c.school_id = ${schoolId}
    order by (coalesce(i.settled_at, i.dismissed_at) is not null), c.told_at desc, c.id limit 2000`.execute(trx)
  return rows
}

/** OPT-2: what the data manager was told of emails or numbers of somebody who opted out. */
export async function forgetCorrections(
  trx: Trx,
  forgotten: { schoolId: string; adultId: string; emails: boolean; numbers: boolean },
): Promise<void> {
  const fields = [...(forgotten.emails ? ['email'] : []), ...(forgotten.numbers ? ['phone'] : [])]
  await sql`
    update mis_corrections set mis_says = 'erased: opted out', should_be = 'erased: opted out'
    where school_id = ${forgotten.schoolId} and adult_id = ${forgotten.adultId} and field = any(${fields})`.execute(trx)
}

/** The captions of the last applied run that had contacts, by field. */
export async function captionsOfContacts(trx: Trx, schoolId: string): Promise<Record<string, string>> {
  const { rows } = await sql<{ columns: Record<string, string> }>`
    select f -> 'columns' as columns from import_plans p, jsonb_array_elements(p.files) f
    where p.school_id = ${schoolId} and p.state = 'applied' and (f -> 'contents' ->> 'listsContacts')::boolean
    order by p.applied_at desc limit 1`.execute(trx)
  return rows[0]?.columns ?? {}
}
