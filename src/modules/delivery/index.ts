/**
 * Delivery: one row per recipient, channel and attempt to reach them (DLV-1 to DLV-9). It sends what is due, and knows
 * what became of it. It has never heard of pupils: `messageId` and `recipientId` mean nothing to it.
 */

export {
  countsOfMessages,
  type Delivery,
  type DeliveryToEnqueue,
  deliveriesOfMessage,
  enqueueDeliveries,
  findDeliveries,
  settleUnknown,
  withdrawDeliveries,
} from './delivery.ts'
export type { DeliveryHooks, DeliveryOutcome, TechnicalFailure } from './hooks.ts'
export { type OpenDelivery, openDelivery } from './open-delivery.ts'
export {
  connectSimulatedNetwork,
  failingProviders,
  findProvider,
  listProviders,
  type ProviderSetup,
  problemsOfProvider,
  removeProvider,
  type ShownProvider,
  saveProvider,
  type TypedSetup,
  tryProvider,
} from './provider-settings.ts'
export type { Outcome } from './rules/outcome.ts'
export { ownLinkField } from './rules/own-link-field.ts'
export { longestText, plainerSpelling, type SmsParts, smsParts } from './rules/sms-parts.ts'
export type { Channel, DeliveryState, Lane, ReceiptState } from './rules/state.ts'
export type { SimulatedMessage } from './simulated.store.ts'
export { replyFromSimulated, settleSimulatedMessage, simulatedInbox } from './simulated-network.ts'
export { findPostedPdf, keepInSimulatedPost, type PostedPiece, simulatedPost } from './simulated-post.ts'
export { receiveWebhook } from './webhook.ts'
export type { ClaimedRow } from './worker.store.ts'
export type { DeliveryWorker } from './worker.ts'
