import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import type { ClaimedRow } from './worker.store.ts'

export type NewCarrier = {
  id: string
  key: string
  recipientId: string
  toAddress: string
  sender: string
  textId: string
  dueAt: Date
  deadlineAt: Date
}

/** Carriers that are there already stay as they are. */
export async function insertCarriers(
  trx: Trx,
  insert: { schoolId: string; now: Date; carriers: NewCarrier[] },
): Promise<void> {
  const values = insert.carriers.map(
    (carrier) => sql`(${insert.schoolId}, ${carrier.id}, ${carrier.id}, ${carrier.recipientId}, 'email', 'ordinary',
      'queued', ${carrier.toAddress}, ${carrier.sender}, ${carrier.textId}, 0, 0, ${carrier.dueAt},
      ${carrier.deadlineAt}, ${carrier.id}, ${insert.now}, ${carrier.key})`,
  )
  await sql`
    insert into deliveries (school_id, id, message_id, recipient_id, channel, lane, state, to_address, sender, text_id,
      parts, cost_pence, due_at, deadline_at, idempotency_key, created_at, carrier_key)
    values ${sql.join(values)} on conflict (school_id, carrier_key) where carrier_key is not null do nothing`.execute(
    trx,
  )
}

/**
 * The carriers of these keys that have not been claimed, by key. Held until the transaction ends, so that no worker, who
 * skips what is locked, takes one before its rows are in.
 */
export async function holdWaitingCarriers(
  trx: Trx,
  of: { schoolId: string; keys: string[] },
): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; carrier_key: string }>`
    select id, carrier_key from deliveries
    where school_id = ${of.schoolId} and carrier_key = any(${of.keys}::text[]) and state = 'queued' and attempts = 0
    for share`.execute(trx)
  return new Map(rows.map((row) => [row.carrier_key, row.id]))
}

/** A row in a carrier, as it is looked at before the carrier goes. */
export type CarriedRow = Omit<ClaimedRow, 'sender' | 'attempts' | 'failedAt' | 'carries'> & { carrierId: string }

export async function rowsCarriedBy(trx: Trx, of: { schoolId: string; carrierIds: string[] }): Promise<CarriedRow[]> {
  const { rows } = await sql<{
    id: string
    carried_by: string
    message_id: string
    recipient_id: string
    channel: CarriedRow['channel']
    lane: CarriedRow['lane']
    to_address: string
    text_id: string
    deadline_at: Date
    idempotency_key: string
  }>`
    select id, carried_by, message_id, recipient_id, channel, lane, to_address, text_id, deadline_at, idempotency_key
    from deliveries
    where school_id = ${of.schoolId} and carried_by = any(${of.carrierIds}::uuid[]) and state = 'queued'
    order by id`.execute(trx)
  return rows.map((row) => ({
    schoolId: of.schoolId,
    id: row.id,
    carrierId: row.carried_by,
    messageId: row.message_id,
    recipientId: row.recipient_id,
    channel: row.channel,
    lane: row.lane,
    toAddress: row.to_address,
    textId: row.text_id,
    deadlineAt: row.deadline_at,
    idempotencyKey: row.idempotency_key,
  }))
}

/** Rows that part from their carrier. */
export async function partFromCarrier(
  trx: Trx,
  part: { schoolId: string; now: Date; rows: { id: string; state: 'blocked' | 'failed temporary'; reason: string }[] },
): Promise<void> {
  const { schoolId, now, rows } = part
  await sql`
    update deliveries d set state = p.state, reason = p.reason,
      failed_at = case when p.state like 'failed%' then ${now}::timestamptz end
    from unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ state }) => state)}::text[],
      ${rows.map(({ reason }) => reason)}::text[]) as p (id, state, reason)
    where d.school_id = ${schoolId} and d.id = p.id and d.state = 'queued' and d.carried_by is not null`.execute(trx)
}

/** Says that these rows are in the email that is being handed over: from now on nobody can take them back. */
export async function beginCarried(
  trx: Trx,
  begin: { schoolId: string; ids: string[]; now: Date },
): Promise<Set<string>> {
  if (begin.ids.length === 0) return new Set()
  const { rows } = await sql<{ id: string }>`
    update deliveries set call_begun_at = ${begin.now}
    where school_id = ${begin.schoolId} and id = any(${begin.ids}::uuid[]) and carried_by is not null
      and state = 'queued'
    returning id`.execute(trx)
  return new Set(rows.map((row) => row.id))
}

/** Their carrier waits again, so they may be taken back again. */
export async function releaseCarried(trx: Trx, of: { schoolId: string; carrierIds: string[] }): Promise<void> {
  await sql`
    update deliveries set call_begun_at = null
    where school_id = ${of.schoolId} and carried_by = any(${of.carrierIds}::uuid[]) and state = 'queued'`.execute(trx)
}

/** The carrier of a row, or the row itself. */
export async function carrierOrSelf(trx: Trx, of: { schoolId: string; id: string }): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    select coalesce(carried_by, id) as id from deliveries
    where school_id = ${of.schoolId} and id = ${of.id} and (carried_by is null or state = 'queued')`.execute(trx)
  return rows[0]?.id ?? of.id
}
