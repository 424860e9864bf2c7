import { findFamily } from '../../../modules/people/index.ts'
import { lettersOfMember, printLetters, resetLetters } from '../../../modules/registration/index.ts'
import { readId } from '../../frame/parse.ts'
import { download, page, redirectTo } from '../../page.ts'
import { LettersOfPupilView } from './pupil.view.tsx'

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
    }))
    return <LettersOfPupilView {...seen} />
  },
})

export const printForPupil = page({
  method: 'POST',
  url: `${url}/print`,
  permission: 'letters.print',
  async handle({ app, db, school, actor, clock, params }) {
    const pupilId = readId(params.id)
    const { pupil } = await db.inSchool(school.id, (trx) => findFamily(trx, school.id, pupilId))
    const { pdf } = await printLetters(db, {
      school,
      actor,
      clock,
      letters: { kind: 'pupil', pupilId },
      hash: app.keyedHash,
      siteAddress: `${app.config.publicUrl}/register`,
    })
    const filename = `letter-${pupil.surname}-${pupil.forename}.pdf`
    return download({ filename, type: 'application/pdf', content: Buffer.from(pdf) })
  },
  onRefusal: ({ school, params, refusal }) =>
    redirectTo(`/schools/${school.slug}/letters/pupils/${params.id}`, { kind: 'warn', words: refusal.words }),
})

export const takeReset = page({
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
