import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { report } from '../../modules/importing/testing.ts'
import { createSchool } from '../../modules/schools/index.ts'
import { endCredential, findRun, makeCredential, workAtDeskOf } from '../../modules/syncing/index.ts'
import { newId } from '../../platform/ids/index.ts'
import { type TestWeb, testWeb } from '../testing.ts'

const actor = { kind: 'staff' as const, accountId: null, name: 'Ruth Adeyemi' }
const content = report([{ name: 'Ann Hassan', mobile: '07700 900001' }])

describe('IMP-23 reports pushed over HTTPS', () => {
  let web: TestWeb
  let token = ''

  before(async () => {
    web = await testWeb()
    const made = await makeCredential(web.db, { school: web.school, name: 'SIMS server', actor, clock: web.clock })
    token = made.token
  })
  after(() => web.close())

  const push = async (files: { name: string; content: string }[], as = token, url = '/hooks/imports/hill') => {
    const form = new FormData()
    for (const file of files) form.append('files', new Blob([file.content]), file.name)
    const asked = new Request('http://localhost/', { method: 'POST', body: form })
    const headers = { authorization: `Bearer ${as}`, 'content-type': asked.headers.get('content-type') ?? '' }
    return web.server.inject({ method: 'POST', url, headers, payload: Buffer.from(await asked.arrayBuffer()) })
  }
  const look = (url: string, as = token) =>
    web.server.inject({ method: 'GET', url, headers: { authorization: `Bearer ${as}` } })
  const work = () => {
    const { db, clock, app } = web
    const { dataFolder, inboxFolder, publicUrl } = app.config
    const parts = {
      db,
      clock,
      log: app.log,
      dataFolder,
      inboxFolder,
      publicUrl,
      secretBox: app.secretBox,
      privateTargets: [],
    }
    return workAtDeskOf(parts, web.school.id)
  }

  it('are taken at once, with the run and where to ask about it', async () => {
    const answer = await push([{ name: 'C:\\Reports\\contacts.csv', content }])
    assert.equal(answer.statusCode, 202)
    const said = answer.json()
    assert.deepEqual([said.state, said.finished, said.files[0].name], ['queued', false, 'contacts.csv'])
    await work()
    const later = (await look(new URL(said.status).pathname)).json()
    assert.deepEqual([later.run, later.state, later.finished], [said.run, 'waits', true])
    assert.match(later.words, /looks at every plan/)
    assert.match(later.plan, /\/schools\/hill\/imports\/[\w-]+$/)
    assert.equal((await push([{ name: 'again.csv', content }])).json().run, said.run, 'the same bytes are the same run')
  })

  it('need the credential of this very school, and every wrong caller hears the same', async () => {
    const moor = await createSchool(web.db, { name: 'Moor High', slug: 'moor', actor, clock: web.clock })
    const other = await makeCredential(web.db, { school: moor, name: 'SIMS server', actor, clock: web.clock })
    const ended = await makeCredential(web.db, { school: web.school, name: 'Old', actor, clock: web.clock })
    await endCredential(web.db, { school: web.school, credentialId: ended.credential.id, actor, clock: web.clock })
    const file = { name: 'contacts.csv', content }
    const wrong = [
      await push([file], 'gatehouse_wrong'),
      await push([file], other.token),
      await push([file], ended.token),
      await push([file], token, '/hooks/imports/nowhere'),
      await look(`/hooks/imports/hill/${newId()}`, other.token),
      await web.server.inject({ method: 'POST', url: '/hooks/imports/hill' }),
    ]
    assert.deepEqual(new Set(wrong.map(({ statusCode }) => statusCode)), new Set([401]))
    assert.equal(new Set(wrong.map(({ body }) => body)).size, 1)
  })

  it('are all that a credential may ask about: nothing of what came by another way', async () => {
    const { run } = (await push([{ name: 'contacts.csv', content: `${content}\n` }])).json()
    const at = `/hooks/imports/hill/${run}`
    assert.equal((await look(at)).statusCode, 200)
    await web.db.inSchool(web.school.id, (trx) =>
      trx.updateTable('sync_runs').set({ source: 'folder' }).where('id', '=', run).execute(),
    )
    assert.deepEqual([(await look(at)).statusCode, (await look(at)).json().error], [404, 'sync.no-such-run'])
  })

  it('are refused in words that say what to do', async () => {
    const headers = { authorization: `Bearer ${token}` }
    const noForm = await web.server.inject({ method: 'POST', url: '/hooks/imports/hill', headers, payload: { a: 1 } })
    assert.deepEqual([noForm.statusCode, noForm.json().error], [415, 'push.not-a-form'])
    const empty = await push([{ name: 'contacts.csv', content: '' }])
    assert.deepEqual([empty.statusCode, empty.json().error], [400, 'push.none'])
    const half = await push([
      { name: 'pupils.csv', content },
      { name: 'contacts.csv', content: '' },
    ])
    assert.deepEqual([half.statusCode, half.json().error], [400, 'push.empty'])
    assert.match(half.json().words, /contacts\.csv came empty/)
    const many = await push(Array.from({ length: 11 }, (_, n) => ({ name: `${n}.csv`, content: String(n) })))
    assert.deepEqual([many.statusCode, many.json().error], [400, 'upload.too-many'])
    const unknown = await look(`/hooks/imports/hill/${newId()}`)
    assert.deepEqual([unknown.statusCode, unknown.json().error], [404, 'sync.no-such-run'])
    const uploads = `${web.app.config.dataFolder}/uploads`
    assert.deepEqual(readdirSync(uploads), [], 'nothing is left behind')
  })

  it('may come as .NET writes forms: names without quotation marks, and twice', async () => {
    const boundary = 'c5e4a8d0-3c5f-4f0e-9f43-0123456789ab'
    const payload = [
      `--${boundary}`,
      'Content-Disposition: form-data; name=files; filename="Gatehouse contacts.xml"; filename*=utf-8\'\'Gatehouse%20contacts.xml',
      '',
      report(['Amira Hassan', 'Sami Hassan']),
      `--${boundary}--`,
      '',
    ].join('\r\n')
    const headers = { authorization: `Bearer ${token}`, 'content-type': `multipart/form-data; boundary="${boundary}"` }
    const answer = await web.server.inject({ method: 'POST', url: '/hooks/imports/hill', headers, payload })
    assert.equal(answer.statusCode, 202, answer.body)
    assert.equal(answer.json().files[0].name, 'Gatehouse contacts.xml')
  })

  it('stream to the disk: a large file needs no memory of its size', async () => {
    await web.server.listen({ host: '127.0.0.1', port: 0 })
    const { port } = web.server.server.address() as AddressInfo
    const line = Buffer.from(`${'x'.repeat(1023)}\n`)
    const chunk = Buffer.concat(Array.from({ length: 1024 }, () => line))
    globalThis.gc?.()
    const before = process.memoryUsage().rss
    let most = 0
    const megabytes = 120
    const answer = await new Promise<string>((resolve, reject) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'multipart/form-data; boundary=cut' }
      const sending = request(
        { port, host: '127.0.0.1', path: '/hooks/imports/hill', method: 'POST', headers },
        (got) => {
          let body = ''
          got.setEncoding('utf8')
          got.on('data', (piece: string) => {
            body += piece
          })
          got.on('end', () => resolve(body))
        },
      )
      sending.on('error', reject)
      sending.write('--cut\r\ncontent-disposition: form-data; name="files"; filename="big.csv"\r\n\r\n')
      let left = megabytes
      const more = () => {
        while (left > 0) {
          left -= 1
          most = Math.max(most, process.memoryUsage().rss)
          if (!sending.write(chunk)) return void sending.once('drain', more)
        }
        sending.end('\r\n--cut--\r\n')
      }
      more()
    })
    const { run, files } = JSON.parse(answer)
    assert.equal(files[0].bytes, megabytes * 1024 * 1024)
    assert.ok(most - before < 80_000_000, `${Math.round((most - before) / 1e6)} MB more while ${megabytes} MB came`)
    assert.equal((await findRun(web.db, web.school, run)).state, 'queued')
  })
})
