import Type from 'typebox'
import { keepInSimulatedPost } from '../../../modules/delivery/index.ts'
import { classes, membersWhere } from '../../../modules/people/index.ts'
import { type HowToPrint, type LettersFor, printLetters } from '../../../modules/registration/index.ts'
import type { School } from '../../../modules/schools/index.ts'
import type { WebApp } from '../../app.ts'
import { download, json, page, sayWhyAt } from '../../page.ts'
import { ChooseView } from './choose.view.tsx'
import { progressOf, trackProgress } from './progress.ts'
import { registerAddressOf } from './register-address.ts'
import { languages } from './say-letters.ts'

const url = '/schools/:school/letters'

/** LET-3: the codes stand in this answer and nowhere else. */
export const printBatch = page({
  method: 'POST',
  url: `${url}/print`,
  permission: 'letters.print',
  body: Type.Object({
    for: Type.String({ default: 'new' }),
    class: Type.String({ default: '' }),
    pupil: Type.Array(Type.String(), { default: [] }),
    language: Type.String({ default: 'en' }),
    beside: Type.String({ default: '' }),
    pile: Type.String({ default: 'class' }),
    eachAdult: Type.Boolean({ default: false }),
  }),
  async handle({ app, db, school, actor, clock, body }) {
    const how: HowToPrint = {
      language: readLanguage(body.language) ?? 'en',
      pile: body.pile === 'family' ? 'family' : 'class',
      eachAdult: body.eachAdult,
    }
    const beside = body.beside === 'home' ? ('home' as const) : readLanguage(body.beside)
    const letters = readFor(body)
    const tracked = trackProgress(school.id, actor.accountId)
    try {
      const printing = { school, actor, clock, letters, ...how, ...(beside ? { beside } : {}) }
      const { pdf } = await printLetters(db, {
        ...printing,
        ...printingWith(app, school),
        onProgress: tracked.onProgress,
      })
      const filename = `letters-${clock.today(school.timeZone)}.pdf`
      return download({ filename, type: 'application/pdf', content: Buffer.from(pdf) })
    } finally {
      tracked.end()
    }
  },
  onRefusal: (context) => sayWhyAt(context, '/letters'),
})

/** What printing needs of the running program. In the demo what was printed goes to the simulated post, and nowhere else. */
export function printingWith(app: WebApp, { id: schoolId }: School) {
  return {
    hash: app.keyedHash,
    siteAddress: registerAddressOf(app.config),
    ...(app.demo ? { post: keepInPost(app, schoolId) } : {}),
  }
}

type Post = NonNullable<Parameters<typeof printLetters>[1]['post']>

function keepInPost({ clock }: WebApp, schoolId: string): Post {
  return (trx, printed) => keepInSimulatedPost(trx, { ...printed, schoolId, clock })
}

/** How far a batch of this person is, for the script of the page. */
export const printProgress = page({
  method: 'GET',
  url: `${url}/progress`,
  permission: 'letters.print',
  handle: ({ school, actor }) => json(progressOf(school.id, actor.accountId)),
})

/** LET-8: several children, ticked one by one. */
export const choosePage = page({
  method: 'GET',
  url: `${url}/choose`,
  permission: 'letters.print',
  query: Type.Object({ class: Type.String({ default: '' }) }),
  async handle({ db, school, query }) {
    const seen = await db.inSchool(school.id, async (trx) => {
      const groups = [
        ...new Set((await classes(trx, school.id)).flatMap(({ registrationGroup }) => registrationGroup ?? [])),
      ]
      const chosen = groups.includes(query.class) ? query.class : (groups[0] ?? '')
      const filter = { role: 'pupil', status: 'on roll', registrationGroup: chosen }
      return { groups, chosen, pupils: await membersWhere(trx, school.id, filter) }
    })
    return <ChooseView {...seen} />
  },
})

function readLanguage(typed: string) {
  return languages.find(({ value }) => value === typed)?.value
}

function readFor(body: { for: string; class: string; pupil: string[] }): LettersFor {
  if (body.for === 'class') return { kind: 'class', registrationGroup: body.class }
  if (body.for === 'selected') return { kind: 'selected', pupilIds: body.pupil }
  if (body.for === 'staff') return { kind: 'staff', who: 'new' }
  if (body.for === 'staff not registered') return { kind: 'staff', who: 'not registered' }
  return body.for === 'not registered' ? { kind: 'not registered' } : { kind: 'new' }
}
