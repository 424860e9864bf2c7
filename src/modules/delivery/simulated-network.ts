import type { Clock } from '../../platform/clock/index.ts'
import type { Db, Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { newId } from '../../platform/ids/index.ts'
import type { Log } from '../../platform/log/index.ts'
import type { DeliveryHooks, DeliveryOutcome } from './hooks.ts'
import { applyReceipt, receiveReply } from './receipts.ts'
import type { Channel } from './rules/state.ts'
import {
  insertSimulatedReply,
  type SimulatedMessage,
  settleSimulated,
  simulatedByIdIfAny,
  simulatedCounts,
  simulatedLatest,
  simulatedToPlay,
} from './simulated.store.ts'
import { tellOutcomes } from './tell-outcomes.ts'

const playedAtOnce = 200

/** Plays what is due on the invented network: its receipts come through the same door as real ones. */
export async function playSimulatedNetwork(
  trx: Trx,
  of: { schoolId: string; clock: Clock },
): Promise<DeliveryOutcome[]> {
  const due = await simulatedToPlay(trx, { schoolId: of.schoolId, now: of.clock.now(), limit: playedAtOnce })
  const outcomes: DeliveryOutcome[] = []
  for (const message of due) {
    const outcome = await settle(trx, { ...of, message, as: message.fate ?? 'no answer' })
    if (outcome) outcomes.push(outcome)
  }
  return outcomes
}

/** A visitor of the demonstration presses "deliver" or "fail". Throws a Refusal once it has arrived. */
export async function settleSimulatedMessage(
  parts: { db: Db; clock: Clock; log: Log; hooks: DeliveryHooks },
  of: { schoolId: string; id: string; as: 'delivered' | 'failed' },
): Promise<SimulatedMessage> {
  const { db, clock } = parts
  const { message, outcome } = await db.inSchool(of.schoolId, async (trx) => {
    const message = await findSimulated(trx, of)
    if (message.status === 'delivered' || message.direction === 'in') {
      throw new Refusal('simulated.settled', 'This one has already arrived, and a network cannot take that back.')
    }
    return { message, outcome: await settle(trx, { schoolId: of.schoolId, message, as: of.as, clock }) }
  })
  if (outcome) await tellOutcomes(parts, of.schoolId, [outcome])
  return message
}

/** A visitor answers as the family would. */
export async function replyFromSimulated(
  trx: Trx,
  of: { schoolId: string; id: string; body: string; clock: Clock },
): Promise<SimulatedMessage> {
  const message = await findSimulated(trx, of)
  const body = of.body.trim()
  if (!body) throw new Refusal('simulated.empty-reply', 'The reply is empty. Type what the family answers.')
  const { schoolId, clock } = of
  const { address, channel, providerId, sender } = message
  const id = newId()
  await insertSimulatedReply(trx, { schoolId, id, providerId, channel, address, sender, body, at: clock.now() })
  const reply = { schoolId, channel, fromAddress: address, toAddress: sender, body, providerId, providerRef: id }
  await receiveReply(trx, reply, clock)
  return message
}

/** What stands on the invented phones and in the invented mailboxes, newest first. */
export async function simulatedInbox(
  trx: Trx,
  of: { schoolId: string; channel: Channel; address: string | null; limit: number },
): Promise<{ messages: SimulatedMessage[]; counts: Awaited<ReturnType<typeof simulatedCounts>> }> {
  return { messages: await simulatedLatest(trx, of), counts: await simulatedCounts(trx, of.schoolId) }
}

async function findSimulated(trx: Trx, of: { schoolId: string; id: string }): Promise<SimulatedMessage> {
  const message = await simulatedByIdIfAny(trx, of)
  if (message) return message
  throw new Refusal('simulated.not-found', 'There is no such message on the simulated phones.')
}

async function settle(
  trx: Trx,
  of: { schoolId: string; message: SimulatedMessage; as: 'delivered' | 'failed' | 'no answer'; clock: Clock },
): Promise<DeliveryOutcome | null> {
  const { schoolId, message, clock } = of
  const now = clock.now()
  await settleSimulated(trx, { schoolId, id: message.id, status: of.as, now })
  if (of.as === 'no answer') return null
  const { providerId, reference } = message
  const failed = message.channel === 'sms' ? 'The phone could not be reached' : 'The mailbox does not exist'
  const told =
    of.as === 'delivered'
      ? { state: 'delivered' as const, reason: null }
      : { state: 'failed permanent' as const, reason: failed }
  return applyReceipt(trx, { schoolId, providerId, reference, at: now, ...told }, clock)
}
