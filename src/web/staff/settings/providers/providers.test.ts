import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { signedInAs, type TestBrowser, type TestWeb, testWeb } from '../../../testing.ts'

describe('settings of providers', () => {
  let web: TestWeb
  let admin: TestBrowser
  const list = '/schools/hill/settings/providers'
  const mail = {
    kind: 'smtp',
    name: 'Authority relay',
    host: 'smtp.example.org',
    port: '587',
    security: 'starttls',
    user: 'school',
    password: 'hush-hush',
    fromAddress: 'office@hill.example',
    connections: '4',
    priority: '1',
    enabled: 'yes',
  }
  const gateway = {
    kind: 'http-sms',
    name: 'Text gateway',
    url: 'https://gateway.example/send',
    method: 'POST',
    headers: 'Authorization: Bearer very-secret',
    contentType: 'application/json',
    body: '{"to":"{{to}}","text":"{{text}}"}',
    connections: '2',
    priority: '1',
    enabled: 'yes',
  }

  before(async () => {
    web = await testWeb()
    admin = await signedInAs(web, { role: 'administrator' })
  })
  after(() => web.close())

  it('are for administrators only', async () => {
    const office = await signedInAs(web, { role: 'office' })
    assert.equal((await office.get(list)).statusCode, 403)
  })

  it('say what to do when there are none', async () => {
    assert.match((await admin.get(list)).body, /No way to send email yet/)
  })

  it('keep a password and never show it again, in the page or in the journal', async () => {
    const added = await admin.post(`${list}/new`, mail)
    assert.equal(added.statusCode, 303, added.body)
    const page = await admin.get(added.headers.location ?? '')
    assert.match(page.body, /One is held/)
    assert.match((await admin.get(list)).body, /Mail server smtp\.example\.org, port 587/)
    const seen = [page.body, await everythingStored()].join()
    assert.doesNotMatch(seen, /hush-hush/)
  })

  it('SEC-7 do not send a held password to another server', async () => {
    const added = await admin.post(`${list}/new`, mail)
    const moved = await admin.post(added.headers.location ?? '', { ...mail, password: '', host: 'evil.example.org' })
    assert.equal(moved.statusCode, 422)
    assert.match(moved.body, /type the password again/)
    const kept = await admin.post(added.headers.location ?? '', { ...mail, password: '', name: 'Renamed' })
    assert.equal(kept.statusCode, 303)
  })

  it('say what is wrong beside each field, and keep what was typed', async () => {
    const answer = await admin.post(`${list}/new`, { ...mail, port: 'x', fromAddress: 'office' })
    assert.equal(answer.statusCode, 422)
    assert.match(answer.body, /2 things need another look/)
    assert.match(answer.body, /value="Authority relay"/)
  })

  it('refuse a template that the program could not fill', async () => {
    const answer = await admin.post(`${list}/new`, { ...gateway, body: '{"to":"{{pupil}}","text":"{{text}}"}' })
    assert.equal(answer.statusCode, 422)
    assert.match(answer.body, /\{\{pupil\}\} is not something a text has/)
  })

  it('DLV-8 show the address for receipts once, and it works', async () => {
    const added = await admin.post(`${list}/new`, {
      ...gateway,
      takesReceipts: 'yes',
      referenceField: 'ref',
      statusField: 'status',
      states: 'DELIVRD = delivered',
    })
    const [, path = ''] = /(\/hooks\/text-receipts\/[\w/-]+)/.exec(added.body) ?? []
    const receipt = { method: 'POST' as const, url: path, payload: { ref: 'unknown', status: 'DELIVRD' } }
    assert.deepEqual((await web.server.inject(receipt)).json(), { receipt: 'taken' })
    const [, , , , providerId = '', secret = ''] = path.split('/')
    const again = await admin.get(`${list}/${providerId}`)
    assert.equal(again.statusCode, 200)
    assert.ok(!again.body.includes(secret) && !again.body.includes('very-secret'))
    assert.doesNotMatch(await everythingStored(), /very-secret/)
  })

  it('DLV-4 try a provider and say what it answered', async () => {
    const server = createServer((_, response) => response.writeHead(401).end('bad key'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const added = await admin.post(`${list}/new`, { ...gateway, url: `http://127.0.0.1:${port}/send` })
    const tried = await admin.post(`${added.headers.location}/try`, { to: '+447700900123' })
    server.close()
    const said = String([tried.headers['set-cookie']].flat().join())
    const [, flash = ''] = /gatehouse-said=([^;]+)/.exec(said) ?? []
    const { words } = JSON.parse(Buffer.from(flash, 'base64url').toString())
    assert.equal(words, 'Nothing was sent. The text gateway did not accept our sign-in. It said: “401 bad key”.')
  })

  it('can be removed', async () => {
    const added = await admin.post(`${list}/new`, { ...mail, name: 'To be removed' })
    await admin.post(`${added.headers.location}/remove`)
    assert.doesNotMatch(
      (await admin.get(list)).body.replace(/role="status".*?<\/div>/s, ''),
      /href="[^"]+">To be removed/,
    )
  })

  async function everythingStored(): Promise<string> {
    return web.db.asOwner(async (trx) => {
      const journal = await sql`select * from audit_entries`.execute(trx)
      const providers = await sql`select * from delivery_providers`.execute(trx)
      return JSON.stringify([journal.rows, providers.rows])
    })
  }
})
