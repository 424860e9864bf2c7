import type { Clock } from '../../platform/clock/index.ts'
import { openSecretBox } from '../../platform/crypto/index.ts'
import type { Db } from '../../platform/db/index.ts'
import type { Log } from '../../platform/log/index.ts'
import { outboundTo } from '../../platform/outbound/index.ts'
import { type DeliveryHooks, noHooks } from './hooks.ts'
import { makeProvider, type ProviderParts } from './provider-settings.ts'
import { providerShelf } from './provider-shelf.ts'
import type { SendingParts } from './send-turn.ts'
import { playSimulatedNetwork } from './simulated-network.ts'
import { tellOutcomes } from './tell-outcomes.ts'
import { textCache } from './text-cache.ts'
import { type DeliveryWorker, startDeliveryWorker } from './worker.ts'

/** Delivery as one process uses it; made once in `main.ts`. */
export type OpenDelivery = ProviderParts & {
  log: Log
  hooks: DeliveryHooks
  /** Starts sending in this process. */
  startWorker(options?: { turnsAtOnce?: number }): DeliveryWorker
}

/** Everything of delivery that `main.ts` and tests start from: one for each process. */
export function openDelivery(parts: {
  db: Db
  clock: Clock
  log: Log
  /** Where the key of the providers' secrets lies. */
  dataFolder: string
  /** Hosts inside the operator's own network that schools may send to: `readPrivateTargets()`. */
  privateTargets: readonly string[]
  hooks?: Partial<DeliveryHooks>
}): OpenDelivery {
  const { db, clock, log } = parts
  const hooks = { ...noHooks, ...parts.hooks }
  const secretBox = openSecretBox(parts.dataFolder)
  const outbound = outboundTo(parts.privateTargets)
  const providerParts = { db, clock, secretBox, outbound }
  return {
    ...providerParts,
    log,
    hooks,
    startWorker(options = {}) {
      const sending: SendingParts = {
        db,
        clock,
        log,
        hooks,
        shelf: providerShelf({ db, clock, log, make: (record) => makeProvider(providerParts, record) }),
        texts: textCache(db),
        random: Math.random,
      }
      return startDeliveryWorker(sending, {
        ...options,
        async playSimulatedNetwork(schoolId) {
          const outcomes = await db.asDeliveryWorker((trx) => playSimulatedNetwork(trx, { schoolId, clock }))
          await tellOutcomes(sending, schoolId, outcomes)
        },
      })
    },
  }
}
