import { coverageNow, coverageSince, writeCoverage } from '../modules/people/index.ts'
import type { School } from '../modules/schools/index.ts'
import type { Clock } from '../platform/clock/index.ts'
import type { Trx } from '../platform/db/index.ts'

const weeks = 11

/** Gives the invented school an invented autumn: how well its families could be reached since September, a little better each week. */
export async function inventEarlierCoverage(
  trx: Trx,
  { school, clock }: { school: School; clock: Clock },
): Promise<void> {
  const dayOf = (week: number) => clock.now().getTime() - week * 7 * 86_400_000
  const asDay = (time: number) => new Date(time).toISOString().slice(0, 10)
  if ((await coverageSince(trx, school.id, asDay(dayOf(weeks)))).length > 0) return
  const now = await coverageNow(trx, school.id)
  for (let week = weeks; week > 0; week--) {
    const then = (count: number, slope: number) => Math.max(0, Math.round(count * (1 - week * slope)))
    const years = now.map((year, at) => ({
      ...year,
      prime: then(year.prime, 0.008),
      mobile: then(year.mobile, 0.02 + (at % 3) * 0.006),
      email: then(year.email, 0.03 - (at % 2) * 0.01),
    }))
    await writeCoverage(trx, { schoolId: school.id, day: asDay(dayOf(week)), years })
  }
}
