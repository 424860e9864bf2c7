import type { Trx } from '../../platform/db/index.ts'
import { isCounted, writeCoverage, type YearCoverage } from './coverage.store.ts'
import { familiesOf } from './families.store.ts'
import { pagesOfIds } from './people.ts'
import { coverageOf } from './rules/coverage.ts'

/** How well the children on roll can be reached now, by year group. */
export async function coverageNow(trx: Trx, schoolId: string): Promise<YearCoverage[]> {
  const years = new Map<string, YearCoverage>()
  for await (const pupilIds of pagesOfIds(trx, 'members', schoolId)) {
    for (const family of await familiesOf(trx, schoolId, pupilIds)) {
      if (family.pupil.role !== 'pupil' || family.pupil.status !== 'on roll') continue
      const year = family.pupil.year ?? ''
      const sum = years.get(year) ?? { year, pupils: 0, prime: 0, mobile: 0, email: 0 }
      const covered = coverageOf(family)
      sum.pupils += 1
      for (const kind of ['prime', 'mobile', 'email'] as const) if (covered[kind]) sum[kind] += 1
      years.set(year, sum)
    }
  }
  return [...years.values()].sort((a, b) => placeOf(a.year) - placeOf(b.year) || a.year.localeCompare(b.year))
}

/** Nursery, Reception, then the numbers; words of a school's own come last. */
function placeOf(year: string): number {
  const early = ['N1', 'N2', 'R'].indexOf(year)
  if (early >= 0) return early - 3
  return /^\d+$/.test(year) ? Number(year) : 1000
}

/** Keeps the figures of a day for the picture over time. `onlyOnce` leaves a day alone that was counted already. Whether it was counted now. */
export async function noteCoverage(
  trx: Trx,
  { schoolId, day, onlyOnce = false }: { schoolId: string; day: string; onlyOnce?: boolean },
): Promise<boolean> {
  if (onlyOnce && (await isCounted(trx, schoolId, day))) return false
  await writeCoverage(trx, { schoolId, day, years: await coverageNow(trx, schoolId) })
  return true
}
