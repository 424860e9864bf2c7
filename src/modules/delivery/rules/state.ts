/** Where a delivery stands (DLV-1). Accepted means a provider took it, no more: it is never called delivered. */
export type DeliveryState =
  | 'queued'
  | 'sending'
  | 'accepted'
  | 'delivered'
  | 'read'
  | 'confirmed'
  | 'failed temporary'
  | 'failed permanent'
  | 'failed technical'
  | 'blocked'
  | 'withdrawn'
  | 'unknown'

export type Channel = 'sms' | 'email'
export type Lane = 'emergency' | 'ordinary'

/** What a provider can say about a message after it was handed over. */
export type ReceiptState = 'accepted' | 'delivered' | 'read' | 'confirmed' | 'failed temporary' | 'failed permanent'

export const receiptStates: readonly ReceiptState[] = [
  'accepted',
  'delivered',
  'read',
  'confirmed',
  'failed temporary',
  'failed permanent',
]
