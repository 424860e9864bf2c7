import Type from 'typebox'
import { forgetContactPoints } from '../../../modules/importing/index.ts'
import { withdrawFromRestricted } from '../../../modules/messaging/index.ts'
import { closeWaysInToRestricted, decideAlike, findAlike } from '../../../modules/registration/index.ts'
import { Refusal } from '../../../platform/errors/index.ts'
import { besideField } from '../../components/beside-field.ts'
import { readId } from '../../frame/parse.ts'
import { invalid, page, redirectTo } from '../../page.ts'
import { nameOf } from '../people/say-people.ts'
import { AlikeView } from './alike.view.tsx'

const url = '/schools/:school/registrations/alike/:id'

/** LET-13: somebody registered beside an adult with the same name or a shared detail; a person says whether they are one. */
export const alikePage = page({
  method: 'GET',
  url,
  permission: 'links.change',
  async handle({ db, school, params }) {
    const of = { schoolId: school.id, issueId: readId(params.id) }
    return <AlikeView alike={await db.inSchool(school.id, (trx) => findAlike(trx, of))} />
  },
})

export const takeAlike = page({
  method: 'POST',
  url,
  permission: 'links.change',
  body: Type.Object({ decision: Type.String({ default: '' }), reason: Type.String({ default: '' }) }),
  async handle({ db, school, actor, clock, params, body: { decision, reason } }) {
    if (!isDecision(decision)) throw new Refusal('decision-missing', 'Choose what is to happen.')
    const of = { schoolId: school.id, issueId: readId(params.id) }
    const { registered } = await db.inSchool(school.id, async (trx) => {
      const found = await findAlike(trx, of)
      const close = [withdrawFromRestricted, closeWaysInToRestricted]
      await decideAlike(trx, { ...of, decision, reason, actor, clock, forget: forgetContactPoints, close })
      return found
    })
    return redirectTo(`/schools/${school.slug}/registrations`, `${nameOf(registered.adult)}: ${said[decision]}`)
  },
  async onRefusal({ db, school, params, refusal, typed }) {
    if (refusal.code !== 'reason-missing' && refusal.code !== 'decision-missing') throw refusal
    const of = { schoolId: school.id, issueId: readId(params.id) }
    const alike = await db.inSchool(school.id, (trx) => findAlike(trx, of))
    const field = refusal.code === 'reason-missing' ? 'reason' : 'decision'
    return invalid(<AlikeView alike={alike} errors={{ [field]: besideField(refusal) }} typed={typed} />)
  },
})

const said = {
  'same person': 'the two records are one person now.',
  'somebody else': 'they stay two people, and it is not asked again.',
  refused: 'the link of who registered has ended.',
}

const isDecision = (text: string): text is keyof typeof said => text in said
