import { coverageNow, coverageSince } from '../../../modules/people/index.ts'
import { page } from '../../page.ts'
import { CoverageView } from './coverage.view.tsx'
import { picturesOf } from './coverage-pictures.ts'

const daysShown = 365

/** LNK-7: coverage of prime adults, working mobiles and emails by year group, now and over the last year. */
export const coveragePage = page({
  method: 'GET',
  url: '/schools/:school/data-issues/coverage',
  permission: 'data-issues.read',
  async handle({ db, school, clock }) {
    const today = clock.today(school.timeZone)
    const since = new Date(Date.parse(`${today}T00:00:00Z`) - daysShown * 86_400_000).toISOString().slice(0, 10)
    const { now, past } = await db.inSchool(school.id, async (trx) => ({
      now: await coverageNow(trx, school.id),
      past: await coverageSince(trx, school.id, since),
    }))
    const days = [...past.filter(({ day }) => day !== today), ...now.map((year) => ({ ...year, day: today }))]
    return <CoverageView pictures={picturesOf(days)} base={`/schools/${school.slug}/data-issues`} />
  },
})
