import type { Channel, DeliveryState } from './rules/state.ts'
import type { DeliveryText } from './text-cache.ts'
import type { ClaimedRow } from './worker.store.ts'

/** A row about to be handed over, by itself or in one email with others. */
export type RowToCheck = Pick<ClaimedRow, 'id' | 'messageId' | 'recipientId' | 'channel' | 'toAddress'>

/** What delivery asks of higher modules; `main.ts` connects them. */
export type DeliveryHooks = {
  /**
   * DLV-2: asked just before hand-over for rows of one school: restriction, opt-out, link. A reason withholds the row,
   * which becomes `blocked`. Rows not in the answer are sent. The deadline is delivery's own business.
   */
  mayStillBeSent(question: { schoolId: string; rows: readonly RowToCheck[] }): Promise<Map<string, { reason: string }>>
  /** DLV-5: told after the outcome is written, so that three failures in a row can block a contact point. */
  onOutcomes(news: { schoolId: string; outcomes: readonly DeliveryOutcome[] }): Promise<void>
  /** One email for several things that a recipient gets at the same time, in the order in which they were made. */
  combine(wanted: { schoolId: string; recipientId: string; items: readonly ItemToCombine[] }): Promise<DeliveryText>
  /** The reader's own signed link, for the field of that name in an email. */
  ownLinkOf(of: { schoolId: string; recipientId: string }): string
  /** DLV-4: a provider stopped working for everybody. Told once, until it has worked again. */
  onTechnicalFailure(news: TechnicalFailure): Promise<void>
}

export type ItemToCombine = DeliveryText & { messageId: string }

export type TechnicalFailure = {
  schoolId: string
  providerId: string
  providerName: string
  reason: string
  /** What the provider said, verbatim. */
  answer: string
}

export type DeliveryOutcome = {
  deliveryId: string
  messageId: string
  recipientId: string
  channel: Channel
  address: string
  outcome: Extract<
    DeliveryState,
    'accepted' | 'delivered' | 'read' | 'confirmed' | 'failed temporary' | 'failed permanent' | 'failed technical'
  >
}

/** Hooks that ask nobody and tell nobody. */
export const noHooks: DeliveryHooks = {
  mayStillBeSent: async () => new Map(),
  combine: async ({ items }) => ({
    subject: items[0]?.subject ?? null,
    body: items.map(({ body }) => body).join('\n\n'),
  }),
  ownLinkOf: () => '',
  onOutcomes: async () => {},
  onTechnicalFailure: async () => {},
}
