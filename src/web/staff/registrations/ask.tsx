import { askFamily, planQuestion } from '../../../modules/registration/index.ts'
import { readId } from '../../frame/parse.ts'
import { page, redirectTo, sayWhyAt } from '../../page.ts'
import { nameOf } from '../people/say-people.ts'
import { AskView } from './ask.view.tsx'

const url = '/schools/:school/registrations/ask/:id'

/** IMP-7, DLV-5: asks an adult to look at what is held of them; channel and words are shown before. */
export const askPage = page({
  method: 'GET',
  url,
  permission: 'data-issues.change',
  async handle({ app, db, school, clock, params }) {
    const asking = { school, clock, adultId: readId(params.id), hash: app.keyedHash, siteAddress: app.config.publicUrl }
    return <AskView question={await db.inSchool(school.id, (trx) => planQuestion(trx, asking))} />
  },
  onRefusal: (context) => sayWhyAt(context, '/registrations'),
})

export const takeAsk = page({
  method: 'POST',
  url,
  permission: 'data-issues.change',
  async handle({ app, db, school, actor, clock, params }) {
    const asking = { school, clock, adultId: readId(params.id), hash: app.keyedHash, siteAddress: app.config.publicUrl }
    const about = 'details that differ or failed'
    const { adult } = await db.inSchool(school.id, (trx) => askFamily(trx, { ...asking, actor, about }))
    return redirectTo(`/schools/${school.slug}/registrations`, `${nameOf(adult)} was asked.`)
  },
  onRefusal: (context) => sayWhyAt(context, '/registrations'),
})
