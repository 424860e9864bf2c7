import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { enqueueDeliveries, findDeliveries, saveProvider } from '../../modules/delivery/index.ts'
import { newId } from '../../platform/ids/index.ts'
import { type TestWeb, testWeb } from '../testing.ts'

describe('DLV-8 receipts of a text gateway', () => {
  let web: TestWeb
  let providerId = ''
  let deliveryId = ''
  const secret = 'a-long-secret-of-the-gateway'

  before(async () => {
    web = await testWeb()
    const { id: schoolId } = web.school
    await web.db.inSchool(schoolId, async (trx) => {
      providerId = await saveProvider(trx, web.app.delivery, {
        schoolId,
        name: 'Gateway',
        priority: 1,
        enabled: true,
        setup: {
          kind: 'http-sms',
          settings: {
            url: 'https://gateway.example/send',
            method: 'POST',
            contentType: 'application/json',
            body: '{"to":"{{to}}","text":"{{text}}"}',
            success: { statuses: [] },
            connections: 1,
            ratePerSecond: null,
            timeoutMs: 1000,
            receipts: {
              referenceField: 'message.ref',
              statusField: 'status',
              states: { DELIVRD: 'delivered', UNDELIV: 'failed permanent', ACCEPTD: 'accepted' },
            },
          },
          secrets: { headers: { authorization: 'Bearer x' }, receiptSecret: secret },
        },
      })
      const row = {
        messageId: newId(),
        recipientId: newId(),
        channel: 'sms' as const,
        lane: 'ordinary' as const,
        toAddress: '+447700900101',
        sender: 'Hill',
        subject: null,
        body: 'Hi',
        parts: 1,
        costPence: 0,
      }
      const [id = ''] = await enqueueDeliveries(trx, { schoolId, rows: [row], clock: web.clock })
      deliveryId = id
    })
  })
  after(() => web.close())

  const post = (url: string, payload: object, headers = {}) =>
    web.server.inject({ method: 'POST', url, payload, headers })
  const at = (path: string) => `/hooks/text-receipts/${web.school.id}/${providerId}${path}`
  const stateOf = async () => {
    const of = { schoolId: web.school.id, ids: [deliveryId] }
    const [delivery] = await web.db.inSchool(web.school.id, (trx) => findDeliveries(trx, of))
    return delivery?.state
  }

  it('are not believed about what was never handed over', async () => {
    const answer = await post(at(`/${secret}`), { message: { ref: deliveryId }, status: 'DELIVRD' })
    assert.equal(answer.statusCode, 200)
    assert.equal(await stateOf(), 'queued')
  })

  it('are taken with the secret in the address or in the header, as JSON', async () => {
    const payload = { message: { ref: newId() }, status: 'DELIVRD' }
    assert.deepEqual((await post(at(`/${secret}`), payload)).json(), { receipt: 'taken' })
    assert.deepEqual((await post(at(''), payload, { 'x-gatehouse-secret': secret })).json(), { receipt: 'taken' })
  })

  it('are ignored when their word is not in the school’s list', async () => {
    const answer = await post(at(`/${secret}`), { message: { ref: deliveryId }, status: 'constructor' })
    assert.deepEqual(answer.json(), { receipt: 'ignored' })
  })

  it('are refused alike for a wrong secret, school or provider', async () => {
    const payload = { message: { ref: deliveryId }, status: 'DELIVRD' }
    const wrong = [
      at('/wrong'),
      at(''),
      `/hooks/text-receipts/${newId()}/${providerId}/${secret}`,
      `/hooks/text-receipts/${web.school.id}/${newId()}/${secret}`,
      `/hooks/text-receipts/x/y/${secret}`,
    ]
    for (const url of wrong) {
      const answer = await post(url, payload)
      assert.deepEqual([answer.statusCode, answer.json()], [404, { receipt: 'refused' }], url)
    }
  })
})
