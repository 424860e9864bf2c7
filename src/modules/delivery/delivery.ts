import type { Clock } from '../../platform/clock/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { newId } from '../../platform/ids/index.ts'
import { carrierOrSelf } from './carrying.store.ts'
import { carriersFor } from './carrying.ts'
import {
  countsByState,
  deliveriesByIds,
  deliveriesByMessage,
  insertDeliveries,
  insertTexts,
  requeueByPerson,
  type StoredDelivery,
  settleByPerson,
  withdrawWaiting,
} from './delivery.store.ts'
import { providersBySchool } from './providers.store.ts'
import type { Channel, Lane } from './rules/state.ts'
import { tellsWhatBecame } from './rules/tells-what-became.ts'

/** One copy as it stands. */
export type Delivery = StoredDelivery & {
  /** Whether the provider that took it says later what became of it; false too when that provider was removed. */
  receiptComes: boolean
}

/** One copy of a message for one recipient on one channel. `recipientId` and `messageId` mean nothing to delivery. */
export type DeliveryToEnqueue = {
  messageId: string
  recipientId: string
  channel: Channel
  lane: Lane
  /** E.164 for texts, an email address for email. */
  toAddress: string
  /** The sender's name on texts and emails; the address of emails belongs to the provider. */
  sender: string
  /** Emails only. */
  subject: string | null
  body: string
  /** SMS parts; 0 for emails. */
  parts: number
  costPence: number
  /** When it may go; now when absent. The end of the undo window, or the scheduled time. */
  dueAt?: Date
  /** After this it is never sent (MSG-6); 24 hours after it is due when absent. */
  deadlineAt?: Date
  /** Emails only: those with the same key go out as one, when they are due; same recipient, address and time. */
  carrierKey?: string
}

const rowsPerStatement = 500
const day = 24 * 60 * 60_000

/** DLV-1: puts rows in the queue, in the transaction that makes their message. Returns their ids in the same order. */
export async function enqueueDeliveries(
  trx: Trx,
  enqueue: { schoolId: string; rows: readonly DeliveryToEnqueue[]; clock: Clock },
): Promise<string[]> {
  const { schoolId, rows } = enqueue
  const now = enqueue.clock.now()
  const textIds = new Map<string, string>()
  const newTexts: { id: string; subject: string | null; body: string }[] = []
  const timed = rows.map((row) => ({ ...row, dueAt: row.dueAt ?? now }))
  const carriers = await carriersFor(trx, { schoolId, rows: timed, now })
  const newRows = timed.map((row) => {
    const key = `${row.subject ?? ''}\u0000${row.body}`
    let textId = textIds.get(key)
    if (!textId) {
      textId = newId()
      textIds.set(key, textId)
      newTexts.push({ id: textId, subject: row.subject, body: row.body })
    }
    const deadlineAt = row.deadlineAt ?? new Date(row.dueAt.getTime() + day)
    return { ...row, id: newId(), textId, deadlineAt, carriedBy: carriers.get(row.carrierKey ?? '') ?? null }
  })
  for (const texts of slices(newTexts)) await insertTexts(trx, { schoolId, texts })
  for (const slice of slices(newRows)) await insertDeliveries(trx, { schoolId, now, rows: slice })
  return newRows.map((row) => row.id)
}

function* slices<T>(list: readonly T[]): Generator<T[]> {
  for (let at = 0; at < list.length; at += rowsPerStatement) yield list.slice(at, at + rowsPerStatement)
}

/**
 * Takes back what no provider has been given: undo (MSG-6), or a restriction (VIS-3, with `recipientIds`). Returns the ids
 * withdrawn; rows not among them had gone.
 */
export function withdrawDeliveries(
  trx: Trx,
  of: { schoolId: string; messageId: string; recipientIds?: string[]; reason: string },
): Promise<string[]> {
  return withdrawWaiting(trx, { ...of, recipientIds: of.recipientIds ?? null })
}

/** How many rows of each message stand in each state, by channel and by whether a receipt comes. */
export async function countsOfMessages(trx: Trx, of: { schoolId: string; messageIds: string[] }) {
  const counts = await countsByState(trx, of)
  const telling = await providersThatTell(trx, of.schoolId)
  return counts.map(({ providerId, ...count }) => ({ ...count, receiptComes: telling.has(providerId ?? '') }))
}

/** Every row of a message, oldest first. */
export async function deliveriesOfMessage(trx: Trx, of: { schoolId: string; messageId: string }): Promise<Delivery[]> {
  return withReceipts(trx, of.schoolId, await deliveriesByMessage(trx, of))
}

/** Rows by id; those that are gone are left out. */
export async function findDeliveries(trx: Trx, of: { schoolId: string; ids: string[] }): Promise<Delivery[]> {
  return withReceipts(trx, of.schoolId, await deliveriesByIds(trx, of))
}

async function withReceipts(trx: Trx, schoolId: string, rows: StoredDelivery[]): Promise<Delivery[]> {
  if (rows.length === 0) return []
  const telling = await providersThatTell(trx, schoolId)
  return rows.map((row) => ({ ...row, receiptComes: telling.has(row.providerId ?? '') }))
}

async function providersThatTell(trx: Trx, schoolId: string): Promise<Set<string>> {
  return new Set((await providersBySchool(trx, schoolId)).filter(tellsWhatBecame).map(({ id }) => id))
}

/**
 * DLV-3: a person settles a row of which nobody knows whether it went. `send again` may mean that the family gets it twice:
 * say so beside the button. The caller records the act. Throws a Refusal when it is settled already.
 */
export async function settleUnknown(
  trx: Trx,
  settle: { schoolId: string; id: string; as: 'send again' | 'it went' | 'it did not go'; clock: Clock },
): Promise<void> {
  const { schoolId } = settle
  // What several messages went out in is settled as one.
  const id = await carrierOrSelf(trx, settle)
  const now = settle.clock.now()
  const done =
    settle.as === 'send again'
      ? await requeueByPerson(trx, { schoolId, id, now, deadlineAt: new Date(now.getTime() + day) })
      : await settleByPerson(trx, {
          schoolId,
          id,
          now,
          state: settle.as === 'it went' ? 'accepted' : 'failed permanent',
          reason: settle.as === 'it went' ? 'A person found that it went' : 'A person found that it did not go',
        })
  if (done) return
  throw new Refusal(
    'delivery.settled',
    'This message is no longer uncertain: its state has changed since. Nothing was done.',
  )
}
