import Type from 'typebox'
import { findPlan, type LeftOut, leaveOut, notePlan, takeAgain } from '../../../modules/importing/index.ts'
import { readId } from '../../frame/parse.ts'
import { page, redirectTo, sayWhyAt } from '../../page.ts'
import { changesInWords } from './say-plan.ts'

/** Back to where it was ticked: a search of the plan, or a child of it. Anything else leads to the plan. */
function whereFrom(planAt: string, back: string): string {
  if (/^\?[\w=&%.+*-]*$/.test(back)) return `${planAt}${back}#changes`
  return /^\/pupils\/[0-9a-f-]{36}$/.test(back) ? `${planAt}${back}` : planAt
}

/** Leaves ticked entries, or all of one child, out of a waiting plan; or takes them again. */
export const leaveOutPage = page({
  method: 'POST',
  url: '/schools/:school/imports/:plan/leave-out',
  permission: 'import.plan',
  body: Type.Object({
    seqs: Type.Array(Type.String()),
    pupil: Type.String({ default: '' }),
    act: Type.String({ default: 'leave' }),
    back: Type.String({ default: '' }),
  }),
  async handle({ school, actor, db, clock, params, body }) {
    const plan = await findPlan(db, school, params.plan)
    const at = whereFrom(`/schools/${school.slug}/imports/${plan.id}`, body.back)
    const seqs = body.seqs.flatMap((text) => text.split(' ')).filter((text) => /^\d{1,15}$/.test(text))
    if (seqs.length === 0 && body.pupil === '') return redirectTo(at, { kind: 'warn', words: 'Tick something first.' })
    const chosen = body.pupil === '' ? { seqs: seqs.map(Number) } : { pupilId: readId(body.pupil) }
    const act = body.act === 'take' ? takeAgain : leaveOut
    const done = await act(db, { school, planId: plan.id, chosen, actor, clock })
    return redirectTo(at, sayLeftOut(done, body.act === 'take'))
  },
  onRefusal: (context) => sayWhyAt(context, `/imports/${context.params.plan}`),
})

function sayLeftOut({ chosen, needed, erased }: LeftOut, again: boolean): string {
  const stays = erased === 0 ? '' : 'What somebody opted out of is erased all the same: no plan leaves that out.'
  if (chosen + needed === 0) return stays || 'That was so already.'
  if (again) return `${changesInWords(chosen)} will be made again.`
  const with_ = needed === 0 ? '' : `, and ${changesInWords(needed)} that cannot stand without`
  return `Left out: ${changesInWords(chosen)}${with_}. They come again with the next plan. ${stays}`.trim()
}

export const notePlanPage = page({
  method: 'POST',
  url: '/schools/:school/imports/:plan/note',
  permission: 'import.plan',
  body: Type.Object({ words: Type.String({ default: '' }) }),
  async handle({ school, actor, db, clock, params, body }) {
    await notePlan(db, { school, planId: params.plan, words: body.words, actor, clock })
    return redirectTo(`/schools/${school.slug}/imports/${params.plan}#notes`, 'The note is kept.')
  },
  onRefusal: (context) => sayWhyAt(context, `/imports/${context.params.plan}#notes`),
})
