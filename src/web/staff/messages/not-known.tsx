import Type from 'typebox'
import { recordAct } from '../../../modules/audit/index.ts'
import { settleUnknown } from '../../../modules/delivery/index.ts'
import { reportOfMessage } from '../../../modules/messaging/index.ts'
import { page, redirectTo } from '../../page.ts'
import { NotKnownView } from './not-known.view.tsx'

const url = '/schools/:school/messages/:id/not-known'

/** DLV-3: the copies of which nobody knows whether they went. A person decides; nothing is sent again by itself. */
export const notKnownPage = page({
  method: 'GET',
  url,
  permission: 'messages.read',
  async handle({ db, school, params }) {
    const of = { schoolId: school.id, messageId: params.id }
    const report = await db.inSchool(school.id, (trx) => reportOfMessage(trx, of))
    return <NotKnownView base={`/schools/${school.slug}/messages`} report={report} />
  },
})

export const decideNotKnownPage = page({
  method: 'POST',
  url,
  permission: 'messages.send',
  body: Type.Object({
    ids: Type.Array(Type.String()),
    as: Type.Union([Type.Literal('it went'), Type.Literal('it did not go'), Type.Literal('send again')]),
  }),
  async handle({ app, db, school, actor, clock, params, body }) {
    const here = `/schools/${school.slug}/messages/${params.id}`
    const { id: schoolId } = school
    const decided = await db.inSchool(schoolId, async (trx) => {
      const { copies } = await reportOfMessage(trx, { schoolId, messageId: params.id })
      const chosen = copies.filter(({ id, state }) => state === 'unknown' && body.ids.includes(id))
      for (const { id } of chosen) await settleUnknown(trx, { schoolId, id, as: body.as, clock })
      const subject = { kind: 'message', id: params.id }
      const detail = { as: body.as, deliveries: chosen.map(({ id }) => id) }
      if (chosen.length > 0) await recordAct(trx, { schoolId, actor, act: 'delivery.decided', subject, detail })
      return chosen.length
    })
    if (decided === 0)
      return redirectTo(`${here}/not-known`, { kind: 'warn', words: 'Tick the copies you decide about.' })
    if (body.as === 'send again') app.wakeDelivery?.()
    return redirectTo(here, `${decided === 1 ? '1 copy' : `${decided} copies`}: ${said[body.as]}.`)
  },
})

const said = {
  'it went': 'it went',
  'it did not go': 'it did not go',
  'send again': 'it is being sent again',
}
