import type { DeliveryState, ReceiptState } from './state.ts'

/**
 * How much is known of a message that was handed over. A receipt only ever moves a row up, so any order of the same
 * receipts ends in the same place. Delivered stands above failed: a network that gave up on one path and got through on
 * another did reach the family, and a family that has read it was reached whatever came before.
 */
const knowledge: Record<DeliveryState, number> = {
  sending: 0,
  unknown: 1,
  // Waiting for its next try: a late word of the failure that made it wait must not end the trying.
  queued: 2,
  'failed temporary': 2,
  'failed technical': 2,
  accepted: 3,
  'failed permanent': 4,
  delivered: 5,
  read: 6,
  confirmed: 7,
  // Decided here, before any provider was called: no receipt can be about them.
  blocked: Number.POSITIVE_INFINITY,
  withdrawn: Number.POSITIVE_INFINITY,
}

/**
 * DLV-8: the state after a receipt, or null when the receipt changes nothing (doubled, late, or about a row that was
 * never handed to a provider).
 */
export function nextState(facts: {
  state: DeliveryState
  handedOver: boolean
  receipt: ReceiptState
}): ReceiptState | null {
  if (!facts.handedOver) return null
  return knowledge[facts.receipt] > knowledge[facts.state] ? facts.receipt : null
}
