import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { fixedClock } from '../../platform/clock/index.ts'
import { silentLog } from '../../platform/log/index.ts'
import { connectSimulatedNetwork, openDelivery, simulatedInbox } from '../delivery/index.ts'
import { choosePreferences, type WantedPreferences } from '../preferences/index.ts'
import {
  combineDigest,
  type InboxPlace,
  inboxItemIfAny,
  inboxOfAdult,
  type MessageContent,
  mayStillBeSent,
  previewMessage,
} from './index.ts'
import { stageClock as clock, openStage, type Stage, stageBeside } from './testing.ts'

let stage: Stage
before(async () => {
  stage = await openStage()
})
after(() => stage.close())

const idOf = (name: string) => stage.adult[name] ?? ''

function choose(name: string, wanted: WantedPreferences) {
  const who = { kind: 'family' as const, accountId: null, name }
  return stage.inSchool((trx) =>
    choosePreferences(trx, { schoolId: stage.school.id, adultId: idOf(name), wanted, actor: who, clock }),
  )
}

let words = 0
function content(more: Partial<MessageContent> = {}): MessageContent {
  words += 1
  const usual = { to: ['pupil:004301'], audience: 'prime', channel: 'auto', kind: 'news', deadlineAt: null } as const
  return { ...usual, to: [...usual.to], subject: `News ${words}`, body: `Words number ${words}.`, ...more }
}

describe('OPT-7 choices when a message is sent', () => {
  it('counts what goes in the daily email, and puts it there at the hour of the person', async () => {
    await choose('Noor', { digestHour: 16, kinds: { news: 'digest' } })
    const what = content()
    const preview = await stage.inSchool((trx) => previewMessage(trx, { school: stage.school, content: what, clock }))
    assert.deepEqual([preview.counts.emails, preview.inDigest], [1, 1])
    const { messageId } = await stage.send(what)
    const [copy] = await stage.copiesOf(messageId)
    assert.deepEqual([copy?.isCarried, copy?.dueAt], [true, new Date('2026-11-21T16:00:00Z')])
    const report = await stage.report(messageId)
    assert.equal(report.children[0]?.adults[0]?.status, 'Waiting for their daily email')
  })

  it('does not let what is muted since go out (DLV-2, OPT-3), and keeps what must be told', async () => {
    const rowsOf = async (kind: MessageContent['kind']) => {
      const [copy] = await stage.copiesOf((await stage.send(content({ kind }))).messageId)
      return copy ? [copy] : []
    }
    const [news, safety] = [await rowsOf('news'), await rowsOf('safety')]
    await choose('Noor', { kinds: { news: 'none' } })
    const refused = await mayStillBeSent(stage.db, { schoolId: stage.school.id, rows: [...news, ...safety] })
    assert.deepEqual([...refused], [[news[0]?.id, { reason: 'chose since not to get this kind of message' }]])
    await choose('Noor', { kinds: { news: 'usual' } })
  })

  it('OPT-6 sends marketing to who said yes, and holds it back when the yes is taken back', async () => {
    await assert.rejects(stage.send(content({ kind: 'fundraising' })), { code: 'message.reaches-nobody' })
    await choose('Noor', { kinds: { fundraising: 'email' } })
    const { messageId, preview } = await stage.send(content({ kind: 'fundraising', audience: 'all' }))
    assert.equal(preview.rendered.length, 1)
    await choose('Noor', { kinds: { fundraising: 'none' } })
    const refused = await mayStillBeSent(stage.db, { schoolId: stage.school.id, rows: await stage.copiesOf(messageId) })
    assert.deepEqual([...refused.values()], [{ reason: 'consent to marketing was taken back since' }])
  })

  it('puts the daily email in the language of the person, with each message under its subject', async () => {
    const items = [1, 2].map((number) => ({ messageId: '', subject: `News ${number}`, body: `Words ${number}.` }))
    const of = { schoolId: stage.school.id, recipientId: idOf('Noor') }
    const english = await combineDigest(stage.db, { ...of, items })
    assert.match(english.body, /since your last daily email[\s\S]*1\. News 1\n-+\n\nWords 1\.\n\n2\. News 2/)
    await choose('Noor', { language: 'cy' })
    assert.equal((await combineDigest(stage.db, { ...of, items })).subject, '2 neges gan Hill Primary School')
    assert.deepEqual(await combineDigest(stage.db, { ...of, items: items.slice(0, 1) }), {
      subject: 'News 1',
      body: 'Words 1.',
    })
  })
})

describe('OPT-7 from writing to the mailbox', () => {
  it('brings the messages of a day as one email, each once, with the reader’s own link (SEC-2, DLV-1)', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gatehouse-digest-'))
    const evening = fixedClock('2026-11-21T18:00:00Z')
    const delivery = openDelivery({
      db: stage.db,
      clock: evening,
      log: silentLog,
      dataFolder: folder,
      privateTargets: [],
      hooks: {
        mayStillBeSent: (question) => mayStillBeSent(stage.db, question),
        combine: (wanted) => combineDigest(stage.db, wanted),
        ownLinkOf: ({ recipientId }) => `https://gate.example/my/${recipientId}/messages`,
      },
    })
    const own = await stageBeside(stage.db)
    const { id: schoolId } = own.school
    const adultId = own.adult.Diane ?? ''
    await stage.db.asOwner((trx) => sql`update adults set registered_at = now() where id = ${adultId}`.execute(trx))
    const by = { schoolId, adultId, actor: { kind: 'family' as const, accountId: null, name: 'Diane' }, clock }
    await own.inSchool(async (trx) => {
      await connectSimulatedNetwork(trx, delivery, schoolId)
      await choosePreferences(trx, { ...by, wanted: { kinds: { news: 'digest', clubs: 'digest' } } })
    })
    const write = (kind: MessageContent['kind'], subject: string) =>
      own.send(content({ to: ['pupil:004303'], kind, subject }))
    const sent = [await write('news', 'Our week'), await write('clubs', 'Chess club')]
    const worker = delivery.startWorker()
    const statesNow = async () => {
      const all = await Promise.all(sent.map(({ messageId }) => own.copiesOf(messageId)))
      return all.flat().map(({ state }) => state)
    }
    try {
      const end = Date.now() + 10_000
      while ((await statesNow()).includes('queued') && Date.now() < end)
        await new Promise((done) => setTimeout(done, 50))
    } finally {
      await worker.stop()
      rmSync(folder, { recursive: true })
    }
    assert.deepEqual(await statesNow(), ['accepted', 'accepted'])
    const asked = { schoolId, channel: 'email' as const, address: null, limit: 9 }
    const { messages: mailbox } = await own.inSchool((trx) => simulatedInbox(trx, asked))
    assert.deepEqual(
      mailbox.map(({ address, subject }) => [address, subject]),
      [['diane@example.org', '2 messages from Hill Primary School']],
    )
    const body = mailbox[0]?.body ?? ''
    assert.match(body, /1\. Our week[\s\S]*2\. Chess club/)
    assert.equal(body.split(`https://gate.example/my/${adultId}/messages`).length - 1, 1)
  })
})

describe('VIS-5 what a person was sent', () => {
  let amira: Map<string, string>
  const inbox = (name: string, more: { children?: Map<string, string>; before?: InboxPlace; limit?: number } = {}) =>
    stage.inSchool((trx) =>
      inboxOfAdult(trx, {
        schoolId: stage.school.id,
        adultId: idOf(name),
        children: amira,
        before: null,
        limit: 10,
        ...more,
      }),
    )
  const settle = (state: string) => stage.db.asOwner((trx) => sql`update deliveries set state = ${state}`.execute(trx))

  before(async () => {
    amira = new Map([[stage.pupil.Amira ?? '', 'Amira']])
    await stage.db.asOwner((trx) => sql`truncate messages, message_verdicts, deliveries cascade`.execute(trx))
  })

  it('is the words as they went to them, the newest first, and nothing before it went', async () => {
    await stage.send(content({ subject: 'First', body: 'Dear {{adult.forename}}, about {{children}}.' }))
    await stage.send(content({ subject: 'Second', channel: 'sms', body: 'A text.' }), {
      clock: fixedClock('2026-11-21T10:00:00Z'),
    })
    assert.deepEqual(await inbox('Noor'), [])
    await settle('delivered')
    assert.deepEqual(
      (await inbox('Noor')).map(({ channel, subject, body, children }) => [channel, subject, body, children]),
      [
        ['sms', null, 'A text.', ['Amira']],
        ['email', 'First', 'Dear Noor, about Amira.', ['Amira']],
      ],
    )
  })

  it('is read page by page, and one by one', async () => {
    const [newest] = await inbox('Noor', { limit: 1 })
    const older = await inbox('Noor', { limit: 1, ...(newest ? { before: newest } : {}) })
    assert.equal(older[0]?.subject, 'First')
    const of = { schoolId: stage.school.id, adultId: idOf('Noor'), children: amira }
    const place = { sentAt: newest?.sentAt ?? new Date(0), deliveryId: newest?.deliveryId ?? '' }
    const found = await stage.inSchool((trx) => inboxItemIfAny(trx, { ...of, ...place }))
    assert.equal(found?.body, 'A text.')
    const stranger = { ...of, adultId: idOf('Diane'), ...place }
    assert.equal(await stage.inSchool((trx) => inboxItemIfAny(trx, stranger)), null)
  })

  it('holds nothing about a child whom they may not see any more, and leaves no gap (VIS-9)', async () => {
    await stage.send(content({ to: ['pupil:004301', 'pupil:004302'] }), { clock: fixedClock('2026-11-21T11:00:00Z') })
    await settle('delivered')
    assert.equal((await inbox('Noor')).length, 2)
    const both = new Map([...amira, [stage.pupil.Idris ?? '', 'Idris']])
    assert.deepEqual((await inbox('Noor', { children: both }))[0]?.children, ['Amira', 'Idris'])
  })

  it('holds nothing that went to another adult at the same number', async () => {
    await stage.send(content({ to: ['pupil:004306'], audience: 'all', channel: 'sms', body: 'Dear {{adult.name}}' }))
    await settle('delivered')
    const kacper = new Map([[stage.pupil.Kacper ?? '', 'Kacper']])
    const [ewa, tomasz] = [await inbox('Ewa', { children: kacper }), await inbox('Tomasz', { children: kacper })]
    assert.equal(ewa.length + tomasz.length, 1)
    assert.match([...ewa, ...tomasz][0]?.body ?? '', ewa.length === 1 ? /Ewa/ : /Tomasz/)
  })

  it('says what did not arrive, and not what was stopped', async () => {
    await settle('failed permanent')
    assert.ok((await inbox('Noor')).every(({ failed }) => failed))
    await settle('withdrawn')
    assert.deepEqual(await inbox('Noor'), [])
  })

  it('SEC-2 ends emails to who registered with a link of their own, in their language, which the inbox leaves out', async () => {
    await stage.db.asOwner((trx) =>
      sql`update adults set registered_at = now() where id = ${idOf('Noor')}`.execute(trx),
    )
    const { messageId } = await stage.send(content({ body: 'Short.' }), { clock: fixedClock('2026-11-21T12:00:00Z') })
    const [copy] = await stage.copiesOf(messageId)
    assert.equal(
      copy?.body,
      'Short.\n\n-- \nDarllenwch yr hyn a anfonwyd atoch, dewiswch yr hyn a gewch:\n{{own.link}}',
    )
    await settle('delivered')
    assert.equal((await inbox('Noor'))[0]?.body, 'Short.')
  })
})
