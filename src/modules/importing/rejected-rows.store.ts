import type { Trx } from '../../platform/db/index.ts'
import type { RejectedRow } from './records.ts'

export async function insertRejected(
  trx: Trx,
  plan: { schoolId: string; planId: string },
  from: number,
  rows: RejectedRow[],
): Promise<void> {
  for (let start = 0; start < rows.length; start += 2000) {
    const part = rows.slice(start, start + 2000)
    await trx
      .insertInto('import_rejected_rows')
      .values(
        part.map((row, index) => ({
          school_id: plan.schoolId,
          plan_id: plan.planId,
          seq: from + start + index,
          file: row.file,
          line: row.line,
          column: row.column,
          value: row.value,
          reason: row.reason,
        })),
      )
      .execute()
  }
}

export async function rejectedOf(
  trx: Trx,
  schoolId: string,
  planId: string,
  limit = 1_000_000,
): Promise<RejectedRow[]> {
  return trx
    .selectFrom('import_rejected_rows')
    .select(['file', 'line', 'column', 'value', 'reason'])
    .where('school_id', '=', schoolId)
    .where('plan_id', '=', planId)
    .orderBy('seq')
    .limit(limit)
    .execute()
}
