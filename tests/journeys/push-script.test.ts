import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { report } from '../../src/modules/importing/testing.ts'
import { makeCredential, readPushScript, type SyncWorker, startSyncWorker } from '../../src/modules/syncing/index.ts'
import { systemClock } from '../../src/platform/clock/index.ts'
import { type TestWeb, testWeb } from '../../src/web/testing.ts'

const skip = existsSync('/bin/sh') && existsSync('/usr/bin/curl') ? false : 'there is no sh or no curl on this machine'
const actor = { kind: 'staff' as const, accountId: null, name: 'Ruth Adeyemi' }

describe('IMP-23 the script for cron, run against a server', { skip }, () => {
  let web: TestWeb
  let worker: SyncWorker
  let script = ''
  let port = 0
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-script-'))
  const file = (name: string, content: string) => {
    const path = join(folder, name)
    writeFileSync(path, content)
    return path
  }

  before(async () => {
    web = await testWeb({ clock: systemClock })
    await web.server.listen({ host: '127.0.0.1', port: 0 })
    port = (web.server.server.address() as AddressInfo).port
    const { db, clock, app, school } = web
    const { dataFolder, inboxFolder } = app.config
    const publicUrl = `http://127.0.0.1:${port}`
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
    worker = startSyncWorker(parts, { pollMs: 20 })
    const { token } = await makeCredential(db, { school, name: 'SIMS server', actor, clock })
    file('gatehouse-token.txt', `${token}\n`)
    script = file('send-to-gatehouse.sh', (await readPushScript('cron', { publicUrl, school })).content)
    chmodSync(script, 0o700)
  })
  after(async () => {
    await worker.stop()
    await web.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const run = (args: string[], env: Record<string, string> = {}) =>
    new Promise<{ code: number; said: string }>((resolve) => {
      const options = { env: { PATH: process.env.PATH, GATEHOUSE_POLL: '1', ...env }, timeout: 60_000 }
      execFile('/bin/sh', [script, ...args], options, (error, out, err) => {
        resolve({ code: error ? Number(error.code) : 0, said: out + err })
      })
    })

  it('sends the reports, waits until they are read, and says what became of them', async () => {
    const odd = file('con "tacts", \\1; new.csv', report([{ name: 'Ann Hassan', mobile: '07700 900001' }]))
    const { code, said } = await run([odd])
    assert.equal(code, 0, said)
    assert.match(said, /Sent\. Run [\w-]{36}\./)
    assert.match(said, /waits: This school looks at every plan/)
  })

  it('ends with 1 and the words of Gatehouse when the reports cannot be read', async () => {
    const wrong = file('wrong.xml', '<CommandReporterError>The “report” could not be found</CommandReporterError>')
    const { code, said } = await run([wrong])
    assert.equal(code, 1, said)
    assert.match(said, /refused: .*The “report” could not be found/)
  })

  it('ends with 1 for a token that is not right, a file that is not there, and an empty one', async () => {
    const good = file('good.csv', report(['Amira Hassan']))
    const token = file('other-token.txt', 'gatehouse_wrong')
    const wrong = await run([good], { GATEHOUSE_TOKEN_FILE: token })
    assert.deepEqual([wrong.code, /does not open this address/.test(wrong.said)], [1, true], wrong.said)
    assert.equal((await run([join(folder, 'nowhere.csv')])).code, 1)
    assert.equal((await run([file('empty.csv', '')])).code, 1)
  })

  it('ends with 2 when nothing answers', async () => {
    const good = file('good.csv', report(['Amira Hassan']))
    const closed = { GATEHOUSE_ADDRESS: 'http://127.0.0.1:9/hooks/imports/hill', GATEHOUSE_RETRIES: '0' }
    const { code, said } = await run([good], closed)
    assert.deepEqual([code, /could not be reached/.test(said)], [2, true], said)
  })

  it('ends with 1 when the address leads elsewhere', async () => {
    const good = file('good.csv', report(['Amira Hassan']))
    const elsewhere = { GATEHOUSE_ADDRESS: `http://127.0.0.1:${port}/nowhere` }
    assert.equal((await run([good], elsewhere)).code, 1)
  })
})
