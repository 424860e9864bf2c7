import { receiveWebhook } from '../../modules/delivery/index.ts'
import { hook, json, type PublicContext } from '../page.ts'

/**
 * DLV-8: where a text gateway says what became of a text. The secret stands in the address, for gateways that can do no
 * more than call one, or in the header `x-gatehouse-secret`. Fields come as a form, as JSON or in the query.
 */
export const textReceiptHooks = (['POST', 'GET'] as const).flatMap((method) => [
  hook({
    method,
    url: '/hooks/text-receipts/:schoolId/:providerId/:secret',
    handle: (context) => takeReceipt(context, context.params.secret),
  }),
  hook({
    method,
    url: '/hooks/text-receipts/:schoolId/:providerId',
    handle: (context) => takeReceipt(context, [context.request.headers['x-gatehouse-secret'] ?? ''].flat()[0] ?? ''),
  }),
])

type Hook = Pick<PublicContext, 'app' | 'body' | 'query' | 'reply'> & {
  params: { schoolId: string; providerId: string }
}

async function takeReceipt({ app, body, query, params, reply }: Hook, secret: string) {
  const { schoolId, providerId } = params
  const fields = { ...Object(query), ...Object(body) }
  const answer = await receiveWebhook(app.delivery, { schoolId, providerId, secret, fields })
  // One answer for every wrong caller: it does not say which part was wrong.
  if (answer === 'refused') reply.status(404)
  return json({ receipt: answer })
}
