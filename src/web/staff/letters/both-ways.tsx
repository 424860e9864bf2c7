import { countFirstContacts } from '../../../modules/importing/index.ts'
import { explainOrders, sumOfTakeUp, takeUpByClass } from '../../../modules/registration/index.ts'
import { page } from '../../page.ts'
import { BothWaysView } from './both-ways.view.tsx'

/** What letters first and import first each do, in this school's own numbers, where somebody decides between them. */
export const bothWaysPage = page({
  method: 'GET',
  url: '/schools/:school/letters-and-import',
  permission: 'letters.read',
  async handle({ db, school, clock }) {
    const schoolId = school.id
    const first = await db.inSchool(schoolId, (trx) => countFirstContacts(trx, schoolId), { role: 'import' })
    const classes = await db.inSchool(schoolId, (trx) => takeUpByClass(trx, { schoolId, now: clock.now() }))
    const takeUp = sumOfTakeUp(classes)
    const { web, manual, picked, mis: maintained } = first.primes
    const letters = { places: school.settings.letterPlaces, out: takeUp.letterOut, registered: takeUp.registered }
    const facts = { ...first, closed: { web, manual, picked }, maintained, letters }
    return <BothWaysView facts={facts} rows={explainOrders(facts)} />
  },
})
