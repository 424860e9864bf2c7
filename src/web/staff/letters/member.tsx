import { findStaffMember } from '../../../modules/people/index.ts'
import { lettersOfMember, printLetters, resetLetters } from '../../../modules/registration/index.ts'
import { readId } from '../../frame/parse.ts'
import { download, page, redirectTo, sayWhyAt } from '../../page.ts'
import { LettersOfMemberView } from './member.view.tsx'
import { printingWith } from './print.tsx'

const url = '/schools/:school/letters/members/:id'

/** LET-1: the letters of somebody of the staff, or a governor. */
export const lettersOfMemberPage = page({
  method: 'GET',
  url,
  permission: 'letters.read',
  async handle({ db, school, params }) {
    const memberId = readId(params.id)
    const seen = await db.inSchool(school.id, async (trx) => ({
      member: await findStaffMember(trx, school.id, memberId),
      letters: await lettersOfMember(trx, school.id, memberId),
    }))
    return <LettersOfMemberView {...seen} />
  },
})

export const printForMember = page({
  method: 'POST',
  url: `${url}/print`,
  permission: 'letters.print',
  async handle({ app, db, school, actor, clock, params }) {
    const memberId = readId(params.id)
    await db.inSchool(school.id, (trx) => findStaffMember(trx, school.id, memberId))
    const letters = { kind: 'member' as const, memberId }
    const { pdf } = await printLetters(db, { school, actor, clock, letters, ...printingWith(app, school) })
    return download({ filename: 'letter.pdf', type: 'application/pdf', content: Buffer.from(pdf) })
  },
  onRefusal: (context) => sayWhyAt(context, `/letters/members/${context.params.id}`),
})

/** LET-6: what is out opens nothing any more; what was registered stays. */
export const resetForMember = page({
  method: 'POST',
  url: `${url}/reset`,
  permission: 'letters.print',
  async handle({ db, school, actor, clock, params }) {
    const memberId = readId(params.id)
    await db.inSchool(school.id, async (trx) => {
      await findStaffMember(trx, school.id, memberId)
      await resetLetters(trx, { school, actor, clock, memberId })
    })
    const here = `/schools/${school.slug}/letters/members/${memberId}`
    return redirectTo(here, 'The letter opens nothing any more. What was registered stays.')
  },
})
