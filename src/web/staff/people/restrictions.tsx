import { loadAdults, loadFamilies, type Restriction, restrictionsOf } from '../../../modules/people/index.ts'
import type { Trx } from '../../../platform/db/index.ts'
import { page } from '../../page.ts'
import { RestrictionsView } from './restrictions.view.tsx'
import { nameOf } from './say-people.ts'

/** A restriction that stands, with the names of both, and a link of the pair to open it by; null where none was ever kept. */
export type StandingRestriction = Restriction & {
  childName: string
  registrationGroup: string | null
  adultName: string
  linkId: string | null
}

/** VIS-2: all restrictions that stand, the first to be looked at again first. */
export const restrictionsPage = page({
  method: 'GET',
  url: '/schools/:school/people/restrictions',
  permission: 'restriction.decide',
  async handle({ db, school, clock }) {
    const standing = await db.inSchool(school.id, (trx) => loadStanding(trx, school.id))
    return <RestrictionsView restrictions={standing} today={clock.today()} />
  },
})

async function loadStanding(trx: Trx, schoolId: string): Promise<StandingRestriction[]> {
  const restrictions = await restrictionsOf(trx, schoolId, null)
  const pupilIds = [...new Set(restrictions.map(({ pupilId }) => pupilId))]
  const adultIds = [...new Set(restrictions.map(({ adultId }) => adultId))]
  const families = new Map((await loadFamilies(trx, { schoolId, pupilIds })).map((family) => [family.pupil.id, family]))
  const adults = await loadAdults(trx, { schoolId, adultIds })
  return restrictions.flatMap((one) => {
    const [family, adult] = [families.get(one.pupilId), adults.get(one.adultId)]
    if (!family || !adult) return []
    // A link that has not ended comes before those that have.
    const link = family.links.find(({ adultId }) => adultId === one.adultId)
    const { pupil } = family
    const child = { childName: nameOf(pupil), registrationGroup: pupil.registrationGroup }
    return [{ ...one, ...child, adultName: nameOf(adult), linkId: link?.id ?? null }]
  })
}
