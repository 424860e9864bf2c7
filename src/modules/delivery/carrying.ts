import type { Trx } from '../../platform/db/index.ts'
import { newId } from '../../platform/ids/index.ts'
import {
  type CarriedRow,
  holdWaitingCarriers,
  insertCarriers,
  type NewCarrier,
  partFromCarrier,
  rowsCarriedBy,
} from './carrying.store.ts'
import { insertTexts } from './delivery.store.ts'
import type { SendingParts } from './send-turn.ts'
import type { DeliveryText } from './text-cache.ts'
import type { ClaimedRow } from './worker.store.ts'

// Several rows for one person that go out as one email, the email of the day.

const day = 24 * 60 * 60_000

type ToCarry = { carrierKey?: string; recipientId: string; toAddress: string; sender: string; dueAt: Date }

/** Finds or makes the carriers of these rows. A row whose carrier has just gone is not in the answer: it goes by itself. */
export async function carriersFor(
  trx: Trx,
  of: { schoolId: string; rows: readonly ToCarry[]; now: Date },
): Promise<Map<string, string>> {
  const { schoolId, rows, now } = of
  const byKey = new Map(rows.flatMap((row) => (row.carrierKey ? [[row.carrierKey, row] as const] : [])))
  if (byKey.size === 0) return new Map()
  // What it says is put together when it goes.
  const textId = newId()
  await insertTexts(trx, { schoolId, texts: [{ id: textId, subject: null, body: '' }] })
  // In one order everywhere, so that two who send at once do not wait for each other.
  const carriers = [...byKey]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, { recipientId, toAddress, sender, dueAt }]): NewCarrier => {
      const deadlineAt = new Date(dueAt.getTime() + day)
      return { id: newId(), key, recipientId, toAddress, sender, textId, dueAt, deadlineAt }
    })
  for (let at = 0; at < carriers.length; at += 500) {
    await insertCarriers(trx, { schoolId, now, carriers: carriers.slice(at, at + 500) })
  }
  return holdWaitingCarriers(trx, { schoolId, keys: [...byKey.keys()] })
}

/** What the carriers among claimed rows bring, by carrier. */
export async function loadCarried(
  { db }: SendingParts,
  schoolId: string,
  claimed: readonly ClaimedRow[],
): Promise<CarriedRow[]> {
  const carrierIds = claimed.filter(({ carries }) => carries).map(({ id }) => id)
  if (carrierIds.length === 0) return []
  return db.asDeliveryWorker((trx) => rowsCarriedBy(trx, { schoolId, carrierIds }))
}

type Parting = { id: string; state: 'blocked' | 'failed temporary'; reason: string }

/** DLV-2, for each row of a carrier by itself: writes down those that must not go and returns the others. */
export async function partWhatMayNotGo(
  { db, clock }: SendingParts,
  asked: { schoolId: string; carried: CarriedRow[]; answers: ReadonlyMap<string, { reason: string }> },
): Promise<CarriedRow[]> {
  const { schoolId, carried, answers } = asked
  const now = clock.now()
  const parting = carried.flatMap(({ id, deadlineAt }): Parting[] => {
    if (deadlineAt <= now) {
      return [{ id, state: 'failed temporary', reason: 'It was not sent before its deadline' }]
    }
    const no = answers.get(id)
    return no ? [{ id, state: 'blocked', reason: no.reason }] : []
  })
  if (parting.length > 0) await db.asDeliveryWorker((trx) => partFromCarrier(trx, { schoolId, now, rows: parting }))
  const gone = new Set(parting.map(({ id }) => id))
  return carried.filter(({ id }) => !gone.has(id))
}

/** What a carrier says: the one thing it brings, or all of them in the words of the module above. */
export async function textOfCarrier(
  { hooks }: SendingParts,
  carrier: ClaimedRow,
  brought: { rows: CarriedRow[]; texts: ReadonlyMap<string, DeliveryText> },
): Promise<DeliveryText> {
  const items = brought.rows.flatMap(({ messageId, textId }) => {
    const text = brought.texts.get(textId)
    return text ? [{ messageId, subject: text.subject, body: text.body }] : []
  })
  if (items.length < brought.rows.length) throw new Error(`carrier ${carrier.id} has rows without a text`)
  const { schoolId, recipientId } = carrier
  return hooks.combine({ schoolId, recipientId, items })
}
