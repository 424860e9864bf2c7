import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import type { Channel, DeliveryState, Lane } from './rules/state.ts'

/** A row in a worker's hands. */
export type ClaimedRow = {
  schoolId: string
  id: string
  messageId: string
  recipientId: string
  channel: Channel
  lane: Lane
  toAddress: string
  sender: string
  textId: string
  attempts: number
  deadlineAt: Date
  idempotencyKey: string
  /** The provider of the attempt that failed before this one. */
  failedAt: string | null
  /** It brings other rows, and says what they say. */
  carries: boolean
}

/** What a worker writes down of a row; only by the lease under which it was claimed. */
export type FinishedRow = {
  id: string
  state: DeliveryState
  dueAt: Date | null
  askAt: Date | null
  providerRef: string | null
  reason: string | null
  answer: string | null
}

/** Which schools have something to do now. One probe of an index a school: the cost does not follow the rows held. */
export async function schoolsWithDue(trx: Trx, now: Date) {
  const { rows } = await sql<{ school_id: string; emergency: boolean; ordinary: boolean }>`
    select * from (
      select s.id as school_id,
        exists (select from deliveries d where d.school_id = s.id and d.state = 'queued' and d.lane = 'emergency'
          and d.carried_by is null and d.due_at <= ${now}) as emergency,
        exists (select from deliveries d where d.school_id = s.id and d.state = 'queued' and d.lane = 'ordinary'
          and d.carried_by is null and d.due_at <= ${now}) as ordinary
      from schools s) due
    where emergency or ordinary`.execute(trx)
  return rows.map((row) => ({ schoolId: row.school_id, emergency: row.emergency, ordinary: row.ordinary }))
}

/** Which schools have rows whose worker vanished, rows to ask a provider about, or invented messages to play. */
export async function schoolsWithChores(trx: Trx, now: Date) {
  const { rows } = await sql<{ school_id: string; expired: boolean; to_ask: boolean; to_play: boolean }>`
    select * from (
      select s.id as school_id,
        exists (select from deliveries d where d.school_id = s.id and d.lease_token is not null
          and d.lease_until < ${now} and d.state = 'sending') as expired,
        exists (select from deliveries d where d.school_id = s.id and d.ask_at <= ${now}) as to_ask,
        exists (select from simulated_messages m where m.school_id = s.id and m.play_at <= ${now}) as to_play
      from schools s) chores
    where expired or to_ask or to_play`.execute(trx)
  return rows.map((row) => ({
    schoolId: row.school_id,
    expired: row.expired,
    toAsk: row.to_ask,
    toPlay: row.to_play,
  }))
}

type ClaimedSqlRow = {
  id: string
  message_id: string
  recipient_id: string
  channel: Channel
  to_address: string
  sender: string
  text_id: string
  attempts: number
  due_at: Date
  deadline_at: Date
  idempotency_key: string
  provider_id: string | null
  carries: boolean
}

export type ClaimPlace = { dueAt: Date; id: string }

/**
 * Takes the first due rows of a lane. `from` is where the last claim ended: entries before it are of rows already done,
 * and while an old transaction is open PostgreSQL cannot forget them, so each claim would step over all of them again.
 */
export async function claimDue(
  trx: Trx,
  claim: {
    schoolId: string
    lane: Lane
    now: Date
    limit: number
    token: string
    leaseUntil: Date
    from: ClaimPlace | null
  },
): Promise<{ rows: ClaimedRow[]; last: ClaimPlace | null }> {
  const { schoolId, lane, now, limit, token, leaseUntil, from } = claim
  const after = from ? sql`and (due_at, id) > (${from.dueAt}, ${from.id})` : sql``
  const { rows } = await sql<ClaimedSqlRow>`
    with mine as materialized (
      select id from deliveries
      where school_id = ${schoolId} and state = 'queued' and lane = ${lane} and carried_by is null and due_at <= ${now} ${after}
      order by due_at, id limit ${limit} for update skip locked)
    update deliveries d
    set state = 'sending', lease_token = ${token}, lease_until = ${leaseUntil}, call_begun_at = null
    from mine where d.school_id = ${schoolId} and d.id = mine.id
    returning d.id, d.message_id, d.recipient_id, d.channel, d.to_address, d.sender, d.text_id, d.attempts, d.due_at,
      d.deadline_at, d.idempotency_key, case when d.attempts > 0 then d.provider_id end as provider_id,
      d.carrier_key is not null as carries`.execute(trx)
  const claimed = rows.map(
    (row): ClaimedRow => ({
      schoolId,
      id: row.id,
      messageId: row.message_id,
      recipientId: row.recipient_id,
      channel: row.channel,
      lane,
      toAddress: row.to_address,
      sender: row.sender,
      textId: row.text_id,
      attempts: row.attempts,
      deadlineAt: row.deadline_at,
      idempotencyKey: row.idempotency_key,
      failedAt: row.provider_id,
      carries: row.carries,
    }),
  )
  return { rows: claimed, last: lastPlace(rows) }
}

function lastPlace(rows: { due_at: Date; id: string }[]): ClaimPlace | null {
  let last: ClaimPlace | null = null
  for (const { due_at: dueAt, id } of rows) if (!last || isAfter({ dueAt, id }, last)) last = { dueAt, id }
  return last
}

/** The order in which the queue is read. */
export function isAfter(one: ClaimPlace, other: ClaimPlace): boolean {
  const apart = one.dueAt.getTime() - other.dueAt.getTime()
  return apart > 0 || (apart === 0 && one.id > other.id)
}

export async function textsByIds(trx: Trx, of: { schoolId: string; ids: string[] }) {
  const { rows } = await sql<{ id: string; subject: string | null; body: string }>`
    select id, subject, body from delivery_texts
    where school_id = ${of.schoolId} and id = any(${of.ids}::uuid[])`.execute(trx)
  return rows
}

/**
 * Says, and commits, that these rows are now handed to a provider. Rows that are no longer ours (withdrawn, lease
 * over) are not returned and must not be sent. A refused attempt counts, so that is where attempts are counted.
 */
export async function beginCalls(
  trx: Trx,
  call: { schoolId: string; token: string; ids: string[]; providerId: string; now: Date },
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    update deliveries set call_begun_at = ${call.now}, provider_id = ${call.providerId}, attempts = attempts + 1
    where school_id = ${call.schoolId} and lease_token = ${call.token} and id = any(${call.ids}::uuid[])
      and state = 'sending' and lease_until > ${call.now}
    returning id`.execute(trx)
  return new Set(rows.map((row) => row.id))
}

/**
 * Writes what came of rows, only under the lease they were claimed with; returns the ids written. A row that a receipt
 * moved on in the meantime keeps its state: no status goes backwards (DLV-8).
 */
export async function finishRows(
  trx: Trx,
  finish: { schoolId: string; token: string; now: Date; rows: FinishedRow[] },
): Promise<Set<string>> {
  const { schoolId, token, now, rows } = finish
  const done = await sql<{ id: string }>`
    update deliveries d set
      state = case when d.state in ('sending', 'unknown') then f.state else d.state end,
      due_at = coalesce(f.due_at, d.due_at),
      ask_at = f.ask_at,
      provider_ref = coalesce(f.provider_ref, d.provider_ref),
      reason = case when d.state in ('sending', 'unknown') then f.reason else d.reason end,
      answer = coalesce(f.answer, d.answer),
      accepted_at = case when f.state = 'accepted' then coalesce(d.accepted_at, ${now}) else d.accepted_at end,
      failed_at = case when f.state like 'failed%' then ${now} else d.failed_at end,
      lease_token = null, lease_until = null
    from unnest(${rows.map((row) => row.id)}::uuid[], ${rows.map((row) => row.state)}::text[],
      ${rows.map((row) => row.dueAt)}::timestamptz[], ${rows.map((row) => row.askAt)}::timestamptz[],
      ${rows.map((row) => row.providerRef)}::text[], ${rows.map((row) => row.reason)}::text[],
      ${rows.map((row) => row.answer)}::text[]) as f (id, state, due_at, ask_at, provider_ref, reason, answer)
    where d.school_id = ${schoolId} and d.id = f.id and d.lease_token = ${token}
    returning d.id`.execute(trx)
  return new Set(done.rows.map((row) => row.id))
}

/**
 * Rows whose worker vanished. Without a call begun they simply wait again. With one, nobody here knows what came of it:
 * unknown (DLV-3). The lease stays on those, so that a worker that was merely slow may still say what it knows.
 */
export async function expireLeases(trx: Trx, of: { schoolId: string; now: Date; limit: number }) {
  const { rows } = await sql<{ id: string; state: DeliveryState }>`
    with gone as materialized (
      select id from deliveries where school_id = ${of.schoolId} and lease_token is not null and lease_until < ${of.now}
        and state = 'sending' limit ${of.limit} for update skip locked)
    update deliveries d set
      state = case when call_begun_at is null then 'queued' else 'unknown' end,
      ask_at = case when call_begun_at is null then null else ${of.now}::timestamptz end,
      reason = case when call_begun_at is null then reason
        else 'The program stopped before it learnt whether this was taken' end,
      lease_token = case when call_begun_at is null then null else lease_token end,
      lease_until = null
    from gone where d.school_id = ${of.schoolId} and d.id = gone.id
    returning d.id, d.state`.execute(trx)
  return rows
}

/** Unknown rows that their provider can be asked about now. */
export async function rowsToAsk(trx: Trx, of: { schoolId: string; now: Date; limit: number }) {
  const { rows } = await sql<{
    id: string
    provider_id: string | null
    provider_ref: string | null
    idempotency_key: string
    call_begun_at: Date | null
  }>`
    select id, provider_id, provider_ref, idempotency_key, call_begun_at from deliveries
    where school_id = ${of.schoolId} and ask_at <= ${of.now}
    order by ask_at limit ${of.limit}`.execute(trx)
  return rows.map((row) => ({
    id: row.id,
    providerId: row.provider_id,
    providerRef: row.provider_ref,
    idempotencyKey: row.idempotency_key,
    callBegunAt: row.call_begun_at,
  }))
}

export async function setAskAt(trx: Trx, row: { schoolId: string; id: string; askAt: Date | null }): Promise<void> {
  await sql`
    update deliveries set ask_at = ${row.askAt} where school_id = ${row.schoolId} and id = ${row.id}`.execute(trx)
}

/** The provider is certain that it never got it: it waits again, as if the call had not been begun. */
export async function requeueUnknown(trx: Trx, row: { schoolId: string; id: string; now: Date }): Promise<void> {
  await sql`
    update deliveries set state = 'queued', due_at = ${row.now}, ask_at = null, call_begun_at = null, lease_token = null,
      reason = null
    where school_id = ${row.schoolId} and id = ${row.id} and state = 'unknown'`.execute(trx)
}
