import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { fixedClock } from '../../platform/clock/index.ts'
import { type TestDb, testDatabase } from '../../platform/db/testing.ts'
import { newId } from '../../platform/ids/index.ts'
import { enqueueDeliveries, findDeliveries, settleUnknown, withdrawDeliveries } from './delivery.ts'
import { noHooks } from './hooks.ts'
import type { SendRequest } from './providers/provider.ts'
import { applyReceipt } from './receipts.ts'
import type { Outcome } from './rules/outcome.ts'
import { sendTurn } from './send-turn.ts'
import { accepted, aProvider, aSchool, aText, fakeProvider, partsWith, refused, statesOf } from './testing.ts'

let db: TestDb
before(async () => {
  db = await testDatabase()
})
after(async () => db.close())

const morning = fixedClock('2026-11-21T09:00:00Z')
const evening = fixedClock('2026-11-21T18:00:00Z')
const recipientId = newId()

/** A school with an email provider that answers as told, and rows for one person's email of the day. */
async function scene(answer: (request: SendRequest) => Outcome | Promise<Outcome> = () => accepted) {
  const schoolId = await aSchool(db)
  const provider = await aProvider(db, schoolId, { channel: 'email' })
  const { provider: fake, taken } = fakeProvider(answer)
  const email = (facts = {}) =>
    aText({
      recipientId,
      channel: 'email',
      toAddress: 'noor@example.org',
      subject: 'News',
      body: 'Some news.',
      dueAt: evening.now(),
      carrierKey: 'noor today',
      ...facts,
    })
  const queue = (...rows: ReturnType<typeof email>[]) =>
    db.inSchool(schoolId, (trx) => enqueueDeliveries(trx, { schoolId, rows, clock: morning }))
  const send = (clock = evening, hooks = {}) =>
    sendTurn(
      partsWith(db, () => fake, { clock, hooks: { ...noHooks, ...hooks } }),
      {
        schoolId,
        lane: 'ordinary',
        limit: 20,
        from: null,
      },
    )
  const rowsOf = async (ids: string[]) => {
    const found = await db.inSchool(schoolId, (trx) => findDeliveries(trx, { schoolId, ids }))
    return ids.map((id) => found.find((row) => row.id === id))
  }
  const statesNow = async (ids: string[]) => (await rowsOf(ids)).map((row) => row?.state)
  return { schoolId, provider, taken, email, queue, send, rowsOf, statesNow }
}

describe('OPT-7 several messages in one email, the email of the day', () => {
  it('waits, goes once with all of them, and each tells what became of it (DLV-1)', async () => {
    const { taken, email, queue, send, statesNow } = await scene()
    const ids = [...(await queue(email({ body: 'One.' }))), ...(await queue(email({ body: 'Two.' })))]
    assert.equal((await send(morning)).claimed, 0)
    assert.deepEqual(await statesNow(ids), ['queued', 'queued'])
    await send()
    assert.deepEqual(
      taken.map(({ to, body }) => [to, body]),
      [['noor@example.org', 'One.\n\nTwo.']],
    )
    assert.deepEqual(await statesNow(ids), ['accepted', 'accepted'])
    assert.equal((await send()).claimed, 0)
  })

  it('is one for each person and time', async () => {
    const { taken, email, queue, send } = await scene()
    await queue(email(), email({ carrierKey: 'ewa today', toAddress: 'ewa@example.org' }), email({ body: 'More.' }))
    await send()
    assert.deepEqual(taken.map(({ to }) => to).sort(), ['ewa@example.org', 'noor@example.org'])
  })

  it('looks at each message again by itself (DLV-2), and leaves out what may not go or is too late', async () => {
    const { taken, email, queue, send, statesNow } = await scene()
    const late = email({ body: 'Late.', deadlineAt: new Date('2026-11-21T17:00:00Z') })
    const ids = await queue(email({ body: 'One.' }), email({ body: 'Two.' }), late)
    await send(evening, { mayStillBeSent: async () => new Map([[ids[0], { reason: 'the link has ended since' }]]) })
    assert.deepEqual(
      taken.map(({ body }) => body),
      ['Two.'],
    )
    assert.deepEqual(await statesNow(ids), ['blocked', 'accepted', 'failed temporary'])
  })

  it('does not go at all when nothing is left (MSG-6)', async () => {
    const { schoolId, taken, email, queue, send, statesNow } = await scene()
    const messageId = newId()
    const ids = await queue(email({ messageId }))
    const stopped = await db.inSchool(schoolId, (trx) =>
      withdrawDeliveries(trx, { schoolId, messageId, reason: 'stopped by Sam Okafor' }),
    )
    assert.deepEqual(stopped, ids)
    await send()
    assert.deepEqual([taken.length, await statesNow(ids)], [0, ['withdrawn']])
  })

  it('says of each message that it failed when the email fails, and tries all of them again when it may (DLV-4)', async () => {
    let outcome = refused('temporary')
    const { schoolId, taken, email, queue, send, rowsOf } = await scene(() => outcome)
    const messageId = newId()
    const ids = await queue(email({ messageId }), email({ body: 'More.' }))
    await send()
    assert.deepEqual(
      (await rowsOf(ids)).map((row) => [row?.state, row?.attempts]),
      [
        ['queued', 1],
        ['queued', 1],
      ],
    )
    outcome = refused('permanent')
    await send(fixedClock('2026-11-21T19:00:00Z'))
    assert.equal(taken.length, 2)
    assert.deepEqual(
      (await rowsOf(ids)).map((row) => [row?.state, row?.reason]),
      [
        ['failed permanent', 'It failed: permanent'],
        ['failed permanent', 'It failed: permanent'],
      ],
    )
    const late = await db.inSchool(schoolId, (trx) => withdrawDeliveries(trx, { schoolId, messageId, reason: 'stop' }))
    assert.deepEqual(late, [])
  })

  it('takes back none while it is being handed over', async () => {
    const messageId = newId()
    let stopped: string[] = ['not asked']
    const { schoolId, email, queue, send, statesNow } = await scene(async () => {
      stopped = await db.inSchool(schoolId, (trx) => withdrawDeliveries(trx, { schoolId, messageId, reason: 'stop' }))
      return accepted
    })
    const ids = await queue(email({ messageId }))
    await send()
    assert.deepEqual([stopped, await statesNow(ids)], [[], ['accepted']])
  })

  it('is unknown as one, and is settled as one by a receipt (DLV-8) or a person (DLV-3)', async () => {
    const { schoolId, provider, taken, email, queue, send, statesNow } = await scene(() => {
      return { kind: 'uncertain', reason: 'no answer', answer: '' }
    })
    const ids = await queue(email(), email({ body: 'More.' }))
    await send()
    assert.deepEqual(await statesNow(ids), ['unknown', 'unknown'])
    const settle = { schoolId, id: ids[1] ?? '', as: 'it went' as const, clock: evening }
    await db.inSchool(schoolId, (trx) => settleUnknown(trx, settle))
    assert.deepEqual(await statesNow(ids), ['accepted', 'accepted'])
    const reference = taken[0]?.idempotencyKey ?? ''
    const receipt = { schoolId, providerId: provider.id, reference, state: 'delivered' as const, reason: null }
    await db.inSchool(schoolId, (trx) => applyReceipt(trx, { ...receipt, at: evening.now() }, evening))
    assert.deepEqual(await statesNow(ids), ['delivered', 'delivered'])
  })

  it('goes by itself when its email has just gone: nothing is lost', async () => {
    const { schoolId, taken, email, queue, send, statesNow } = await scene()
    await queue(email({ body: 'One.' }))
    await send()
    const ids = await queue(email({ body: 'Two.' }))
    await send()
    assert.deepEqual(
      taken.map(({ body }) => body),
      ['One.', 'Two.'],
    )
    assert.deepEqual(await statesNow(ids), ['accepted'])
    assert.deepEqual(await statesOf(db, schoolId), { accepted: 2, queued: 1 })
  })

  it('is tried again when it could not be put together', async () => {
    const { taken, email, queue, send, statesNow } = await scene()
    const ids = await queue(email(), email())
    const combine = async () => {
      throw new Error('no words')
    }
    await send(evening, { combine })
    assert.deepEqual([taken.length, await statesNow(ids)], [0, ['queued', 'queued']])
    await send(fixedClock('2026-11-21T19:00:00Z'))
    assert.deepEqual(await statesNow(ids), ['accepted', 'accepted'])
  })
})

describe('SEC-2 a reader’s own link in an email', () => {
  it('is filled in for each copy as it goes, and is of no other reader', async () => {
    const { taken, email, queue, send } = await scene()
    const own = { body: 'News.\n\n{{own.link}}', carrierKey: undefined, dueAt: morning.now() }
    await queue(email(own), email({ ...own, recipientId: newId(), toAddress: 'ewa@example.org' }))
    await send(evening, { ownLinkOf: (of: { recipientId: string }) => `https://gate.example/my/${of.recipientId}` })
    assert.equal(taken[0]?.body, `News.\n\nhttps://gate.example/my/${recipientId}`)
    assert.notEqual(taken[0]?.body, taken[1]?.body)
    assert.equal(taken[0]?.textKey, taken[1]?.textKey)
    assert.equal(taken[0]?.shared?.body, 'News.\n\n{{own.link}}')
  })
})
