import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'

/** Of the pupils on roll in a year group (empty: in none), how many have what. */
export type YearCoverage = { year: string; pupils: number; prime: number; mobile: number; email: number }
export type DayCoverage = YearCoverage & { day: string }

/** The figures of a day, once more where it was counted before. */
export async function writeCoverage(
  trx: Trx,
  { schoolId, day, years }: { schoolId: string; day: string; years: YearCoverage[] },
): Promise<void> {
  await sql`delete from coverage_figures where school_id = ${schoolId} and day = ${day}`.execute(trx)
  if (years.length === 0) return
  const rows = years.map(({ year, pupils, prime, mobile, email }) => ({
    school_id: schoolId,
    day,
    year,
    pupils,
    with_prime: prime,
    with_mobile: mobile,
    with_email: email,
  }))
  await trx.insertInto('coverage_figures').values(rows).execute()
}

/** Oldest first. */
export async function coverageSince(trx: Trx, schoolId: string, day: string): Promise<DayCoverage[]> {
  const { rows } = await sql<DayCoverage>`
    select day, year, pupils, with_prime as prime, with_mobile as mobile, with_email as email from coverage_figures
    where school_id = ${schoolId} and day >= ${day} order by day, year`.execute(trx)
  return rows
}

export async function isCounted(trx: Trx, schoolId: string, day: string): Promise<boolean> {
  const { rows } =
    await sql`select from coverage_figures where school_id = ${schoolId} and day = ${day} limit 1`.execute(trx)
  return rows.length > 0
}
