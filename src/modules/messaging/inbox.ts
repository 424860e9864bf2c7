import type { Trx } from '../../platform/db/index.ts'
import { type Delivery, findDeliveries } from '../delivery/index.ts'
import { type CopyOfAdult, copiesOfAdult, type InboxPlace } from './inbox.store.ts'
import type { MessageContent } from './messaging.types.ts'
import { withoutOwnFooter } from './rules/own-footer.ts'

/** One thing that was sent to a person, as it went to them. */
export type InboxItem = InboxPlace & {
  kind: MessageContent['kind']
  channel: 'email' | 'sms'
  /** Null on texts. */
  subject: string | null
  body: string
  /** First names of the children it was about. */
  children: string[]
  /** It is known that it did not arrive. */
  failed: boolean
}

type OfAdult = {
  schoolId: string
  adultId: string
  /** The children whom this adult may see today, by id, with the first name. */
  children: ReadonlyMap<string, string>
}

const fewestAtOnce = 40
const mostAtOnce = 500

/**
 * What this adult was sent, newest first: the words as they went to them. What was stopped, held back or still waits was not sent.
 * What was about a child whom they may not see today is left out without a gap (VIS-4, VIS-5, VIS-9).
 */
export async function inboxOfAdult(
  trx: Trx,
  of: OfAdult & { before: InboxPlace | null; limit: number },
): Promise<InboxItem[]> {
  const items: InboxItem[] = []
  const atOnce = Math.min(mostAtOnce, Math.max(fewestAtOnce, of.limit))
  let { before } = of
  for (let isMore = true; isMore && items.length < of.limit; ) {
    const copies = await copiesOfAdult(trx, { ...of, before, limit: atOnce })
    items.push(...(await itemsOf(trx, of, copies)))
    before = copies.at(-1) ?? null
    isMore = copies.length === atOnce
  }
  return items.slice(0, of.limit)
}

/** One of them, whole; null where it is not there for this adult. */
export async function inboxItemIfAny(trx: Trx, of: OfAdult & InboxPlace): Promise<InboxItem | null> {
  // The place just after the wanted one, in the order newest first, is the wanted one with the next moment.
  const before = { sentAt: new Date(of.sentAt.getTime() + 1), deliveryId: of.deliveryId }
  const copies = await copiesOfAdult(trx, { ...of, before, limit: fewestAtOnce })
  const [item] = await itemsOf(
    trx,
    of,
    copies.filter(({ deliveryId }) => deliveryId === of.deliveryId),
  )
  return item ?? null
}

async function itemsOf(trx: Trx, of: OfAdult, copies: CopyOfAdult[]): Promise<InboxItem[]> {
  const allowed = copies.filter(({ pupilIds }) => pupilIds.every((id) => of.children.has(id)))
  const ids = allowed.map(({ deliveryId }) => deliveryId)
  const deliveries = new Map((await findDeliveries(trx, { schoolId: of.schoolId, ids })).map((row) => [row.id, row]))
  return allowed.flatMap((copy) => {
    const delivery = deliveries.get(copy.deliveryId)
    return delivery && wasSent(delivery) ? [itemOf(copy, delivery, of.children)] : []
  })
}

const notSent: readonly Delivery['state'][] = ['queued', 'withdrawn', 'blocked']

function wasSent({ state, attempts }: Delivery): boolean {
  return !notSent.includes(state) || (state === 'queued' && attempts > 0)
}

function itemOf(copy: CopyOfAdult, delivery: Delivery, children: ReadonlyMap<string, string>): InboxItem {
  const { sentAt, deliveryId, kind, pupilIds } = copy
  return {
    sentAt,
    deliveryId,
    kind,
    channel: delivery.channel,
    subject: delivery.subject,
    body: withoutOwnFooter(delivery.body),
    children: pupilIds.map((id) => children.get(id) ?? ''),
    failed: delivery.state.startsWith('failed'),
  }
}
