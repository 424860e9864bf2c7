import Type from 'typebox'
import { may } from '../../../modules/accounts/index.ts'
import { changeoverOf, type Today } from '../../../modules/importing/index.ts'
import { convertLinksToMis } from '../../../modules/people/index.ts'
import { Refusal } from '../../../platform/errors/index.ts'
import { readId } from '../../frame/parse.ts'
import { page, redirectTo, sayWhyAt } from '../../page.ts'
import { ChangeoverView, todayWords } from './changeover.view.tsx'

const pageLength = 40

/** LNK-4: who owns the school's links, each child's branch, and what the next import would do, before anything changes. */
export const changeoverPage = page({
  method: 'GET',
  url: '/schools/:school/imports/changeover',
  permission: 'import.plan',
  query: Type.Object({ today: Type.String({ default: '' }), from: Type.String({ default: '' }) }),
  async handle({ db, school, actor, query }) {
    const today = (Object.keys(todayWords) as Today[]).find((each) => each === query.today) ?? null
    const from = /^\d{1,7}$/.test(query.from) ? Number(query.from) : 0
    const changeover = await db.inSchool(
      school.id,
      (trx) => changeoverOf(trx, { school, today, from, limit: pageLength }),
      { role: 'import' },
    )
    return (
      <ChangeoverView
        base={`/schools/${school.slug}`}
        changeover={changeover}
        today={today}
        from={from}
        mayGive={may(actor.roles, 'links.change')}
      />
    )
  },
})

/** LNK-3: gives ticked links of the school's own, or all of them, into the care of the MIS. */
export const giveLinksPage = page({
  method: 'POST',
  url: '/schools/:school/imports/changeover',
  permission: 'links.change',
  body: Type.Object({
    links: Type.Array(Type.String()),
    which: Type.String({ default: 'ticked' }),
    reason: Type.String({ default: '' }),
  }),
  async handle({ db, school, actor, clock, body }) {
    const at = `/schools/${school.slug}/imports/changeover`
    const everyLink = async () => {
      const wanted = { school, today: null, from: 0, limit: 0 }
      const { allOfTheSchool } = await db.inSchool(school.id, (trx) => changeoverOf(trx, wanted), { role: 'import' })
      return allOfTheSchool
    }
    const linkIds = body.which === 'all' ? await everyLink() : body.links.map(readId)
    if (linkIds.length === 0) throw new Refusal('nothing-ticked', 'Tick the links to give first. Nothing was changed.')
    const reason = body.reason === '' ? 'Changeover to the MIS' : body.reason
    await db.inSchool(school.id, (trx) =>
      convertLinksToMis(trx, { schoolId: school.id, linkIds, reason, actor, clock }),
    )
    const words = linkIds.length === 1 ? '1 link is' : `${linkIds.length} links are`
    return redirectTo(
      at,
      `${words} in the care of the MIS from now on. A plan that waits is out of date: make it again.`,
    )
  },
  onRefusal: (context) => sayWhyAt(context, '/imports/changeover'),
})
