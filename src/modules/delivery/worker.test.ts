import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, describe, it } from 'node:test'
import { sql } from 'kysely'
import { type Clock, systemClock } from '../../platform/clock/index.ts'
import { openSecretBox } from '../../platform/crypto/index.ts'
import { type TestDb, testDatabase } from '../../platform/db/testing.ts'
import { silentLog } from '../../platform/log/index.ts'
import { openDelivery } from './open-delivery.ts'
import { saveProvider } from './provider-settings.ts'
import { laneQueue } from './providers/lane-queue.ts'
import {
  accepted,
  aProvider,
  aSchool,
  aText,
  fakeProvider,
  partsWith,
  queued,
  rowOf,
  statesOf,
  until,
} from './testing.ts'
import { startDeliveryWorker } from './worker.ts'

let db: TestDb
const folder = mkdtempSync(join(tmpdir(), 'gatehouse-worker-'))
before(async () => {
  db = await testDatabase()
})
after(async () => {
  await db.close()
  rmSync(folder, { recursive: true })
})

// A worker works for every school, so each test starts with nothing in the queue.
beforeEach(() => db.asOwner((trx) => sql`truncate deliveries`.execute(trx)))

const many = (count: number, facts = {}) => Array.from({ length: count }, () => aText(facts))

/** Takes eight at a time, ten milliseconds each. */
function slowProvider() {
  const queue = laneQueue(8)
  return fakeProvider(({ lane }) =>
    queue.run(lane, async () => {
      await new Promise((resolve) => setTimeout(resolve, 10))
      return accepted
    }),
  )
}

describe('DLV-7 an emergency never waits behind bulk', () => {
  it('goes first, within a moment, while hundreds wait', async () => {
    const schoolId = await aSchool(db)
    await aProvider(db, schoolId)
    await queued(db, schoolId, many(400))
    const { provider, taken } = slowProvider()
    const worker = startDeliveryWorker(partsWith(db, () => provider))
    await until(() => taken.length > 20)
    const startedAt = Date.now()
    const [id = ''] = await queued(db, schoolId, [aText({ lane: 'emergency' })])
    worker.nudge()
    await until(() => taken.some((request) => request.idempotencyKey === id))
    const waitedMs = Date.now() - startedAt
    const { accepted: ordinaryDone = 0 } = await statesOf(db, schoolId)
    await worker.stop()
    assert.ok(waitedMs < 1000, `${waitedMs} ms`)
    assert.ok(ordinaryDone < 400, 'the bulk was still going')
  })
})

describe('D6 schools take turns', () => {
  it('a small school does not wait for a large one to end', async () => {
    const large = await aSchool(db)
    const small = await aSchool(db)
    for (const schoolId of [large, small]) await aProvider(db, schoolId)
    await queued(db, large, many(600))
    const { provider, taken } = slowProvider()
    const worker = startDeliveryWorker(partsWith(db, () => provider))
    await until(() => taken.length > 30)
    await queued(db, small, many(5))
    worker.nudge()
    await until(async () => (await statesOf(db, small)).accepted === 5)
    const before = (await statesOf(db, large)).queued ?? 0
    await worker.stop()
    assert.ok(before > 0, 'the large school was still waiting')
  })
})

describe('DLV-3 a worker that stops', () => {
  it('in good order leaves nothing claimed', async () => {
    const schoolId = await aSchool(db)
    await aProvider(db, schoolId)
    await queued(db, schoolId, many(300))
    const { provider, taken } = slowProvider()
    const worker = startDeliveryWorker(partsWith(db, () => provider))
    await until(() => taken.length > 20)
    await worker.stop()
    const states = await statesOf(db, schoolId)
    assert.equal(states.sending, undefined)
    assert.equal((states.accepted ?? 0) + (states.queued ?? 0), 300)
    assert.equal(states.accepted, taken.length)
  })

  it('asks the provider about what was unknown, and sends only what it never got', async () => {
    const schoolId = await aSchool(db)
    await aProvider(db, schoolId)
    const [known = '', lost = ''] = await queued(db, schoolId, many(2))
    let tries = 0
    const { provider, taken } = fakeProvider(
      (request) => {
        tries += 1
        return tries > 2 && request.idempotencyKey === lost
          ? accepted
          : { kind: 'uncertain', reason: 'lost', answer: '' }
      },
      { ask: async ({ idempotencyKey }) => (idempotencyKey === known ? accepted : 'nothing known') },
    )
    const sent = (id: string) => taken.filter((request) => request.idempotencyKey === id).length
    const worker = startDeliveryWorker(partsWith(db, () => provider, { clock: fastClock() }))
    await until(
      async () => (await rowOf(db, known)).state === 'accepted' && (await rowOf(db, lost)).state === 'accepted',
    )
    await worker.stop()
    assert.deepEqual([sent(known), sent(lost)], [1, 2])
  })

  /** A minute a second, so that waiting for leases and questions takes no time. */
  function fastClock(): Clock {
    const start = Date.now()
    return { ...systemClock, now: () => new Date(start + (Date.now() - start) * 60) }
  }
})

describe('DLV-3 kill -9 in the middle of sending', () => {
  it('loses nothing, repeats nothing, and shows what nobody knows', async () => {
    const total = 400
    const gateway = await countingGateway()
    const schoolId = await aSchool(db)
    await saveGateway(schoolId, gateway.port)
    const ids = await queued(db, schoolId, many(total))
    for (const share of [0.2, 0.4, 0.6]) {
      const child = workerProcess()
      await until(() => gateway.count() > total * share)
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
    await finishOfTheRest(schoolId)
    gateway.close()

    const states = await statesOf(db, schoolId)
    assert.equal((states.accepted ?? 0) + (states.unknown ?? 0), total, JSON.stringify(states))
    for (const id of ids) {
      const { state } = await rowOf(db, id)
      const times = gateway.timesOf(id)
      assert.ok(times <= 1, `${id} went ${times} times`)
      assert.ok(state === 'unknown' || times === 1, `${id} is ${state} and went ${times} times`)
    }
    // Each kill leaves at most what was being handed over at that moment.
    assert.ok((states.unknown ?? 0) > 0, 'the kills came in the middle of calls')
    assert.ok((states.unknown ?? 0) < total / 2, `${states.unknown} unknown`)
  })

  async function saveGateway(schoolId: string, port: number): Promise<void> {
    const parts = { secretBox: openSecretBox(folder), clock: systemClock }
    const settings = {
      url: `http://127.0.0.1:${port}/`,
      method: 'POST' as const,
      contentType: 'application/json' as const,
      body: '{"ref":"{{reference}}","to":"{{to}}","text":"{{text}}"}',
      success: { statuses: [200] },
      connections: 4,
      ratePerSecond: null,
      timeoutMs: 5000,
      receipts: null,
    }
    const setup = { kind: 'http-sms' as const, settings, secrets: { headers: {}, receiptSecret: '' } }
    await db.inSchool(schoolId, (trx) =>
      saveProvider(trx, parts, { schoolId, name: 'Gateway', priority: 1, enabled: true, setup }),
    )
  }

  /** Another worker, after every lease of the killed ones is over. */
  async function finishOfTheRest(schoolId: string): Promise<void> {
    const later: Clock = { ...systemClock, now: () => new Date(Date.now() + 10 * 60_000) }
    const parts = { db, clock: later, log: silentLog, dataFolder: folder, privateTargets: ['127.0.0.1'] }
    const worker = openDelivery(parts).startWorker()
    await until(async () => {
      const { queued: waiting = 0, sending = 0 } = await statesOf(db, schoolId)
      return waiting + sending === 0
    }, 30_000)
    await worker.stop()
  }

  /** A process of its own that sends until it is killed. */
  function workerProcess(): ChildProcess {
    const { host, database } = db.pool.options
    const urlFor = (user: string) =>
      process.env.DATABASE_URL
        ? Object.assign(new URL(process.env.DATABASE_URL), { pathname: `/${database}` }).href
        : `postgresql://${user}@/${database}?host=${encodeURIComponent(host ?? '')}&port=${db.pool.options.port ?? 5432}`
    const program = `
      import { openDatabase } from '${new URL('../../platform/db/index.js', import.meta.url)}'
      import { silentLog } from '${new URL('../../platform/log/index.js', import.meta.url)}'
      import { systemClock } from '${new URL('../../platform/clock/index.js', import.meta.url)}'
      import { openDelivery } from '${new URL('./index.js', import.meta.url)}'
      const where = { dataFolder: '', databaseUrl: process.env.RUNTIME, databaseOwnerUrl: process.env.OWNER }
      const db = await openDatabase(where, silentLog)
      const dataFolder = ${JSON.stringify(folder)}
      openDelivery({ db, clock: systemClock, log: silentLog, dataFolder, privateTargets: ['127.0.0.1'] }).startWorker()
    `
    const env = { ...process.env, RUNTIME: urlFor('gatehouse_runtime'), OWNER: urlFor('postgres') }
    return spawn(process.execPath, ['--input-type=module', '-e', program], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
  }
})

/** A gateway that takes its time and counts how often it got each reference. */
async function countingGateway() {
  const counts = new Map<string, number>()
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const { ref } = JSON.parse(body)
    counts.set(ref, (counts.get(ref) ?? 0) + 1)
    setTimeout(() => response.end('ok'), 15)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    count: () => counts.size,
    timesOf: (id: string) => counts.get(id) ?? 0,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
