import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type Clock, fixedClock } from '../../platform/clock/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import {
  discardDraft,
  findDraft,
  type MessageContent,
  previewMessage,
  reportOfMessage,
  saveDraft,
  sendDraft,
  stopMessage,
} from './index.ts'
import { sam as actor, stageClock as clock, contentOfTest, openStage, type Stage, stageBeside } from './testing.ts'

let stage: Stage
before(async () => {
  stage = await openStage()
})
after(() => stage.close())

const preview = (more: Partial<MessageContent> = {}, at: Clock = clock) =>
  stage.inSchool((trx) => previewMessage(trx, { school: stage.school, content: contentOfTest(more), clock: at }))
const refused = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code

describe('MSG-4 what sending would do', () => {
  it('counts children, adults and copies, and writes nothing', async () => {
    const { counts, rendered, families } = await preview()
    assert.deepEqual(counts, { pupils: 7, adults: 4, emails: 2, texts: 2, parts: 2, costPence: 4.8 })
    assert.equal(families.length, 7)
    assert.deepEqual(
      rendered.map(({ address }) => address),
      ['noor@example.org', 'diane@example.org', '+447700900005', '+447700900004'],
    )
    assert.deepEqual(await stage.inSchool((trx) => trx.selectFrom('messages').selectAll().execute()), [])
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
    const other = await stageBeside(stage.db)
    const sendThere = (at: string, to: string) => other.send(contentOfTest({ to: [to] }), { clock: fixedClock(at) })
    await sendThere('2026-11-10T09:00:00Z', 'year:6')
    await sendThere('2026-11-19T09:00:00Z', 'year:6')
    await sendThere('2026-11-20T09:00:00Z', 'group:6 Oak')
    const { thisWeek } = await other.inSchool((trx) =>
      previewMessage(trx, { school: other.school, content: contentOfTest(), clock }),
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
    const { messageId } = await stage.send(contentOfTest())
    const copies = await stage.copiesOf(messageId)
    assert.deepEqual(
      copies.map(({ channel, parts, costPence }) => [channel, parts, costPence]),
      [
        ['email', 0, 0],
        ['email', 0, 0],
        ['sms', 1, 2.4],
        ['sms', 1, 2.4],
      ],
    )
    const { children, totals } = await stage.report(messageId)
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
    await assert.rejects(
      stage.send(contentOfTest({ to: [`pupil:${stage.pupil.Joe}`] })),
      refused('message.reaches-nobody'),
    )
  })

  it('is journalled without addresses', async () => {
    const { messageId } = await stage.send(contentOfTest())
    const [entry] = await stage.inSchool((trx) =>
      trx.selectFrom('audit_entries').select('detail').where('subject_id', '=', messageId).execute(),
    )
    assert.equal(JSON.stringify(entry).includes('example.org'), false)
  })

  it('never shows one school the messages of another', async () => {
    const { messageId } = await stage.send(contentOfTest())
    const other = await stageBeside(stage.db)
    await assert.rejects(
      other.inSchool((trx) => reportOfMessage(trx, { schoolId: stage.school.id, messageId })),
      refused('message.not-found'),
    )
  })
})

describe('MSG-6 second thoughts', () => {
  it('asks before the same words go to the same children on the same day', async () => {
    const what = contentOfTest()
    await stage.send(what)
    await assert.rejects(stage.send({ ...what, to: ['group:6 Beech', 'group:6 Oak'] }), refused('message.sent-today'))
    await stage.send(what, { again: true })
    await stage.send(what, { clock: fixedClock('2026-11-22T09:00:00Z') })
    await stage.send({ ...what, to: ['group:6 Beech'] })
  })

  it('holds a message to many for the undo window, and stops it whole', async () => {
    const school = { ...stage.school, settings: { ...stage.school.settings, undoAbove: 3 } }
    const { messageId, undoUntil } = await stage.send(contentOfTest(), { school })
    assert.equal(undoUntil?.toISOString(), '2026-11-21T09:01:00.000Z')
    assert.ok((await stage.copiesOf(messageId)).every(({ dueAt }) => dueAt.getTime() === undoUntil.getTime()))
    assert.deepEqual(await stopMessage(stage.db, { school, messageId, actor, clock }), { stopped: 4, all: 4 })
    assert.equal((await stage.report(messageId)).message.state, 'stopped')
    await assert.rejects(stopMessage(stage.db, { school, messageId, actor, clock }), refused('message.gone'))
  })

  it('sends a message to few at once', async () => {
    assert.equal((await stage.send(contentOfTest())).undoUntil, null)
  })

  it('may be sent again at once after it was stopped', async () => {
    const what = contentOfTest()
    const { messageId } = await stage.send(what)
    await stopMessage(stage.db, { school: stage.school, messageId, actor, clock })
    await stage.send(what)
  })

  it('refuses a deadline that has passed and hands a later one to delivery', async () => {
    await assert.rejects(
      stage.send(contentOfTest({ deadlineAt: new Date('2026-11-21T08:00:00Z') })),
      refused('message.past-deadline'),
    )
    const deadlineAt = new Date('2026-11-21T12:00:00Z')
    const { messageId } = await stage.send(contentOfTest({ deadlineAt }))
    assert.deepEqual((await stage.copiesOf(messageId))[0]?.deadlineAt, deadlineAt)
  })

  it('sends a draft once, and only as it was looked at', async () => {
    const { school } = stage
    const keep = (what: MessageContent, id: string | null = null) =>
      stage.inSchool((trx) => saveDraft(trx, { schoolId: school.id, id, content: what, actor, clock }))
    const what = contentOfTest()
    const draftId = await keep(what)
    const seen = (await preview(what)).digest
    await keep({ ...what, body: `${what.body} Bring a coat.` }, draftId)
    const press = (digest: string) => sendDraft(stage.db, { school, draftId, seen: digest, again: false, actor, clock })
    await assert.rejects(press(seen), refused('message.changed'))
    const now = (await preview({ ...what, body: `${what.body} Bring a coat.` })).digest
    const pressed = await Promise.allSettled(Array.from({ length: 5 }, () => press(now)))
    assert.equal(pressed.filter(({ status }) => status === 'fulfilled').length, 1)
    assert.equal((await stage.copiesOf(draftId)).length, 4)
    await assert.rejects(
      stage.inSchool((trx) => findDraft(trx, { schoolId: school.id, id: draftId })),
      refused('message.sent'),
    )
    await assert.rejects(
      stage.inSchool((trx) => discardDraft(trx, { schoolId: school.id, id: draftId })),
      refused('message.sent'),
    )
  })
})
