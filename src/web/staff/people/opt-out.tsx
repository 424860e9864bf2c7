import Type from 'typebox'
import { forgetContactPoints } from '../../../modules/importing/index.ts'
import { findAdult, liftOptOut, type OptOutChannel, optOutAdult } from '../../../modules/people/index.ts'
import { Refusal } from '../../../platform/errors/index.ts'
import { besideField } from '../../components/beside-field.ts'
import { readId } from '../../frame/parse.ts'
import { invalid, page, redirectTo } from '../../page.ts'
import { OptInView, OptOutView } from './opt-out.view.tsx'
import { nameOf } from './say-people.ts'

const permission = 'opt-out.change'
const outUrl = '/schools/:school/people/adults/:id/opt-out'
const inUrl = '/schools/:school/people/adults/:id/opt-in'
const body = Type.Object({ channel: Type.String({ default: '' }), reason: Type.String({ default: '' }) })

export const optOutPage = page({
  method: 'GET',
  url: outUrl,
  permission,
  async handle({ db, school, params }) {
    const adult = await db.inSchool(school.id, (trx) => findAdult(trx, school.id, readId(params.id)))
    return <OptOutView adult={adult} />
  },
})

/** OPT-2: the details go at once, here and in what the MIS said. */
export const takeOptOut = page({
  method: 'POST',
  url: outUrl,
  permission,
  body,
  async handle({ db, school, actor, clock, params, body: { channel, reason } }) {
    if (!isChannel(channel)) throw new Refusal('channel-missing', 'Choose what the person opted out of.')
    const { adult, erased } = await db.inSchool(school.id, async (trx) => {
      const adult = await findAdult(trx, school.id, readId(params.id))
      const wanted = { schoolId: school.id, adultId: adult.id, channel, reason, actor, clock }
      return { adult, ...(await optOutAdult(trx, { ...wanted, forget: forgetContactPoints })) }
    })
    const gone =
      erased === 0 ? 'There were no details to erase.' : `${erased} ${erased === 1 ? 'detail' : 'details'} erased.`
    return redirectTo(`/schools/${school.slug}/people/adults/${adult.id}`, `${nameOf(adult)} is opted out. ${gone}`)
  },
  async onRefusal({ db, school, params, refusal, typed }) {
    const field = { 'reason-missing': 'reason', 'channel-missing': 'channel' }[refusal.code]
    if (!field) throw refusal
    const adult = await db.inSchool(school.id, (trx) => findAdult(trx, school.id, readId(params.id)))
    return invalid(<OptOutView adult={adult} typed={typed} errors={{ [field]: besideField(refusal) }} />)
  },
})

export const optInPage = page({
  method: 'GET',
  url: inUrl,
  permission,
  async handle({ db, school, params }) {
    const adult = await db.inSchool(school.id, (trx) => findAdult(trx, school.id, readId(params.id)))
    if (adult.optOuts.length === 0) {
      return redirectTo(`/schools/${school.slug}/people/adults/${adult.id}`, {
        kind: 'warn',
        words: `${nameOf(adult)} has not opted out.`,
      })
    }
    return <OptInView adult={adult} />
  },
})

/** OPT-4: only with a written reason. */
export const takeOptIn = page({
  method: 'POST',
  url: inUrl,
  permission,
  body,
  async handle({ db, school, actor, clock, params, body: { channel, reason } }) {
    const adult = await db.inSchool(school.id, async (trx) => {
      const adult = await findAdult(trx, school.id, readId(params.id))
      const lifted = isChannel(channel) ? channel : null
      await liftOptOut(trx, { schoolId: school.id, adultId: adult.id, channel: lifted, reason, actor, clock })
      return adult
    })
    const words = `The opt-out of ${nameOf(adult)} is lifted. Details come back with the next import, or by hand.`
    return redirectTo(`/schools/${school.slug}/people/adults/${adult.id}`, words)
  },
  async onRefusal({ db, school, params, refusal, typed }) {
    if (refusal.code !== 'reason-missing') throw refusal
    const adult = await db.inSchool(school.id, (trx) => findAdult(trx, school.id, readId(params.id)))
    return invalid(<OptInView adult={adult} typed={typed} errors={{ reason: besideField(refusal) }} />)
  },
})

function isChannel(text: string): text is OptOutChannel {
  return text === 'all' || text === 'sms' || text === 'email'
}
