import {
  latestBatches,
  loadTakeUpOverTime,
  takeUpByClass,
  unfreezeLetter,
} from '../../../modules/registration/index.ts'
import { readId } from '../../frame/parse.ts'
import { page, redirectTo, sayWhyAt } from '../../page.ts'
import { frozenWithPupils } from './frozen.ts'
import { LettersView } from './letters.view.tsx'

const url = '/schools/:school/letters'
const shownBatches = 8

export const lettersPage = page({
  method: 'GET',
  url,
  permission: 'letters.read',
  async handle({ db, school, clock }) {
    const schoolId = school.id
    const seen = await db.inSchool(schoolId, async (trx) => ({
      classes: await takeUpByClass(trx, { schoolId, now: clock.now() }),
      overTime: await loadTakeUpOverTime(trx, { school, clock }),
      batches: await latestBatches(trx, schoolId, shownBatches),
      frozen: await frozenWithPupils(trx, schoolId),
    }))
    return <LettersView {...seen} />
  },
})

export const takeUnfreeze = page({
  method: 'POST',
  url: `${url}/:id/unfreeze`,
  permission: 'letters.print',
  async handle({ db, school, actor, clock, params }) {
    const letterId = readId(params.id)
    await db.inSchool(school.id, (trx) => unfreezeLetter(trx, { school, actor, clock, letterId }))
    return redirectTo(`/schools/${school.slug}/letters`, 'The letter works again.')
  },
  onRefusal: (context) => sayWhyAt(context, '/letters'),
})
