import Type from 'typebox'
import {
  listProviders,
  replyFromSimulated,
  settleSimulatedMessage,
  simulatedInbox,
} from '../../../modules/delivery/index.ts'
import { readPhones } from '../../../modules/people/index.ts'
import { sayPhone } from '../../components/say-phone.ts'
import { page, redirectTo } from '../../page.ts'
import { SimulatedPhonesView } from './simulated-phones.view.tsx'

const shownAtOnce = 150
const url = '/schools/:school/simulated-phones'

/** A number is typed as people write it and kept as networks do: `07700 900123` finds `+447700900123`. */
function addressAsKept(channel: 'sms' | 'email', typed: string): string | null {
  if (typed === '') return null
  if (channel === 'email') return typed
  const [number] = readPhones(typed)
  return number?.value ?? typed
}

/** The invented phones and mailboxes of a school that sends nothing for real. */
export const simulatedPhonesPage = page({
  method: 'GET',
  url,
  permission: 'messages.read',
  query: Type.Object({ show: Type.String({ default: 'phones' }), address: Type.String({ default: '' }) }),
  async handle({ db, school, query }) {
    const { id: schoolId } = school
    const channel = query.show === 'mailboxes' ? 'email' : 'sms'
    const address = addressAsKept(channel, query.address.trim())
    const seen = await db.inSchool(schoolId, async (trx) => ({
      ...(await simulatedInbox(trx, { schoolId, channel, address, limit: shownAtOnce })),
      isSimulated: (await listProviders(trx, schoolId)).some(({ kind, enabled }) => kind === 'simulated' && enabled),
    }))
    return <SimulatedPhonesView {...seen} channel={channel} address={address} />
  },
})

export const pressOnPhone = page({
  method: 'POST',
  url: `${url}/:id/press`,
  permission: 'messages.send',
  body: Type.Object({
    as: Type.Union([Type.Literal('delivered'), Type.Literal('failed')]),
    only: Type.String({ default: '' }),
  }),
  async handle({ app, school, params, body }) {
    const message = await settleSimulatedMessage(app.delivery, { schoolId: school.id, id: params.id, as: body.as })
    const words =
      body.as === 'delivered'
        ? `Delivered to ${sayPhone(message.address)}.`
        : `It did not reach ${sayPhone(message.address)}.`
    return redirectTo(placeOf(school.slug, message.channel, body.only), words)
  },
  onRefusal: ({ school, refusal }) =>
    redirectTo(placeOf(school.slug, 'sms', ''), { kind: 'warn', words: refusal.words }),
})

export const replyFromPhone = page({
  method: 'POST',
  url: `${url}/:id/reply`,
  permission: 'messages.send',
  body: Type.Object({ reply: Type.String({ default: '' }), only: Type.String({ default: '' }) }),
  async handle({ db, school, clock, params, body }) {
    const reply = { schoolId: school.id, id: params.id, body: body.reply, clock }
    const message = await db.inSchool(school.id, (trx) => replyFromSimulated(trx, reply))
    return redirectTo(
      placeOf(school.slug, message.channel, body.only),
      `The school got the reply of ${sayPhone(message.address)}.`,
    )
  },
  onRefusal: ({ school, refusal }) =>
    redirectTo(placeOf(school.slug, 'sms', ''), { kind: 'warn', words: refusal.words }),
})

function placeOf(slug: string, channel: 'sms' | 'email', only: string): string {
  const query = new URLSearchParams({
    show: channel === 'sms' ? 'phones' : 'mailboxes',
    ...(only ? { address: only } : {}),
  })
  return `/schools/${slug}/simulated-phones?${query}`
}
