import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { systemClock } from '../../platform/clock/index.ts'
import { type TestDb, testDatabase } from '../../platform/db/testing.ts'
import { newId } from '../../platform/ids/index.ts'
import { applyReceipt, receiveReply } from './receipts.ts'
import type { ReceiptState } from './rules/state.ts'
import { sendTurn } from './send-turn.ts'
import { aProvider, aSchool, aText, fakeProvider, partsWith, queued, rowOf } from './testing.ts'

let db: TestDb
before(async () => {
  db = await testDatabase()
})
after(() => db.close())

const turn = (schoolId: string) => ({ schoolId, lane: 'ordinary' as const, limit: 100, from: null })

describe('DLV-8 receipts on real rows', () => {
  it('reach the same state in any order, doubled, early or late; strangers change nothing', async () => {
    const orders: ReceiptState[][] = [
      ['accepted', 'delivered', 'read'],
      ['read', 'delivered', 'accepted', 'accepted'],
      ['delivered', 'failed permanent', 'read', 'failed temporary'],
    ]
    for (const order of orders) {
      const { schoolId, id, providerId } = await acceptedRow()
      for (const state of order) await receipt(schoolId, providerId, `ref-${id}`, state)
      assert.equal((await rowOf(db, id)).state, 'read', order.join(', '))
      assert.equal(await receipt(schoolId, newId(), `ref-${id}`, 'confirmed'), null)
      assert.equal((await rowOf(db, id)).state, 'read')
    }
  })

  it('are kept when they overtake the answer that names their reference', async () => {
    const schoolId = await aSchool(db)
    const { id: providerId } = await aProvider(db, schoolId)
    const [id = ''] = await queued(db, schoolId, [aText()])
    const { provider } = fakeProvider(async () => {
      await receipt(schoolId, providerId, 'gw-7', 'delivered')
      return { kind: 'accepted', reference: 'gw-7', answer: 'ok' }
    })
    await sendTurn(
      partsWith(db, () => provider),
      turn(schoolId),
    )
    assert.equal((await rowOf(db, id)).state, 'delivered')
  })

  it('that come during the call are not undone by its answer', async () => {
    const schoolId = await aSchool(db)
    const { id: providerId } = await aProvider(db, schoolId)
    const [id = ''] = await queued(db, schoolId, [aText()])
    const { provider } = fakeProvider(async (request) => {
      await receipt(schoolId, providerId, request.idempotencyKey, 'delivered')
      return { kind: 'accepted', reference: 'gw-8', answer: 'ok' }
    })
    await sendTurn(
      partsWith(db, () => provider),
      turn(schoolId),
    )
    const row = await rowOf(db, id)
    assert.deepEqual([row.state, row.provider_ref], ['delivered', 'gw-8'])
  })

  it('settle an unknown row', async () => {
    const { schoolId, id, providerId } = await acceptedRow({ kind: 'uncertain', reason: 'lost', answer: '' })
    assert.equal((await rowOf(db, id)).state, 'unknown')
    const outcome = await receipt(schoolId, providerId, id, 'delivered')
    assert.equal(outcome?.outcome, 'delivered')
    assert.equal((await rowOf(db, id)).state, 'delivered')
  })

  async function acceptedRow(outcome?: { kind: 'uncertain'; reason: string; answer: string }) {
    const schoolId = await aSchool(db)
    const { id: providerId } = await aProvider(db, schoolId)
    const [id = ''] = await queued(db, schoolId, [aText()])
    const { provider } = fakeProvider(() => outcome ?? { kind: 'accepted', reference: `ref-${id}`, answer: 'ok' })
    await sendTurn(
      partsWith(db, () => provider),
      turn(schoolId),
    )
    return { schoolId, id, providerId }
  }

  function receipt(schoolId: string, providerId: string, reference: string, state: ReceiptState) {
    const facts = { schoolId, providerId, reference, state, reason: null, at: new Date() }
    return db.inSchool(schoolId, (trx) => applyReceipt(trx, facts, systemClock))
  }
})

describe('DLV-9 replies', () => {
  it('are kept once, however often the provider brings them', async () => {
    const schoolId = await aSchool(db)
    const reply = {
      schoolId,
      channel: 'sms' as const,
      fromAddress: '+447700900123',
      toAddress: 'Oakfield',
      body: 'Thank you',
      providerId: null,
      providerRef: 'mo-1',
    }
    const bring = () => db.inSchool(schoolId, (trx) => receiveReply(trx, reply, systemClock))
    assert.equal((await bring()).isNew, true)
    assert.equal((await bring()).isNew, false)
  })
})
