import Type from 'typebox'
import { findFamily } from '../../../modules/people/index.ts'
import {
  findHomeLanguage,
  lettersOfMember,
  printLetters,
  resetLetters,
  setHomeLanguage,
} from '../../../modules/registration/index.ts'
import { readId } from '../../frame/parse.ts'
import { download, page, redirectTo, sayWhyAt } from '../../page.ts'
import { printingWith } from './print.tsx'
import { LettersOfPupilView } from './pupil.view.tsx'
import { languages } from './say-letters.ts'

const url = '/schools/:school/letters/pupils/:id'

export const lettersOfPupilPage = page({
  method: 'GET',
  url,
  permission: 'letters.read',
  async handle({ db, school, params }) {
    const pupilId = readId(params.id)
    const seen = await db.inSchool(school.id, async (trx) => ({
      family: await findFamily(trx, school.id, pupilId),
      letters: await lettersOfMember(trx, school.id, pupilId),
      homeLanguage: await findHomeLanguage(trx, { schoolId: school.id, pupilId }),
    }))
    return <LettersOfPupilView {...seen} />
  },
})

export const printForPupil = page({
  method: 'POST',
  url: `${url}/print`,
  permission: 'letters.print',
  body: Type.Object({ eachAdult: Type.Boolean({ default: false }) }),
  async handle({ app, db, school, actor, clock, params, body }) {
    const pupilId = readId(params.id)
    const { pupil } = await db.inSchool(school.id, (trx) => findFamily(trx, school.id, pupilId))
    const { pdf } = await printLetters(db, {
      school,
      actor,
      clock,
      letters: { kind: 'pupil', pupilId },
      beside: 'home',
      eachAdult: body.eachAdult,
      ...printingWith(app, school),
    })
    const filename = `letter-${pupil.surname}-${pupil.forename}.pdf`
    return download({ filename, type: 'application/pdf', content: Buffer.from(pdf) })
  },
  onRefusal: (context) => sayWhyAt(context, `/letters/pupils/${context.params.id}`),
})

/** LET-6: what is out opens nothing any more; what was registered stays. */
export const resetForPupil = page({
  method: 'POST',
  url: `${url}/reset`,
  permission: 'letters.print',
  async handle({ db, school, actor, clock, params }) {
    const memberId = readId(params.id)
    const { killed } = await db.inSchool(school.id, async (trx) => {
      await findFamily(trx, school.id, memberId)
      return resetLetters(trx, { school, actor, clock, memberId })
    })
    const words = killed === 1 ? 'One letter opens nothing any more.' : `${killed} letters open nothing any more.`
    return redirectTo(
      `/schools/${school.slug}/letters/pupils/${memberId}`,
      `${words} Who has registered stays registered.`,
    )
  },
})

/** The letter comes in this language too. */
export const takeHomeLanguage = page({
  method: 'POST',
  url: `${url}/language`,
  permission: 'letters.print',
  body: Type.Object({ language: Type.String({ default: '' }) }),
  async handle({ db, school, actor, clock, params, body }) {
    const pupilId = readId(params.id)
    const chosen = languages.find(({ value }) => value === body.language && value !== 'en')
    const set = { school, actor, clock, pupilId, language: chosen?.value ?? null }
    await db.inSchool(school.id, (trx) => setHomeLanguage(trx, set))
    const words = chosen ? `Letters come in English and ${chosen.words} from now on.` : 'Letters come in English alone.'
    return redirectTo(`/schools/${school.slug}/letters/pupils/${pupilId}`, words)
  },
})
