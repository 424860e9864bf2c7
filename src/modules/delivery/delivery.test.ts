import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { systemClock } from '../../platform/clock/index.ts'
import { type TestDb, testDatabase } from '../../platform/db/testing.ts'
import { newId } from '../../platform/ids/index.ts'
import { countsOfMessages, deliveriesOfMessage, settleUnknown, withdrawDeliveries } from './delivery.ts'
import { failingProviders } from './provider-settings.ts'
import type { Outcome } from './rules/outcome.ts'
import { sendTurn } from './send-turn.ts'
import {
  accepted,
  aProvider,
  aSchool,
  aText,
  fakeProvider,
  partsWith,
  queued,
  refused,
  rowOf,
  statesOf,
} from './testing.ts'
import { beginCalls, claimDue, expireLeases, finishRows } from './worker.store.ts'

let db: TestDb
before(async () => {
  db = await testDatabase()
})
after(() => db.close())

const soon = () => new Date(Date.now() + 60_000)

function claim(schoolId: string, facts: { limit?: number; token?: string; leaseUntil?: Date } = {}) {
  const { limit = 100, token = newId(), leaseUntil = soon() } = facts
  return db.asDeliveryWorker((trx) =>
    claimDue(trx, { schoolId, lane: 'ordinary', now: new Date(), limit, token, leaseUntil, from: null }),
  )
}

describe('DLV-1 one row per message, recipient and channel', () => {
  it('counts and lists them, the text kept once for all who get the same', async () => {
    const schoolId = await aSchool(db)
    const messageId = newId()
    await queued(db, schoolId, [aText({ messageId }), aText({ messageId }), aText({ messageId, body: 'Hello Ann' })])
    await db.inSchool(schoolId, async (trx) => {
      const counts = await countsOfMessages(trx, { schoolId, messageIds: [messageId] })
      assert.deepEqual(
        counts.map(({ state, channel, count }) => [state, channel, count]),
        [['queued', 'sms', 3]],
      )
      const rows = await deliveriesOfMessage(trx, { schoolId, messageId })
      assert.deepEqual(
        rows.map((row) => [row.body, row.costPence]),
        [
          ['School is closed today.', 2.5],
          ['School is closed today.', 2.5],
          ['Hello Ann', 2.5],
        ],
      )
      const texts = await sql`select 1 from delivery_texts where school_id = ${schoolId}`.execute(trx)
      assert.equal(texts.rows.length, 2)
    })
  })

  it('LA-1 are invisible from another school, and the worker sees deliveries and nothing else', async () => {
    const schoolId = await aSchool(db)
    const other = await aSchool(db)
    const [id = ''] = await queued(db, schoolId, [aText()])
    await db.inSchool(other, async (trx) => {
      const { rows } = await sql`select 1 from deliveries where id = ${id}`.execute(trx)
      assert.equal(rows.length, 0)
    })
    await assert.rejects(
      db.asDeliveryWorker((trx) => sql`select 1 from contact_points`.execute(trx)),
      /permission denied/,
    )
  })
})

describe('DLV-3 claims, leases and outcomes', () => {
  it('never gives a row to two workers', async () => {
    const schoolId = await aSchool(db)
    await queued(
      db,
      schoolId,
      Array.from({ length: 300 }, () => aText()),
    )
    const claims = await Promise.all(Array.from({ length: 12 }, () => claim(schoolId, { limit: 30 })))
    const ids = claims.flatMap(({ rows }) => rows.map((row) => row.id))
    assert.equal(new Set(ids).size, ids.length)
    assert.equal((await claim(schoolId, { limit: 300 })).rows.length, 300 - ids.length)
  })

  it('lets a row whose worker vanished before the call wait again', async () => {
    const schoolId = await aSchool(db)
    const [id = ''] = await queued(db, schoolId, [aText()])
    await claim(schoolId, { leaseUntil: new Date(Date.now() - 1) })
    await db.asDeliveryWorker((trx) => expireLeases(trx, { schoolId, now: afterTheLease(), limit: 10 }))
    const row = await rowOf(db, id)
    assert.deepEqual([row.state, row.attempts, row.lease_token], ['queued', 0, null])
  })

  it('calls a row whose worker vanished during the call unknown, and does not send it again', async () => {
    const schoolId = await aSchool(db)
    const [id = ''] = await queued(db, schoolId, [aText()])
    const token = await begunBy(schoolId, id)
    await db.asDeliveryWorker((trx) => expireLeases(trx, { schoolId, now: afterTheLease(), limit: 10 }))
    assert.equal((await rowOf(db, id)).state, 'unknown')
    assert.equal((await claim(schoolId)).rows.length, 0)
    // The worker was merely slow: what it knows still counts.
    assert.equal((await finish(schoolId, id, token)).size, 1)
    assert.equal((await rowOf(db, id)).state, 'accepted')
  })

  it('does not begin a call under a lease that is over', async () => {
    const schoolId = await aSchool(db)
    const [id = ''] = await queued(db, schoolId, [aText()])
    const token = newId()
    await claim(schoolId, { token, leaseUntil: new Date(Date.now() - 1) })
    assert.equal((await begin(schoolId, id, token)).size, 0)
  })

  it('refuses an outcome under a lease that is no longer held', async () => {
    const schoolId = await aSchool(db)
    const [id = ''] = await queued(db, schoolId, [aText()])
    const token = await begunBy(schoolId, id)
    assert.equal((await finish(schoolId, id, newId())).size, 0)
    assert.equal((await rowOf(db, id)).state, 'sending')
    assert.equal((await finish(schoolId, id, token)).size, 1)
    assert.equal((await finish(schoolId, id, token)).size, 0)
  })

  it('does not begin a call for a row that was withdrawn after the claim (MSG-6)', async () => {
    const schoolId = await aSchool(db)
    const messageId = newId()
    const [id = ''] = await queued(db, schoolId, [aText({ messageId })])
    const token = newId()
    await claim(schoolId, { token })
    const gone = await db.inSchool(schoolId, (trx) =>
      withdrawDeliveries(trx, { schoolId, messageId, reason: 'Undone by Ann Lee' }),
    )
    assert.deepEqual(gone, [id])
    const begun = await begin(schoolId, id, token)
    assert.equal(begun.size, 0)
    assert.equal((await rowOf(db, id)).state, 'withdrawn')
  })

  it('is settled by a person, who may send it again knowingly', async () => {
    const schoolId = await aSchool(db)
    const [id = ''] = await queued(db, schoolId, [aText()])
    await begunBy(schoolId, id)
    await db.asDeliveryWorker((trx) => expireLeases(trx, { schoolId, now: afterTheLease(), limit: 10 }))
    const settle = (as: 'send again' | 'it went') =>
      db.inSchool(schoolId, (trx) => settleUnknown(trx, { schoolId, id, as, clock: systemClock }))
    await settle('send again')
    assert.equal((await rowOf(db, id)).state, 'queued')
    await assert.rejects(settle('it went'), /no longer uncertain/)
  })

  const afterTheLease = () => new Date(Date.now() + 120_000)

  async function begunBy(schoolId: string, id: string): Promise<string> {
    const token = newId()
    await claim(schoolId, { token, leaseUntil: new Date(Date.now() + 60_000) })
    assert.equal((await begin(schoolId, id, token)).size, 1)
    return token
  }

  function begin(schoolId: string, id: string, token: string) {
    const call = { schoolId, token, ids: [id], providerId: newId(), now: new Date() }
    return db.asDeliveryWorker((trx) => beginCalls(trx, call))
  }

  function finish(schoolId: string, id: string, token: string) {
    const nothing = { dueAt: null, askAt: null, providerRef: 'r-9', reason: null, answer: 'ok' }
    const rows = [{ id, state: 'accepted' as const, ...nothing }]
    return db.asDeliveryWorker((trx) => finishRows(trx, { schoolId, token, now: new Date(), rows }))
  }
})

const turn = (schoolId: string) => ({ schoolId, lane: 'ordinary' as const, limit: 100, from: null })

describe('DLV-2 checked again just before hand-over', () => {
  it('withholds what may no longer be sent and says why', async () => {
    const schoolId = await aSchool(db)
    await aProvider(db, schoolId)
    const [kept = '', sent = ''] = await queued(db, schoolId, [aText(), aText()])
    const { provider, taken } = fakeProvider(() => accepted)
    const parts = partsWith(db, () => provider)
    const hooks = { ...parts.hooks, mayStillBeSent: async () => new Map([[kept, { reason: 'Opted out' }]]) }
    await sendTurn({ ...parts, hooks }, turn(schoolId))
    const row = await rowOf(db, kept)
    assert.deepEqual([row.state, row.reason], ['blocked', 'Opted out'])
    assert.deepEqual(
      taken.map((request) => request.idempotencyKey),
      [sent],
    )
  })

  it('never sends after the deadline (MSG-6)', async () => {
    const schoolId = await aSchool(db)
    await aProvider(db, schoolId)
    const [id = ''] = await queued(db, schoolId, [aText({ deadlineAt: new Date(Date.now() - 1000) })])
    const { provider, taken } = fakeProvider(() => accepted)
    await sendTurn(
      partsWith(db, () => provider),
      turn(schoolId),
    )
    assert.equal(taken.length, 0)
    assert.deepEqual([(await rowOf(db, id)).state, (await rowOf(db, id)).attempts], ['failed temporary', 0])
  })
})

describe('DLV-4 retries, second provider, alerts', () => {
  it('tries the second provider at once, and alerts once about the first', async () => {
    const schoolId = await aSchool(db)
    const first = await aProvider(db, schoolId, { priority: 1, name: 'First' })
    await aProvider(db, schoolId, { priority: 2, name: 'Second' })
    await queued(db, schoolId, [aText(), aText()])
    const second = fakeProvider(() => accepted)
    const broken = fakeProvider(() => refused('technical'))
    const alerts: string[] = []
    const parts = partsWith(db, (record) => (record.id === first.id ? broken.provider : second.provider))
    const hooks = {
      ...parts.hooks,
      onTechnicalFailure: async (news: { providerName: string }) => {
        alerts.push(news.providerName)
        throw new Error('nobody listens')
      },
    }
    await sendTurn({ ...parts, hooks }, turn(schoolId))
    assert.deepEqual(await statesOf(db, schoolId), { queued: 2 })
    await sendTurn({ ...parts, hooks }, turn(schoolId))
    assert.deepEqual(await statesOf(db, schoolId), { accepted: 2 })
    assert.deepEqual([broken.taken.length, second.taken.length, alerts], [2, 2, ['First']])
  })

  it('shows a provider as failing until it works again, also after a restart', async () => {
    const schoolId = await aSchool(db)
    const { id } = await aProvider(db, schoolId, { name: 'Relay' })
    const shown = () => db.inSchool(schoolId, (trx) => failingProviders(trx, schoolId))
    const attempt = async (outcome: Outcome) => {
      await queued(db, schoolId, [aText()])
      await sendTurn(
        partsWith(db, () => fakeProvider(() => outcome).provider),
        turn(schoolId),
      )
    }
    await attempt(refused('technical'))
    await attempt(refused('technical'))
    assert.deepEqual(
      (await shown()).map((one) => [one.id, one.name, one.reason]),
      [[id, 'Relay', 'It failed: technical']],
    )
    await attempt(accepted)
    assert.deepEqual(await shown(), [])
  })

  it('waits longer after a temporary failure and gives nothing up before the deadline', async () => {
    const schoolId = await aSchool(db)
    await aProvider(db, schoolId)
    const [id = ''] = await queued(db, schoolId, [aText()])
    const { provider } = fakeProvider(() => refused('temporary'))
    const before = Date.now()
    await sendTurn(
      partsWith(db, () => provider),
      turn(schoolId),
    )
    const row = await rowOf(db, id)
    assert.deepEqual([row.state, row.attempts, row.reason], ['queued', 1, 'It failed: temporary'])
    assert.ok(row.due_at.getTime() - before >= 15_000)
  })

  it('keeps rows waiting, uncounted, while the only provider rests', async () => {
    const schoolId = await aSchool(db)
    await aProvider(db, schoolId)
    const { provider, taken } = fakeProvider(() => refused('technical'))
    const parts = partsWith(db, () => provider)
    await queued(db, schoolId, [aText()])
    await sendTurn(parts, turn(schoolId))
    const [id = ''] = await queued(db, schoolId, [aText()])
    await sendTurn(parts, turn(schoolId))
    assert.equal(taken.length, 1)
    assert.deepEqual([(await rowOf(db, id)).state, (await rowOf(db, id)).attempts], ['queued', 0])
  })

  it('says so when no provider is set up, and keeps the row', async () => {
    const schoolId = await aSchool(db)
    const [id = ''] = await queued(db, schoolId, [aText()])
    await sendTurn(
      partsWith(db, () => fakeProvider(() => accepted).provider),
      turn(schoolId),
    )
    const row = await rowOf(db, id)
    assert.deepEqual([row.state, row.reason], ['queued', 'No way to send texts is set up'])
  })
})
