import { findPostedPdf, simulatedPost } from '../../modules/delivery/index.ts'
import { readId } from '../frame/parse.ts'
import { download, page, sayWhyAt } from '../page.ts'
import { SimulatedPostView } from './simulated-post.view.tsx'

const url = '/schools/:school/simulated-phones/post'

/** The letters that were printed in the demo, as they would lie on the mat. These pages are part of the demo alone (LET-3). */
export const simulatedPostPage = page({
  method: 'GET',
  url,
  permission: 'letters.print',
  async handle({ db, school }) {
    const posted = await db.inSchool(school.id, (trx) => simulatedPost(trx, { schoolId: school.id, limit: 100 }))
    return <SimulatedPostView posted={posted} />
  },
})

export const postedLetters = page({
  method: 'GET',
  url: `${url}/:id`,
  permission: 'letters.print',
  async handle({ db, school, params }) {
    const of = { schoolId: school.id, id: readId(params.id) }
    const content = await db.inSchool(school.id, (trx) => findPostedPdf(trx, of))
    return download({ filename: 'letters.pdf', type: 'application/pdf', content })
  },
  onRefusal: (context) => sayWhyAt(context, '/simulated-phones/post'),
})
