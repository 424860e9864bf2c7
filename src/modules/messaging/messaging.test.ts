import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type Clock, fixedClock } from '../../platform/clock/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { type TestDb, testDatabase } from '../../platform/db/testing.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { newId } from '../../platform/ids/index.ts'
import { deliveriesOfMessage } from '../delivery/index.ts'
import {
  discardDraft,
  draftForNotReached,
  findDraft,
  type MessageContent,
  mayStillBeSent,
  noteOutcomes,
  paperListOfMessage,
  previewMessage,
  recentMessages,
  reportOfMessage,
  saveDraft,
  sendDraft,
  sendMessage,
  stopMessage,
} from './index.ts'
import { makeScene, type Scene } from './testing.ts'

let db: TestDb
let scene: Scene
const clock = fixedClock('2026-11-21T09:00:00Z')
const actor = { kind: 'staff' as const, accountId: null, name: 'Sam Okafor' }

before(async () => {
  db = await testDatabase()
  scene = await makeScene(db, clock)
})
after(async () => db.close())

let words = 0
/** Words of their own for every message, so that no test meets MSG-6 by accident. */
function content(more: Partial<MessageContent> = {}): MessageContent {
  words += 1
  const usual = { to: ['year:6'], audience: 'prime', channel: 'auto', kind: 'dates' } as const
  return {
    ...usual,
    to: [...usual.to],
    subject: 'Trip',
    body: `The trip leaves at 8:45. ${words}`,
    deadlineAt: null,
    ...more,
  }
}

const inSchool: TestDb['inSchool'] = (...args) => db.inSchool(...args)
const preview = (more: Partial<MessageContent> = {}, at: Clock = clock) =>
  inSchool(scene.school.id, (trx) => previewMessage(trx, { school: scene.school, content: content(more), clock: at }))
const send = (what: MessageContent, more: { again?: boolean; clock?: Clock; school?: Scene['school'] } = {}) =>
  sendMessage(db, { school: scene.school, content: what, actor, clock, again: false, ...more })
const report = (messageId: string) =>
  inSchool(scene.school.id, (trx) => reportOfMessage(trx, { schoolId: scene.school.id, messageId }))
const copiesOf = (messageId: string) =>
  inSchool(scene.school.id, (trx) => deliveriesOfMessage(trx, { schoolId: scene.school.id, messageId }))
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
const refused = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code

/** As a provider's receipt would leave them. */
const settle = (messageId: string, address: string, state: string) =>
  db.asOwner((trx) =>
    trx
      .updateTable('deliveries')
      .set({ state })
      .where('message_id', '=', messageId)
      .where('to_address', '=', address)
      .execute(),
  )

describe('MSG-4 what sending would do', () => {
  it('counts children, adults and copies, and writes nothing', async () => {
    const { counts, rendered, families } = await preview()
    assert.deepEqual(counts, { pupils: 7, adults: 4, emails: 2, texts: 2, parts: 2, costPence: 4.8 })
    assert.equal(families.length, 7)
    assert.deepEqual(
      rendered.map(({ address }) => address),
      ['noor@example.org', 'diane@example.org', '+447700900005', '+447700900004'],
    )
    assert.deepEqual(await inSchool(scene.school.id, (trx) => trx.selectFrom('messages').selectAll().execute()), [])
  })

  it('fills in the names of each copy and joins those of brothers and sisters', async () => {
    const { rendered } = await preview({ body: 'Dear {{adult.title}} {{adult.surname}}, about {{children}}' })
    assert.equal(rendered[0]?.body, 'Dear Mx Al-Hassan, about Amira and Idris')
  })

  it('MSG-3 makes a copy for each child when the words name the child', async () => {
    const { rendered, childSpecific } = await preview({ body: '{{pupil.forename}} was late', to: ['group:6 Beech'] })
    assert.equal(childSpecific, true)
    assert.deepEqual(
      rendered.map(({ body }) => body),
      ['Amira was late', 'Idris was late', 'Kit was late', 'Kacper was late'],
    )
  })

  it('MSG-8 says that a name makes a text dearer, and leaves the name alone', async () => {
    const { warnings, rendered } = await preview({ channel: 'sms', body: `Dear {{adult.forename}}, ${'x'.repeat(70)}` })
    assert.deepEqual(warnings, [{ kind: 'costly names', copies: 1, extraParts: 1, characters: ['Ł'] }])
    assert.ok(rendered.some(({ body }) => body.startsWith('Dear Łucja')))
  })

  it('MSG-8 offers plain punctuation where that is cheaper', async () => {
    const { warnings } = await preview({ channel: 'sms', body: `Don’t forget – ${'x'.repeat(80)}` })
    assert.deepEqual(warnings, [
      {
        kind: 'costly punctuation',
        replaced: [
          ['’', "'"],
          ['–', '-'],
        ],
        partsNow: 6,
        partsThen: 3,
      },
    ])
  })

  it('warns of a late hour when phones would ring', async () => {
    const late = fixedClock('2026-11-21T21:30:00Z')
    assert.deepEqual((await preview({}, late)).warnings, [{ kind: 'late hour', hour: 21 }])
    assert.deepEqual((await preview({ channel: 'email' }, late)).warnings, [])
  })

  it('says how many messages these adults have had in the last seven days', async () => {
    const other = await makeScene(db, clock)
    const { id: schoolId } = other.school
    const sendThere = (at: string, to: string) =>
      send(content({ to: [to] }), { school: other.school, clock: fixedClock(at) })
    await sendThere('2026-11-10T09:00:00Z', 'year:6')
    await sendThere('2026-11-19T09:00:00Z', 'year:6')
    await sendThere('2026-11-20T09:00:00Z', 'group:6 Oak')
    const { thisWeek } = await db.inSchool(schoolId, (trx) =>
      previewMessage(trx, { school: other.school, content: content(), clock }),
    )
    assert.deepEqual(thisWeek, { most: 2, adults: 4 })
  })

  it('refuses no words, nobody, an unknown field and a text beyond the ceiling', async () => {
    await assert.rejects(preview({ body: '  ' }), refused('message.empty'))
    await assert.rejects(preview({ to: [] }), refused('message.to-nobody'))
    await assert.rejects(preview({ to: ['year:9'] }), refused('nobody-found'))
    await assert.rejects(preview({ body: '{{pupil.nmae}}' }), refused('merge-field.unknown'))
    await assert.rejects(preview({ body: 'x'.repeat(919) }), refused('message.too-long'))
    assert.equal((await preview({ body: 'x'.repeat(919), channel: 'email' })).counts.emails, 2)
  })

  it('keeps a subject on one line and gives one where there is none', async () => {
    assert.equal(
      (await preview({ subject: 'Trip\r\nBcc: x@example.org' })).rendered[0]?.subject,
      'Trip Bcc: x@example.org',
    )
    assert.equal((await preview({ subject: ' ' })).rendered[0]?.subject, 'A message from Hill Primary School')
  })
})

describe('MSG-2 sending', () => {
  it('keeps the message, its copies and every verdict together', async () => {
    const { messageId } = await send(content())
    const copies = await copiesOf(messageId)
    assert.deepEqual(
      copies.map(({ channel, parts, costPence }) => [channel, parts, costPence]),
      [
        ['email', 0, 0],
        ['email', 0, 0],
        ['sms', 1, 2.4],
        ['sms', 1, 2.4],
      ],
    )
    const { children, totals } = await report(messageId)
    assert.deepEqual(
      children.map(({ pupilName, reach, reason }) => [pupilName, reach, reason]),
      [
        ['Ada Lovell', 'not reached', 'has opted out'],
        ['Amira Al-Hassan', 'waiting', null],
        ['Idris Al-Hassan', 'waiting', null],
        ['Joe Turner', 'not reached', 'no adult is linked'],
        ['Kacper Zieliński', 'waiting', null],
        ['Kit Mercer', 'waiting', null],
        ['Zofia Wójcik', 'waiting', null],
      ],
    )
    assert.deepEqual(totals, {
      children: { reached: 0, 'handed over': 0, waiting: 5, 'not reached': 2, withheld: 0 },
      paper: 2,
    })
  })

  it('refuses when nobody would get it', async () => {
    await assert.rejects(send(content({ to: [`pupil:${scene.pupil.Joe}`] })), refused('message.reaches-nobody'))
  })

  it('is journalled without addresses', async () => {
    const { messageId } = await send(content())
    const [entry] = await inSchool(scene.school.id, (trx) =>
      trx.selectFrom('audit_entries').select('detail').where('subject_id', '=', messageId).execute(),
    )
    assert.equal(JSON.stringify(entry).includes('example.org'), false)
  })

  it('never shows one school the messages of another', async () => {
    const { messageId } = await send(content())
    const other = await makeScene(db, clock)
    await assert.rejects(
      inSchool(other.school.id, (trx) => reportOfMessage(trx, { schoolId: scene.school.id, messageId })),
      refused('message.not-found'),
    )
  })
})

describe('MSG-6 second thoughts', () => {
  it('asks before the same words go to the same children on the same day', async () => {
    const what = content()
    await send(what)
    await assert.rejects(send({ ...what, to: ['group:6 Beech', 'group:6 Oak'] }), refused('message.sent-today'))
    await send(what, { again: true })
    await send(what, { clock: fixedClock('2026-11-22T09:00:00Z') })
    await send({ ...what, to: ['group:6 Beech'] })
  })

  it('holds a message to many for the undo window, and stops it whole', async () => {
    const school = { ...scene.school, settings: { ...scene.school.settings, undoAbove: 3 } }
    const { messageId, undoUntil } = await send(content(), { school })
    assert.equal(undoUntil?.toISOString(), '2026-11-21T09:01:00.000Z')
    assert.ok((await copiesOf(messageId)).every(({ dueAt }) => dueAt.getTime() === undoUntil.getTime()))
    assert.deepEqual(await stopMessage(db, { school, messageId, actor, clock }), { stopped: 4, all: 4 })
    assert.equal((await report(messageId)).message.state, 'stopped')
    await assert.rejects(stopMessage(db, { school, messageId, actor, clock }), refused('message.gone'))
  })

  it('sends a message to few at once', async () => {
    assert.equal((await send(content())).undoUntil, null)
  })

  it('may be sent again at once after it was stopped', async () => {
    const what = content()
    const { messageId } = await send(what)
    await stopMessage(db, { school: scene.school, messageId, actor, clock })
    await send(what)
  })

  it('refuses a deadline that has passed and hands a later one to delivery', async () => {
    await assert.rejects(
      send(content({ deadlineAt: new Date('2026-11-21T08:00:00Z') })),
      refused('message.past-deadline'),
    )
    const deadlineAt = new Date('2026-11-21T12:00:00Z')
    const { messageId } = await send(content({ deadlineAt }))
    assert.deepEqual((await copiesOf(messageId))[0]?.deadlineAt, deadlineAt)
  })

  it('sends a draft once, and only as it was looked at', async () => {
    const { school } = scene
    const keep = (what: MessageContent, id: string | null = null) =>
      inSchool(school.id, (trx) => saveDraft(trx, { schoolId: school.id, id, content: what, actor, clock }))
    const what = content()
    const draftId = await keep(what)
    const seen = (await preview(what)).digest
    await keep({ ...what, body: `${what.body} Bring a coat.` }, draftId)
    const press = (digest: string) => sendDraft(db, { school, draftId, seen: digest, again: false, actor, clock })
    await assert.rejects(press(seen), refused('message.changed'))
    const now = (await preview({ ...what, body: `${what.body} Bring a coat.` })).digest
    const pressed = await Promise.allSettled(Array.from({ length: 5 }, () => press(now)))
    assert.equal(pressed.filter(({ status }) => status === 'fulfilled').length, 1)
    assert.equal((await copiesOf(draftId)).length, 4)
    await assert.rejects(
      inSchool(school.id, (trx) => findDraft(trx, { schoolId: school.id, id: draftId })),
      refused('message.sent'),
    )
    await assert.rejects(
      inSchool(school.id, (trx) => discardDraft(trx, { schoolId: school.id, id: draftId })),
      refused('message.sent'),
    )
  })
})

describe('DLV-2 just before hand-over', () => {
  const blockedAfter = async (change: () => Promise<unknown>, what = content()) => {
    const other = await makeScene(db, clock)
    const mine = scene
    scene = other
    try {
      const { messageId } = await send(what, { school: other.school })
      await change()
      const rows = await copiesOf(messageId)
      const refusals = await mayStillBeSent(db, { schoolId: other.school.id, rows })
      return rows.flatMap(({ id, toAddress }) =>
        refusals.has(id) ? [`${toAddress}: ${refusals.get(id)?.reason}`] : [],
      )
    } finally {
      scene = mine
    }
  }
  const inScene: TestDb['asOwner'] = (work) => db.asOwner(work)

  it('lets everything go when nothing changed', async () => {
    assert.deepEqual(await blockedAfter(async () => {}), [])
  })

  it('stops at an ended link, an opt-out, a block and a leaver', async () => {
    const stopped = await blockedAfter(async () => {
      const { adult, pupil, school } = scene
      await inScene(async (trx) => {
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
    const endForIdris = () =>
      inScene((trx) =>
        trx
          .updateTable('links')
          .set({ ended_on: '2026-11-21' })
          .where('pupil_id', '=', scene.pupil.Idris ?? '')
          .execute(),
      )
    assert.deepEqual(await blockedAfter(endForIdris), [])
    const naming = content({ body: 'About {{children}}' })
    assert.deepEqual(await blockedAfter(endForIdris, naming), ['noor@example.org: the link has ended since'])
  })

  it('does not send to a number that is no longer the adult’s', async () => {
    const change = () =>
      inScene((trx) =>
        trx
          .updateTable('contact_points')
          .set({ value: '+447700900099' })
          .where('adult_id', '=', scene.adult.Łucja ?? '')
          .execute(),
      )
    assert.deepEqual(await blockedAfter(change), ['+447700900005: the detail has changed since'])
  })
})

describe('DLV-5 failures in a row', () => {
  it('block an address for the next message; a delivery in between starts the count again', async () => {
    const other = await makeScene(db, clock)
    const { id: schoolId } = other.school
    const address = '+447700900005'
    const note = (...outcomes: ('delivered' | 'failed permanent' | 'failed technical' | 'accepted')[]) => {
      const about = { deliveryId: newId(), messageId: newId(), recipientId: newId(), channel: 'sms' as const, address }
      return noteOutcomes(db, { schoolId, outcomes: outcomes.map((outcome) => ({ ...about, outcome })) }, clock)
    }
    const toZofia = content({ to: ['group:6 Oak'] })
    const reached = async () => {
      const wanted = { school: other.school, content: toZofia, clock }
      return (await db.inSchool(schoolId, (trx) => previewMessage(trx, wanted))).rendered.length
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
    const { messageId } = await send(content({ audience: 'all' }))
    await settle(messageId, 'noor@example.org', 'delivered')
    await settle(messageId, '+447700900002', 'failed permanent')
    await settle(messageId, 'diane@example.org', 'accepted')
    await settle(messageId, '+447700900004', 'failed permanent')
    const { children } = await report(messageId)
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
    const paper = await inSchool(scene.school.id, (trx) => paperListOfMessage(trx, { school: scene.school, messageId }))
    assert.deepEqual(
      paper.children.map(({ pupilName }) => pupilName),
      ['Ada Lovell', 'Joe Turner', 'Kacper Zieliński'],
    )
  })

  it('writes the sheet for paper to whoever is at home, never to a named adult', async () => {
    const body = 'Dear {{adult.title}} {{adult.surname}}, {{pupil.forename}} in {{pupil.class}} needs a coat.'
    const { messageId } = await send(content({ body }))
    const { school } = scene
    const { children } = await inSchool(school.id, (trx) => paperListOfMessage(trx, { school, messageId }))
    assert.deepEqual(
      children.map(({ words: sheet }) => sheet),
      ['Dear parent or carer, Ada in 6 Beech needs a coat.', 'Dear parent or carer, Joe in 6 Beech needs a coat.'],
    )
  })

  it('drafts the same words by another channel for the children not reached', async () => {
    const { messageId } = await send(content())
    await settle(messageId, 'diane@example.org', 'failed permanent')
    const again = { school: scene.school, messageId, channel: 'sms' as const, actor, clock }
    const draftId = await draftForNotReached(db, again)
    const draft = await inSchool(scene.school.id, (trx) => findDraft(trx, { schoolId: scene.school.id, id: draftId }))
    assert.equal(draft.resendOf, messageId)
    assert.equal(draft.content.channel, 'sms')
    assert.deepEqual(
      draft.content.to.toSorted(),
      ['Ada', 'Joe', 'Kit'].map((name) => `pupil:${scene.pupil[name]}`).toSorted(),
    )
  })

  it('DLV-1 waits for a receipt only from a provider that gives receipts', async () => {
    const { messageId } = await send(content({ channel: 'email' }))
    const providerOf = (address: string, providerId: string) =>
      db.asOwner((trx) =>
        trx
          .updateTable('deliveries')
          .set({ state: 'accepted', provider_id: providerId })
          .where('message_id', '=', messageId)
          .where('to_address', '=', address)
          .execute(),
      )
    const { simulated, relay } = await inSchool(scene.school.id, (trx) => emailProviders(trx, scene.school.id))
    await providerOf('noor@example.org', simulated)
    await providerOf('diane@example.org', relay)
    const { totals, children } = await report(messageId)
    assert.equal(children.find(({ pupilName }) => pupilName === 'Amira Al-Hassan')?.reach, 'waiting')
    assert.equal(children.find(({ pupilName }) => pupilName === 'Kit Mercer')?.reach, 'handed over')
    assert.deepEqual([totals.children.waiting, totals.children['handed over']], [2, 1])
    const again = { school: scene.school, messageId, channel: 'sms', reach: 'handed over', actor, clock } as const
    const draftId = await draftForNotReached(db, again)
    const draft = await inSchool(scene.school.id, (trx) => findDraft(trx, { schoolId: scene.school.id, id: draftId }))
    assert.deepEqual(draft.content.to, [`pupil:${scene.pupil.Kit}`])
    const latest = await inSchool(scene.school.id, (trx) => recentMessages(trx, { schoolId: scene.school.id }))
    const { copies } = latest.find(({ id }) => id === messageId) ?? {}
    assert.deepEqual(copies, { reached: 0, handedOver: 1, waiting: 1, failed: 0, stopped: 0 })
  })

  it('lists the latest messages with where their copies stand', async () => {
    const { messageId } = await send(content(), { clock: fixedClock('2026-11-25T12:00:00Z') })
    await settle(messageId, 'noor@example.org', 'delivered')
    await settle(messageId, 'diane@example.org', 'failed permanent')
    const [latest] = await inSchool(scene.school.id, (trx) =>
      recentMessages(trx, { schoolId: scene.school.id, limit: 1 }),
    )
    assert.equal(latest?.id, messageId)
    assert.deepEqual(latest.copies, { reached: 1, handedOver: 0, waiting: 2, failed: 1, stopped: 0 })
  })
})
