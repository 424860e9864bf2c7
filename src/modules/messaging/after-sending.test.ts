import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { fixedClock } from '../../platform/clock/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { newId } from '../../platform/ids/index.ts'
import {
  draftForNotReached,
  findDraft,
  mayStillBeSent,
  noteOutcomes,
  paperListOfMessage,
  previewMessage,
  recentMessages,
} from './index.ts'
import { sam as actor, stageClock as clock, contentOfTest, openStage, type Stage, stageBeside } from './testing.ts'

let stage: Stage
before(async () => {
  stage = await openStage()
})
after(() => stage.close())

/** One that gives receipts and one that never will. */
async function emailProviders(trx: Trx, schoolId: string): Promise<{ simulated: string; relay: string }> {
  const add = async (kind: string, settings: object) => {
    const id = newId()
    const facts = { school_id: schoolId, id, kind, channel: 'email', name: kind, priority: 1, enabled: true }
    await trx
      .insertInto('delivery_providers')
      .values({ ...facts, settings: JSON.stringify(settings), updated_at: clock.now() })
      .execute()
    return id
  }
  return {
    simulated: await add('simulated', { channel: 'email' }),
    relay: await add('smtp', { host: 'relay.example' }),
  }
}
/** As a provider's receipt would leave them. */
const settle = (messageId: string, address: string, state: string) =>
  stage.db.asOwner((trx) =>
    trx
      .updateTable('deliveries')
      .set({ state })
      .where('message_id', '=', messageId)
      .where('to_address', '=', address)
      .execute(),
  )

describe('DLV-2 just before hand-over', () => {
  const blockedAfter = async (change: (there: Stage) => Promise<unknown>, what = contentOfTest()) => {
    const there = await stageBeside(stage.db)
    const { messageId } = await there.send(what)
    await change(there)
    const rows = await there.copiesOf(messageId)
    const refusals = await mayStillBeSent(there.db, { schoolId: there.school.id, rows })
    return rows.flatMap(({ id, toAddress }) => (refusals.has(id) ? [`${toAddress}: ${refusals.get(id)?.reason}`] : []))
  }

  it('lets everything go when nothing changed', async () => {
    assert.deepEqual(await blockedAfter(async () => {}), [])
  })

  it('stops at an ended link, an opt-out, a block and a leaver', async () => {
    const stopped = await blockedAfter(async ({ db, adult, pupil, school }) => {
      await db.asOwner(async (trx) => {
        await trx
          .updateTable('links')
          .set({ ended_on: '2026-11-21' })
          .where('adult_id', '=', adult.Noor ?? '')
          .execute()
        await trx
          .updateTable('contact_points')
          .set({ blocked_at: clock.now(), block_reason: 'reported as spam' })
          .where('adult_id', '=', adult.Diane ?? '')
          .execute()
        await trx
          .updateTable('members')
          .set({ status: 'leaver' })
          .where('id', '=', pupil.Kacper ?? '')
          .execute()
        const choice = {
          school_id: school.id,
          adult_id: adult.Łucja ?? '',
          channel: 'sms',
          reason: 'asked',
          set_by: 'Test',
        }
        await trx
          .insertInto('opt_outs')
          .values({ ...choice, set_at: clock.now() })
          .execute()
      })
    })
    assert.deepEqual(stopped, [
      'noor@example.org: the link has ended since',
      'diane@example.org: email address is blocked: reported as spam since',
      '+447700900005: has opted out of texts since',
      '+447700900004: the child is no longer on roll',
    ])
  })

  it('lets a general message go while one child of the adult still stands, but not one that names both', async () => {
    const endForIdris = ({ db, pupil }: Stage) =>
      db.asOwner((trx) =>
        trx
          .updateTable('links')
          .set({ ended_on: '2026-11-21' })
          .where('pupil_id', '=', pupil.Idris ?? '')
          .execute(),
      )
    assert.deepEqual(await blockedAfter(endForIdris), [])
    // The subject stands in the list of a mailbox before anybody opens anything.
    for (const words of [{ body: 'About {{children}}' }, { subject: 'The trip of {{children}}' }])
      assert.deepEqual(await blockedAfter(endForIdris, contentOfTest(words)), [
        'noor@example.org: the link has ended since',
      ])
  })

  it('does not send to a number that is no longer the adult’s', async () => {
    const change = ({ db, adult }: Stage) =>
      db.asOwner((trx) =>
        trx
          .updateTable('contact_points')
          .set({ value: '+447700900099' })
          .where('adult_id', '=', adult.Łucja ?? '')
          .execute(),
      )
    assert.deepEqual(await blockedAfter(change), ['+447700900005: the detail has changed since'])
  })
})

describe('DLV-5 failures in a row', () => {
  it('block an address for the next message; a delivery in between starts the count again', async () => {
    const other = await stageBeside(stage.db)
    const { id: schoolId } = other.school
    const address = '+447700900005'
    const note = (...outcomes: ('delivered' | 'failed permanent' | 'failed technical' | 'accepted')[]) => {
      const about = { deliveryId: newId(), messageId: newId(), recipientId: newId(), channel: 'sms' as const, address }
      return noteOutcomes(stage.db, { schoolId, outcomes: outcomes.map((outcome) => ({ ...about, outcome })) }, clock)
    }
    const toZofia = contentOfTest({ to: ['group:6 Oak'] })
    const reached = async () => {
      const wanted = { school: other.school, content: toZofia, clock }
      return (await other.inSchool((trx) => previewMessage(trx, wanted))).rendered.length
    }
    await note(
      'failed permanent',
      'failed permanent',
      'delivered',
      'failed permanent',
      'failed technical',
      'accepted',
      'failed permanent',
    )
    assert.equal(await reached(), 1)
    await note('failed permanent')
    assert.equal(await reached(), 0)
  })
})

describe('DLV-6 what became of it', () => {
  it('counts a child as reached by any adult, keeps accepted apart, and puts the rest on paper', async () => {
    const { messageId } = await stage.send(contentOfTest({ audience: 'all' }))
    await settle(messageId, 'noor@example.org', 'delivered')
    await settle(messageId, '+447700900002', 'failed permanent')
    await settle(messageId, 'diane@example.org', 'accepted')
    await settle(messageId, '+447700900004', 'failed permanent')
    const { children } = await stage.report(messageId)
    const told = children.map(({ pupilName, reach, adults }) => [
      pupilName,
      reach,
      ...adults.map(({ status }) => status),
    ])
    assert.deepEqual(told, [
      ['Ada Lovell', 'not reached', 'Not sent'],
      ['Amira Al-Hassan', 'reached', 'Delivered', 'Not delivered'],
      ['Idris Al-Hassan', 'reached', 'Delivered', 'Not delivered'],
      ['Joe Turner', 'not reached'],
      ['Kacper Zieliński', 'not reached', 'Not delivered', 'Not delivered'],
      ['Kit Mercer', 'handed over', 'Handed over, no receipt from email', 'Not sent'],
      ['Zofia Wójcik', 'waiting', 'Waiting to go'],
    ])
    const paper = await stage.inSchool((trx) => paperListOfMessage(trx, { school: stage.school, messageId }))
    assert.deepEqual(
      paper.children.map(({ pupilName }) => pupilName),
      ['Ada Lovell', 'Joe Turner', 'Kacper Zieliński'],
    )
  })

  it('writes the sheet for paper to whoever is at home, never to a named adult', async () => {
    const body = 'Dear {{adult.title}} {{adult.surname}}, {{pupil.forename}} in {{pupil.class}} needs a coat.'
    const { messageId } = await stage.send(contentOfTest({ body }))
    const { school } = stage
    const { children } = await stage.inSchool((trx) => paperListOfMessage(trx, { school, messageId }))
    assert.deepEqual(
      children.map(({ words: sheet }) => sheet),
      ['Dear parent or carer, Ada in 6 Beech needs a coat.', 'Dear parent or carer, Joe in 6 Beech needs a coat.'],
    )
  })

  it('drafts the same words by another channel for the children not reached', async () => {
    const { messageId } = await stage.send(contentOfTest())
    await settle(messageId, 'diane@example.org', 'failed permanent')
    const again = { school: stage.school, messageId, channel: 'sms' as const, actor, clock }
    const draftId = await draftForNotReached(stage.db, again)
    const draft = await stage.inSchool((trx) => findDraft(trx, { schoolId: stage.school.id, id: draftId }))
    assert.equal(draft.resendOf, messageId)
    assert.equal(draft.content.channel, 'sms')
    assert.deepEqual(
      draft.content.to.toSorted(),
      ['Ada', 'Joe', 'Kit'].map((name) => `pupil:${stage.pupil[name]}`).toSorted(),
    )
  })

  it('DLV-1 waits for a receipt only from a provider that gives receipts', async () => {
    const { messageId } = await stage.send(contentOfTest({ channel: 'email' }))
    const providerOf = (address: string, providerId: string) =>
      stage.db.asOwner((trx) =>
        trx
          .updateTable('deliveries')
          .set({ state: 'accepted', provider_id: providerId })
          .where('message_id', '=', messageId)
          .where('to_address', '=', address)
          .execute(),
      )
    const { simulated, relay } = await stage.inSchool((trx) => emailProviders(trx, stage.school.id))
    await providerOf('noor@example.org', simulated)
    await providerOf('diane@example.org', relay)
    const { totals, children } = await stage.report(messageId)
    assert.equal(children.find(({ pupilName }) => pupilName === 'Amira Al-Hassan')?.reach, 'waiting')
    assert.equal(children.find(({ pupilName }) => pupilName === 'Kit Mercer')?.reach, 'handed over')
    assert.deepEqual([totals.children.waiting, totals.children['handed over']], [2, 1])
    const again = { school: stage.school, messageId, channel: 'sms', reach: 'handed over', actor, clock } as const
    const draftId = await draftForNotReached(stage.db, again)
    const draft = await stage.inSchool((trx) => findDraft(trx, { schoolId: stage.school.id, id: draftId }))
    assert.deepEqual(draft.content.to, [`pupil:${stage.pupil.Kit}`])
    const latest = await stage.inSchool((trx) => recentMessages(trx, { schoolId: stage.school.id }))
    const { copies } = latest.find(({ id }) => id === messageId) ?? {}
    assert.deepEqual(copies, { reached: 0, handedOver: 1, waiting: 1, failed: 0, stopped: 0 })
  })

  it('lists the latest messages with where their copies stand', async () => {
    const { messageId } = await stage.send(contentOfTest(), { clock: fixedClock('2026-11-25T12:00:00Z') })
    await settle(messageId, 'noor@example.org', 'delivered')
    await settle(messageId, 'diane@example.org', 'failed permanent')
    const [latest] = await stage.inSchool((trx) => recentMessages(trx, { schoolId: stage.school.id, limit: 1 }))
    assert.equal(latest?.id, messageId)
    assert.deepEqual(latest.copies, { reached: 1, handedOver: 0, waiting: 2, failed: 1, stopped: 0 })
  })
})
