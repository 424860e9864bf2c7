import type { Clock } from '../../platform/clock/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { newId } from '../../platform/ids/index.ts'
import type { DeliveryOutcome } from './hooks.ts'
import {
  insertEarlyReceipt,
  insertReplyOnce,
  moveByReceipt,
  receiptTargetIfAny,
  takeEarlyReceipts,
} from './receipts.store.ts'
import { nextState } from './rules/next-state.ts'
import { oneLine } from './rules/outcome.ts'
import type { Channel, ReceiptState } from './rules/state.ts'

/** What a provider says of a message later. Whoever calls has proved that it comes from the provider (DLV-8). */
export type Receipt = {
  schoolId: string
  providerId: string
  /** The provider's reference, or the idempotency key that it was given. */
  reference: string
  state: ReceiptState
  reason: string | null
  at: Date
}

/**
 * DLV-8: applies a receipt, in whatever order they come and however often. Returns the outcome to tell `onOutcomes`, or
 * null when it changed nothing. One that overtook the answer to the call is kept until that answer names its reference.
 */
export async function applyReceipt(trx: Trx, receipt: Receipt, clock: Clock): Promise<DeliveryOutcome | null> {
  const { schoolId, providerId, reference, state, at } = receipt
  const reason = receipt.reason === null ? null : oneLine(receipt.reason)
  const target =
    (await receiptTargetIfAny(trx, { schoolId, providerId, reference, ownId: ownIdIn(reference) })) ??
    (ownIdIn(reference) ? await receiptTargetIfAny(trx, { schoolId, providerId, reference, ownId: null }) : null)
  if (!target) {
    await insertEarlyReceipt(trx, { schoolId, providerId, reference, state, reason, at, now: clock.now() })
    return null
  }
  const next = nextState({ state: target.state, handedOver: target.attempts > 0, receipt: state })
  if (!next) return null
  await moveByReceipt(trx, { schoolId, id: target.id, state: next, reason, at })
  return {
    deliveryId: target.id,
    messageId: target.messageId,
    recipientId: target.recipientId,
    channel: target.channel,
    address: target.toAddress,
    outcome: next,
  }
}

/** Applies what came before the answers that named these references. */
export async function applyEarlyReceipts(
  trx: Trx,
  of: { schoolId: string; providerId: string; references: string[] },
  clock: Clock,
): Promise<DeliveryOutcome[]> {
  if (of.references.length === 0) return []
  const outcomes: DeliveryOutcome[] = []
  for (const early of await takeEarlyReceipts(trx, of)) {
    const outcome = await applyReceipt(trx, { ...of, ...early }, clock)
    if (outcome) outcomes.push(outcome)
  }
  return outcomes
}

/** Our idempotency keys begin with the row's id, so a provider that gives them back leads straight to the row. */
function ownIdIn(reference: string): string | null {
  return /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(\.\d+)?$/i.exec(reference)?.[1] ?? null
}

/** DLV-9: keeps a reply once, whatever how often the provider brings it. Threading it is messaging's business. */
export async function receiveReply(
  trx: Trx,
  reply: {
    schoolId: string
    channel: Channel
    fromAddress: string
    toAddress: string
    body: string
    providerId: string | null
    /** The provider's own reference of the reply; it tells a second bringing from a second reply. */
    providerRef: string
  },
  clock: Clock,
): Promise<{ id: string; isNew: boolean }> {
  const id = newId()
  const isNew = await insertReplyOnce(trx, { ...reply, id, body: reply.body.slice(0, 20_000), now: clock.now() })
  return { id, isNew }
}
