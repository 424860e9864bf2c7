import Type from 'typebox'
import {
  type LettersFor,
  latestBatches,
  loadTakeUpOverTime,
  printLetters,
  takeUpByClass,
  unfreezeLetter,
} from '../../../modules/registration/index.ts'
import { readId } from '../../frame/parse.ts'
import { download, page, redirectTo } from '../../page.ts'
import { frozenWithPupils } from './frozen.ts'
import { LettersView, languages } from './letters.view.tsx'

const url = '/schools/:school/letters'
const shownBatches = 12

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

/** LET-3: the codes stand in this answer and nowhere else. */
export const printBatch = page({
  method: 'POST',
  url: `${url}/print`,
  permission: 'letters.print',
  body: Type.Object({
    for: Type.String({ default: 'new' }),
    class: Type.String({ default: '' }),
    language: Type.String({ default: 'en' }),
  }),
  async handle({ app, db, school, actor, clock, body }) {
    const { keyedHash: hash } = app
    const siteAddress = `${app.config.publicUrl}/register`
    const letters = readFor(body)
    const language = languages.find(({ value }) => value === body.language)?.value ?? 'en'
    const { pdf } = await printLetters(db, { school, actor, clock, letters, hash, siteAddress, language })
    const filename = `letters-${clock.today(school.timeZone)}.pdf`
    return download({ filename, type: 'application/pdf', content: Buffer.from(pdf) })
  },
  onRefusal: ({ school, refusal }) =>
    redirectTo(`/schools/${school.slug}/letters`, { kind: 'warn', words: refusal.words }),
})

function readFor(body: { for: string; class: string }): LettersFor {
  if (body.for === 'class') return { kind: 'class', registrationGroup: body.class }
  return body.for === 'not registered' ? { kind: 'not registered' } : { kind: 'new' }
}

export const takeUnfreeze = page({
  method: 'POST',
  url: `${url}/:id/unfreeze`,
  permission: 'letters.print',
  async handle({ db, school, actor, clock, params }) {
    const letterId = readId(params.id)
    await db.inSchool(school.id, (trx) => unfreezeLetter(trx, { school, actor, clock, letterId }))
    return redirectTo(`/schools/${school.slug}/letters`, 'The letter works again.')
  },
  onRefusal: ({ school, refusal }) =>
    redirectTo(`/schools/${school.slug}/letters`, { kind: 'warn', words: refusal.words }),
})
