import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import type { Channel, DeliveryState, ReceiptState } from './rules/state.ts'

export type ReceiptTarget = {
  id: string
  state: DeliveryState
  attempts: number
  messageId: string
  recipientId: string
  channel: Channel
  toAddress: string
}

/** The row a receipt is about, locked: by the provider's own reference, or by ours where the provider gives that back. */
export async function receiptTargetIfAny(
  trx: Trx,
  of: { schoolId: string; providerId: string; reference: string; ownId: string | null },
): Promise<ReceiptTarget | null> {
  const found = of.ownId
    ? sql`id = ${of.ownId}`
    : sql`provider_ref = ${of.reference} and provider_id = ${of.providerId}`
  const { rows } = await sql<{
    id: string
    state: DeliveryState
    attempts: number
    message_id: string
    recipient_id: string
    channel: Channel
    to_address: string
  }>`
    select id, state, attempts, message_id, recipient_id, channel, to_address from deliveries
    where school_id = ${of.schoolId} and ${found} for update`.execute(trx)
  const row = rows[0]
  if (!row) return null
  return {
    id: row.id,
    state: row.state,
    attempts: row.attempts,
    messageId: row.message_id,
    recipientId: row.recipient_id,
    channel: row.channel,
    toAddress: row.to_address,
  }
}

/** The lease stays: a call under way may still bring the provider's reference. */
export async function moveByReceipt(
  trx: Trx,
  move: { schoolId: string; id: string; state: ReceiptState; reason: string | null; at: Date },
): Promise<void> {
  const { state, at } = move
  const isReached = state === 'delivered' || state === 'read' || state === 'confirmed'
  await sql`
    update deliveries set state = ${state}, ask_at = null, reason = ${move.reason},
      accepted_at = coalesce(accepted_at, ${state === 'accepted' || isReached ? at : null}),
      delivered_at = coalesce(delivered_at, ${isReached ? at : null}),
      failed_at = ${state.startsWith('failed') ? at : null}
    where school_id = ${move.schoolId} and id = ${move.id}`.execute(trx)
}

export async function insertEarlyReceipt(
  trx: Trx,
  receipt: {
    schoolId: string
    providerId: string
    reference: string
    state: ReceiptState
    reason: string | null
    at: Date
    now: Date
  },
): Promise<void> {
  await sql`
    insert into delivery_early_receipts (school_id, provider_id, provider_ref, state, reason, at, received_at)
    values (${receipt.schoolId}, ${receipt.providerId}, ${receipt.reference}, ${receipt.state}, ${receipt.reason},
      ${receipt.at}, ${receipt.now})
    on conflict do nothing`.execute(trx)
}

/** Takes the receipts that came before the answers which named these references. */
export async function takeEarlyReceipts(
  trx: Trx,
  of: { schoolId: string; providerId: string; references: string[] },
): Promise<{ reference: string; state: ReceiptState; reason: string | null; at: Date }[]> {
  const { rows } = await sql<{ provider_ref: string; state: ReceiptState; reason: string | null; at: Date }>`
    delete from delivery_early_receipts
    where school_id = ${of.schoolId} and provider_id = ${of.providerId} and provider_ref = any(${of.references}::text[])
    returning provider_ref, state, reason, at`.execute(trx)
  return rows.map((row) => ({ reference: row.provider_ref, state: row.state, reason: row.reason, at: row.at }))
}

export async function insertReplyOnce(
  trx: Trx,
  reply: {
    schoolId: string
    id: string
    channel: Channel
    fromAddress: string
    toAddress: string
    body: string
    providerId: string | null
    providerRef: string
    now: Date
  },
): Promise<boolean> {
  const { rows } = await sql`
    insert into delivery_replies (school_id, id, channel, from_address, to_address, body, provider_id, provider_ref,
      received_at)
    values (${reply.schoolId}, ${reply.id}, ${reply.channel}, ${reply.fromAddress}, ${reply.toAddress}, ${reply.body},
      ${reply.providerId}, ${reply.providerRef}, ${reply.now})
    on conflict (school_id, provider_ref) do nothing returning id`.execute(trx)
  return rows.length > 0
}
