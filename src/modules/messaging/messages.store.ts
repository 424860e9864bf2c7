import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import { purposeOf } from '../preferences/index.ts'
import type { Message, MessageContent, MessageCounts, MessageState } from './messaging.types.ts'
import type { ReportedVerdict } from './rules/report.ts'

export type NewMessage = {
  schoolId: string
  id: string
  content: MessageContent
  resendOf: string | null
  madeBy: string
  madeByAccountId: string | null
  at: Date
}

export async function insertDraft(trx: Trx, draft: NewMessage): Promise<void> {
  const { to, audience, channel, kind, subject, body, deadlineAt } = draft.content
  await sql`
    insert into messages (school_id, id, state, selectors, audience, channel, kind, purpose, subject, body, deadline_at,
      resend_of, made_by, made_by_account_id, made_at, updated_at)
    values (${draft.schoolId}, ${draft.id}, 'draft', ${JSON.stringify(to)}, ${audience}, ${channel}, ${kind}, ${purposeOf(kind)},
      ${subject}, ${body}, ${deadlineAt}, ${draft.resendOf}, ${draft.madeBy}, ${draft.madeByAccountId}, ${draft.at},
      ${draft.at})`.execute(trx)
}

/** False when it is no longer a draft. */
export async function updateDraft(
  trx: Trx,
  draft: { schoolId: string; id: string; content: MessageContent; at: Date },
): Promise<boolean> {
  const { to, audience, channel, kind, subject, body, deadlineAt } = draft.content
  const { rows } = await sql`
    update messages set selectors = ${JSON.stringify(to)}, audience = ${audience}, channel = ${channel},
      kind = ${kind}, purpose = ${purposeOf(kind)}, subject = ${subject}, body = ${body}, deadline_at = ${deadlineAt}, updated_at = ${draft.at}
    where school_id = ${draft.schoolId} and id = ${draft.id} and state = 'draft' returning id`.execute(trx)
  return rows.length > 0
}

export async function deleteDraft(trx: Trx, of: { schoolId: string; id: string }): Promise<boolean> {
  const { rows } = await sql`
    delete from messages where school_id = ${of.schoolId} and id = ${of.id} and state = 'draft' returning id`.execute(
    trx,
  )
  return rows.length > 0
}

export type SentFacts = {
  schoolId: string
  id: string
  sentBy: string
  at: Date
  sentOn: string
  sameness: string
  undoUntil: Date | null
  counts: MessageCounts
}

/** From draft to sent, once: false when somebody else's press was first. */
export async function markSent(trx: Trx, sent: SentFacts): Promise<boolean> {
  const { counts } = sent
  const { rows } = await sql`
    update messages set state = 'sent', sent_by = ${sent.sentBy}, sent_at = ${sent.at}, sent_on = ${sent.sentOn},
      sameness = ${sent.sameness}, undo_until = ${sent.undoUntil}, updated_at = ${sent.at}, pupils = ${counts.pupils},
      adults = ${counts.adults}, emails = ${counts.emails}, texts = ${counts.texts}, parts = ${counts.parts},
      cost_pence = ${counts.costPence}
    where school_id = ${sent.schoolId} and id = ${sent.id} and state = 'draft' returning id`.execute(trx)
  return rows.length > 0
}

export async function markStopped(trx: Trx, of: { schoolId: string; id: string; at: Date }): Promise<boolean> {
  const { rows } = await sql`
    update messages set state = 'stopped', stopped_at = ${of.at}, updated_at = ${of.at}
    where school_id = ${of.schoolId} and id = ${of.id} and state = 'sent' returning id`.execute(trx)
  return rows.length > 0
}

const rowsPerStatement = 500

export async function insertVerdicts(
  trx: Trx,
  insert: { schoolId: string; messageId: string; rows: (ReportedVerdict & { id: string })[] },
): Promise<void> {
  for (let at = 0; at < insert.rows.length; at += rowsPerStatement) {
    const values = insert.rows.slice(at, at + rowsPerStatement).map(
      (row) => sql`(${insert.schoolId}, ${row.id}, ${insert.messageId}, ${row.pupilId}, ${row.adultId}, ${row.verdict},
        ${row.channel}, ${row.reason}, ${row.rule}, ${row.deliveryId})`,
    )
    await sql`
      insert into message_verdicts (school_id, id, message_id, pupil_id, adult_id, verdict, channel, reason, rule, delivery_id)
      values ${sql.join(values)}`.execute(trx)
  }
}

type VerdictRow = {
  pupil_id: string
  adult_id: string | null
  verdict: ReportedVerdict['verdict']
  channel: ReportedVerdict['channel']
  reason: string
  rule: string
  delivery_id: string | null
}

const verdictOfRow = (row: VerdictRow): ReportedVerdict => ({
  pupilId: row.pupil_id,
  adultId: row.adult_id,
  verdict: row.verdict,
  channel: row.channel,
  reason: row.reason,
  rule: row.rule,
  deliveryId: row.delivery_id,
})

/** In the order in which they were decided: ids of one message are made in that order. */
export async function verdictsOfMessage(
  trx: Trx,
  of: { schoolId: string; messageId: string },
): Promise<ReportedVerdict[]> {
  const { rows } = await sql<VerdictRow>`
    select pupil_id, adult_id, verdict, channel, reason, rule, delivery_id from message_verdicts
    where school_id = ${of.schoolId} and message_id = ${of.messageId} order by id`.execute(trx)
  return rows.map(verdictOfRow)
}

export async function verdictsOfDeliveries(
  trx: Trx,
  of: { schoolId: string; deliveryIds: string[] },
): Promise<ReportedVerdict[]> {
  const { rows } = await sql<VerdictRow>`
    select pupil_id, adult_id, verdict, channel, reason, rule, delivery_id from message_verdicts
    where school_id = ${of.schoolId} and delivery_id = any(${of.deliveryIds}::uuid[]) order by id`.execute(trx)
  return rows.map(verdictOfRow)
}

/** Messages of which the adult gets a copy because of this pupil, and because of no other. */
export async function messagesOnlyAbout(
  trx: Trx,
  of: { schoolId: string; pupilId: string; adultId: string },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select message_id as id from message_verdicts
    where school_id = ${of.schoolId} and adult_id = ${of.adultId} and delivery_id is not null
    group by message_id having bool_and(pupil_id = ${of.pupilId}) order by message_id`.execute(trx)
  return rows.map(({ id }) => id)
}

/** The sent messages that had this pupil in their audience, newest first, each with its verdicts about the pupil. */
export async function messagesLatestOfPupil(
  trx: Trx,
  of: { schoolId: string; pupilId: string; limit: number },
): Promise<{ message: Message; verdicts: ReportedVerdict[] }[]> {
  const { rows } = await sql<MessageRow>`
    select m.* from messages m
    where m.school_id = ${of.schoolId} and m.sent_at is not null and exists (
      select from message_verdicts v
      where v.school_id = m.school_id and v.message_id = m.id and v.pupil_id = ${of.pupilId})
    order by m.sent_at desc, m.id desc limit ${of.limit}`.execute(trx)
  const ids = rows.map(({ id }) => id)
  const verdicts = await sql<VerdictRow & { message_id: string }>`
    select message_id, pupil_id, adult_id, verdict, channel, reason, rule, delivery_id from message_verdicts
    where school_id = ${of.schoolId} and pupil_id = ${of.pupilId} and message_id = any(${ids}::uuid[])
    order by id`.execute(trx)
  const byMessage = Map.groupBy(verdicts.rows, ({ message_id }) => message_id)
  return rows.map((row) => ({
    message: messageOfRow(row),
    verdicts: (byMessage.get(row.id) ?? []).map(verdictOfRow),
  }))
}

export async function messageByIdIfAny(trx: Trx, of: { schoolId: string; id: string }): Promise<Message | null> {
  const { rows } = await sql<MessageRow>`
    select * from messages where school_id = ${of.schoolId} and id = ${of.id}`.execute(trx)
  return rows[0] ? messageOfRow(rows[0]) : null
}

export async function messagesByIds(trx: Trx, of: { schoolId: string; ids: string[] }): Promise<Message[]> {
  const { rows } = await sql<MessageRow>`
    select * from messages where school_id = ${of.schoolId} and id = any(${of.ids}::uuid[])`.execute(trx)
  return rows.map(messageOfRow)
}

/** Sent and stopped ones, newest first; `before` pages by the last one seen. */
export async function messagesLatest(
  trx: Trx,
  of: { schoolId: string; limit: number; before: { sentAt: Date; id: string } | null },
): Promise<Message[]> {
  const older = of.before ? sql`and (sent_at, id) < (${of.before.sentAt}, ${of.before.id}::uuid)` : sql``
  const { rows } = await sql<MessageRow>`
    select * from messages where school_id = ${of.schoolId} and sent_at is not null ${older}
    order by sent_at desc, id desc limit ${of.limit}`.execute(trx)
  return rows.map(messageOfRow)
}

export async function draftsLatest(trx: Trx, of: { schoolId: string; limit: number }): Promise<Message[]> {
  const { rows } = await sql<MessageRow>`
    select * from messages where school_id = ${of.schoolId} and state = 'draft'
    order by updated_at desc, id desc limit ${of.limit}`.execute(trx)
  return rows.map(messageOfRow)
}

/** The same message sent on the same day of the school, latest first; stopped ones do not count (MSG-6). */
export async function sameMessageIfAny(
  trx: Trx,
  of: { schoolId: string; sentOn: string; sameness: string },
): Promise<Message | null> {
  const { rows } = await sql<MessageRow>`
    select * from messages
    where school_id = ${of.schoolId} and sent_on = ${of.sentOn} and sameness = ${of.sameness} and state = 'sent'
    order by sent_at desc limit 1`.execute(trx)
  return rows[0] ? messageOfRow(rows[0]) : null
}

/** How many messages each of these adults has been sent since then. */
export async function messagesPerAdult(
  trx: Trx,
  of: { schoolId: string; adultIds: string[]; since: Date },
): Promise<Map<string, number>> {
  const { rows } = await sql<{ adult_id: string; count: number }>`
    select v.adult_id, count(distinct v.message_id)::int as count
    from messages m
    join message_verdicts v on v.school_id = m.school_id and v.message_id = m.id
    where m.school_id = ${of.schoolId} and m.sent_at >= ${of.since} and m.state = 'sent'
      and v.adult_id = any(${of.adultIds}::uuid[]) and v.verdict = 'send'
    group by v.adult_id`.execute(trx)
  return new Map(rows.map((row) => [row.adult_id, row.count]))
}

type MessageRow = {
  id: string
  state: string
  selectors: unknown
  audience: string
  channel: string
  kind: string
  subject: string
  body: string
  resend_of: string | null
  made_by: string
  updated_at: Date
  sent_by: string | null
  sent_at: Date | null
  undo_until: Date | null
  stopped_at: Date | null
  deadline_at: Date | null
  pupils: number
  adults: number
  emails: number
  texts: number
  parts: number
  cost_pence: string
}

const messageOfRow = (row: MessageRow): Message => ({
  id: row.id,
  state: row.state as MessageState,
  content: {
    to: row.selectors as string[],
    audience: row.audience as MessageContent['audience'],
    channel: row.channel as MessageContent['channel'],
    kind: row.kind as MessageContent['kind'],
    subject: row.subject,
    body: row.body,
    deadlineAt: row.deadline_at,
  },
  resendOf: row.resend_of,
  madeBy: row.made_by,
  updatedAt: row.updated_at,
  sentBy: row.sent_by,
  sentAt: row.sent_at,
  undoUntil: row.undo_until,
  stoppedAt: row.stopped_at,
  counts: {
    pupils: row.pupils,
    adults: row.adults,
    emails: row.emails,
    texts: row.texts,
    parts: row.parts,
    costPence: Number(row.cost_pence),
  },
})
