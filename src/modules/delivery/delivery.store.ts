import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import type { Channel, DeliveryState, Lane } from './rules/state.ts'

export type NewDeliveryRow = {
  id: string
  messageId: string
  recipientId: string
  channel: Channel
  lane: Lane
  toAddress: string
  sender: string
  textId: string
  parts: number
  costPence: number
  dueAt: Date
  deadlineAt: Date
  carriedBy: string | null
}

export type StoredDelivery = {
  id: string
  messageId: string
  recipientId: string
  channel: Channel
  lane: Lane
  state: DeliveryState
  toAddress: string
  subject: string | null
  body: string
  parts: number
  costPence: number
  attempts: number
  dueAt: Date
  deadlineAt: Date
  /** It goes out in one email with others; its state is that of the email. */
  isCarried: boolean
  providerId: string | null
  /** Plain words, where there is something to say. */
  reason: string | null
  /** What the provider said, verbatim. */
  answer: string | null
  createdAt: Date
  acceptedAt: Date | null
  deliveredAt: Date | null
  failedAt: Date | null
}

export async function insertTexts(
  trx: Trx,
  insert: { schoolId: string; texts: { id: string; subject: string | null; body: string }[] },
): Promise<void> {
  const values = insert.texts.map((text) => sql`(${insert.schoolId}, ${text.id}, ${text.subject}, ${text.body})`)
  await sql`insert into delivery_texts (school_id, id, subject, body) values ${sql.join(values)}`.execute(trx)
}

export async function insertDeliveries(
  trx: Trx,
  insert: { schoolId: string; now: Date; rows: NewDeliveryRow[] },
): Promise<void> {
  const values = insert.rows.map(
    (row) => sql`(${insert.schoolId}, ${row.id}, ${row.messageId}, ${row.recipientId}, ${row.channel}, ${row.lane},
      'queued', ${row.toAddress}, ${row.sender}, ${row.textId}, ${row.parts}, ${row.costPence}, ${row.dueAt},
      ${row.deadlineAt}, ${row.id}, ${insert.now}, ${row.carriedBy})`,
  )
  await sql`
    insert into deliveries (school_id, id, message_id, recipient_id, channel, lane, state, to_address, sender, text_id,
      parts, cost_pence, due_at, deadline_at, idempotency_key, created_at, carried_by)
    values ${sql.join(values)}`.execute(trx)
}

/** What has not been handed to a provider: waiting, or claimed without a call begun. */
export async function withdrawWaiting(
  trx: Trx,
  of: { schoolId: string; messageId: string; recipientIds: string[] | null; reason: string },
): Promise<string[]> {
  const some = of.recipientIds ? sql`and recipient_id = any(${of.recipientIds}::uuid[])` : sql``
  const { rows } = await sql<{ id: string }>`
    update deliveries set state = 'withdrawn', reason = ${of.reason}, lease_token = null, lease_until = null
    where school_id = ${of.schoolId} and message_id = ${of.messageId} ${some}
      and ((state = 'queued' and (carried_by is null or call_begun_at is null))
        or (state = 'sending' and call_begun_at is null))
    returning id`.execute(trx)
  return rows.map((row) => row.id)
}

// Of the email that carries a row, unless the row parted from it: then its own.
const isCarrier = sql`c.school_id = d.school_id and c.id = d.carried_by and d.state = 'queued'`
const stateShown = sql`coalesce(c.state, d.state)`
const asCarried = (column: ReturnType<typeof sql>) => sql`case when c.id is null then d.${column} else c.${column} end`

export async function countsByState(trx: Trx, of: { schoolId: string; messageIds: string[] }) {
  const { rows } = await sql<{
    message_id: string
    channel: Channel
    state: DeliveryState
    provider_id: string | null
    count: number
  }>`
    select d.message_id, d.channel, ${stateShown} as state, ${asCarried(sql`provider_id`)} as provider_id,
      count(*)::int as count
    from deliveries d left join deliveries c on ${isCarrier}
    where d.school_id = ${of.schoolId} and d.message_id = any(${of.messageIds}::uuid[])
    group by d.message_id, d.channel, ${stateShown}, ${asCarried(sql`provider_id`)}`.execute(trx)
  return rows.map((row) => ({
    messageId: row.message_id,
    channel: row.channel,
    state: row.state,
    providerId: row.provider_id,
    count: row.count,
  }))
}

type DeliverySqlRow = {
  id: string
  message_id: string
  recipient_id: string
  channel: Channel
  lane: Lane
  state: DeliveryState
  to_address: string
  subject: string | null
  body: string
  parts: number
  cost_pence: string
  attempts: number
  due_at: Date
  deadline_at: Date
  carried_by: string | null
  provider_id: string | null
  reason: string | null
  answer: string | null
  created_at: Date
  accepted_at: Date | null
  delivered_at: Date | null
  failed_at: Date | null
}

const shown = sql`d.id, d.message_id, d.recipient_id, d.channel, d.lane, ${stateShown} as state, d.to_address, t.subject,
  t.body, d.parts, d.cost_pence, coalesce(c.attempts, d.attempts) as attempts, coalesce(c.due_at, d.due_at) as due_at,
  d.deadline_at, d.carried_by, ${asCarried(sql`provider_id`)} as provider_id, ${asCarried(sql`reason`)} as reason,
  ${asCarried(sql`answer`)} as answer, d.created_at, ${asCarried(sql`accepted_at`)} as accepted_at,
  ${asCarried(sql`delivered_at`)} as delivered_at, ${asCarried(sql`failed_at`)} as failed_at`

const deliveriesShown = sql`deliveries d
    join delivery_texts t on t.school_id = d.school_id and t.id = d.text_id
    left join deliveries c on ${isCarrier}`

export async function deliveriesByMessage(
  trx: Trx,
  of: { schoolId: string; messageId: string },
): Promise<StoredDelivery[]> {
  const { rows } = await sql<DeliverySqlRow>`
    select ${shown} from ${deliveriesShown}
    where d.school_id = ${of.schoolId} and d.message_id = ${of.messageId} order by d.id`.execute(trx)
  return rows.map(toDelivery)
}

export async function deliveriesByIds(trx: Trx, of: { schoolId: string; ids: string[] }): Promise<StoredDelivery[]> {
  const { rows } = await sql<DeliverySqlRow>`
    select ${shown} from ${deliveriesShown}
    where d.school_id = ${of.schoolId} and d.id = any(${of.ids}::uuid[])`.execute(trx)
  return rows.map(toDelivery)
}

function toDelivery(row: DeliverySqlRow): StoredDelivery {
  return {
    id: row.id,
    messageId: row.message_id,
    recipientId: row.recipient_id,
    channel: row.channel,
    lane: row.lane,
    state: row.state,
    toAddress: row.to_address,
    subject: row.subject,
    body: row.body,
    parts: row.parts,
    costPence: Number(row.cost_pence),
    attempts: row.attempts,
    dueAt: row.due_at,
    deadlineAt: row.deadline_at,
    isCarried: row.carried_by !== null,
    providerId: row.provider_id,
    reason: row.reason,
    answer: row.answer,
    createdAt: row.created_at,
    acceptedAt: row.accepted_at,
    deliveredAt: row.delivered_at,
    failedAt: row.failed_at,
  }
}

/** A person decided about an unknown row. A new idempotency key, or the gateway would take it for the same text. */
export async function requeueByPerson(
  trx: Trx,
  of: { schoolId: string; id: string; now: Date; deadlineAt: Date },
): Promise<boolean> {
  const { rows } = await sql`
    update deliveries set state = 'queued', due_at = ${of.now}, ask_at = null, call_begun_at = null, lease_token = null,
      deadline_at = greatest(deadline_at, ${of.deadlineAt}), reason = null, failed_at = null,
      idempotency_key = id || '.' || attempts
    where school_id = ${of.schoolId} and id = ${of.id} and state = 'unknown' returning id`.execute(trx)
  return rows.length > 0
}

export async function settleByPerson(
  trx: Trx,
  of: { schoolId: string; id: string; state: 'accepted' | 'failed permanent'; reason: string; now: Date },
): Promise<boolean> {
  const { rows } = await sql`
    update deliveries set state = ${of.state}, ask_at = null, lease_token = null, reason = ${of.reason},
      accepted_at = ${of.state === 'accepted' ? of.now : null}, failed_at = ${of.state === 'accepted' ? null : of.now}
    where school_id = ${of.schoolId} and id = ${of.id} and state = 'unknown' returning id`.execute(trx)
  return rows.length > 0
}
