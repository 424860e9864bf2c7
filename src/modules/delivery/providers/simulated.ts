import type { Clock } from '../../../platform/clock/index.ts'
import type { Db } from '../../../platform/db/index.ts'
import { newId } from '../../../platform/ids/index.ts'
import { fateOf } from '../rules/simulated-fate.ts'
import type { Channel } from '../rules/state.ts'
import { insertSimulatedOnce, simulatedByReferenceIfAny } from '../simulated.store.ts'
import type { Provider } from './provider.ts'

/** The invented phone network: takes everything, shows it on its page, and later plays what a real one would say. */
export function simulatedProvider(parts: { db: Db; clock: Clock; providerId: string; channel: Channel }): Provider {
  const { db, clock, providerId, channel } = parts
  return {
    async send(request) {
      const at = clock.now()
      const fate = fateOf({ reference: request.idempotencyKey, address: request.to, channel })
      await db.asDeliveryWorker((trx) =>
        insertSimulatedOnce(trx, {
          schoolId: request.schoolId,
          id: newId(),
          reference: request.idempotencyKey,
          providerId,
          channel,
          address: request.to,
          sender: request.sender,
          subject: request.subject,
          body: request.body,
          fate: fate.fate,
          playAt: new Date(at.getTime() + fate.afterMs),
          at,
        }),
      )
      return { kind: 'accepted', reference: request.idempotencyKey, answer: 'Taken by the simulated network' }
    },
    async ask({ schoolId, idempotencyKey: reference }) {
      const found = await db.asDeliveryWorker((trx) => simulatedByReferenceIfAny(trx, { schoolId, reference }))
      return found ? { kind: 'accepted', reference, answer: 'Found on the simulated network' } : 'nothing known'
    },
    concurrency: 16,
    ratePerSecond: null,
    close: async () => {},
  }
}
