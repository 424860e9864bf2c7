import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { enqueueDeliveries, saveProvider } from '../../../modules/delivery/index.ts'
import { systemClock } from '../../../platform/clock/index.ts'
import { newId } from '../../../platform/ids/index.ts'
import { signedInAs, type TestBrowser, type TestWeb, testWeb } from '../../testing.ts'

describe('the simulated phones', () => {
  let web: TestWeb
  let office: TestBrowser
  const page = '/schools/hill/simulated-phones'

  before(async () => {
    web = await testWeb({ clock: systemClock })
    office = await signedInAs(web, { role: 'office' })
    await simulated('sms')
    await simulated('email')
  })
  after(() => web.close())

  it('say what to do when nothing was sent', async () => {
    assert.match((await office.get(page)).body, /No text has been sent yet/)
  })

  it('show a text as the family sees it, and let one press deliver, and reply', async () => {
    await sendFrom('sms', '+447700900101', 'Your child needs wellies. Bring & <b>wear</b>')
    const before = (await office.get(page)).body
    assert.match(before, /wellies\. Bring &amp; &lt;b>wear|wellies\. Bring &amp; &lt;b&gt;wear/)
    const id = /simulated-phones\/([0-9a-f-]{36})\/press/.exec(before)?.[1] ?? ''
    const pressed = await office.post(`${page}/${id}/press`, { as: 'delivered' })
    assert.equal(pressed.statusCode, 303)
    assert.match((await office.get(page)).body, /Delivered/)
    await office.post(`${page}/${id}/reply`, { reply: 'Will do' })
    assert.match((await office.get(`${page}?address=%2B447700900101`)).body, /Will do/)
    assert.match((await office.get(`${page}?address=07700+900+101`)).body, /Will do/)
    assert.match((await office.get(`${page}?address=07700+900102`)).body, /No text went to 07700 900102/)
  })

  it('show emails as cards', async () => {
    await sendFrom('email', 'ann@example.org', 'Dear Ann,\n\nschool is closed.')
    const { body } = await office.get(`${page}?show=mailboxes`)
    assert.match(body, /Closed today/)
    assert.match(body, /ann@example\.org/)
  })

  it('refuse an empty reply in words', async () => {
    const { body } = await office.get(page)
    const id = /simulated-phones\/([0-9a-f-]{36})\/reply/.exec(body)?.[1] ?? ''
    const answer = await office.post(`${page}/${id}/reply`, { reply: ' ' })
    assert.equal(answer.statusCode, 303)
  })

  function simulated(channel: 'sms' | 'email') {
    const provider = { name: 'Simulated', priority: 1, enabled: true, schoolId: web.school.id }
    const setup = { kind: 'simulated' as const, settings: { channel }, secrets: {} }
    return web.db.inSchool(web.school.id, (trx) => saveProvider(trx, web.app.delivery, { ...provider, setup }))
  }

  async function sendFrom(channel: 'sms' | 'email', toAddress: string, body: string): Promise<void> {
    const { id: schoolId } = web.school
    const row = {
      messageId: newId(),
      recipientId: newId(),
      channel,
      lane: 'ordinary' as const,
      toAddress,
      sender: 'Hill Primary',
      subject: channel === 'email' ? 'Closed today' : null,
      body,
      parts: 1,
      costPence: 0,
    }
    await web.db.inSchool(schoolId, (trx) => enqueueDeliveries(trx, { schoolId, rows: [row], clock: systemClock }))
    const worker = web.app.delivery.startWorker()
    const tab = channel === 'sms' ? 'phones' : 'mailboxes'
    for (let i = 0; i < 100; i += 1) {
      if ((await office.get(`${page}?show=${tab}`)).body.includes(toAddress)) break
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    await worker.stop()
  }
})
