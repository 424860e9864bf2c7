import type { Clock } from '../../platform/clock/index.ts'
import type { Db } from '../../platform/db/index.ts'
import type { Log } from '../../platform/log/index.ts'
import type { Provider, ProviderRecord } from './providers/provider.ts'
import { rateLimit } from './providers/rate-limit.ts'
import { providersBySchool } from './providers.store.ts'
import type { Channel } from './rules/state.ts'

/** A provider ready for use, with what this process knows of how it does. */
export type ReadyProvider = {
  id: string
  name: string
  provider: Provider
  limit: ReturnType<typeof rateLimit>
  /** It failed for everybody; it is tried again after this. */
  downUntil: Date | null
  failuresInARow: number
  /** Null until this process has seen it work or fail. */
  works: boolean | null
}

export type MakeProvider = (record: ProviderRecord) => Provider

export type ProviderShelf = ReturnType<typeof providerShelf>

const readAgainAfterMs = 3000

/** The providers of the schools that are being sent for, made from their settings and made again when those change. */
export function providerShelf(parts: { db: Db; clock: Clock; log: Log; make: MakeProvider }) {
  const schools = new Map<string, { readAt: number; records: ProviderRecord[] }>()
  const ready = new Map<string, { updatedAt: number; ready: ReadyProvider }>()

  async function recordsOf(schoolId: string): Promise<ProviderRecord[]> {
    const now = parts.clock.now().getTime()
    const known = schools.get(schoolId)
    if (known && now - known.readAt < readAgainAfterMs) return known.records
    const records = await parts.db.asDeliveryWorker((trx) => providersBySchool(trx, schoolId))
    schools.set(schoolId, { readAt: now, records })
    return records
  }

  function readyOf(record: ProviderRecord): ReadyProvider {
    const key = `${record.schoolId} ${record.id}`
    const known = ready.get(key)
    if (known?.updatedAt === record.updatedAt.getTime()) return known.ready
    // What is under way on the old one ends by itself; its connections close when idle.
    if (known) void known.ready.provider.close()
    const provider = makeOrSay(parts, record)
    const made: ReadyProvider = {
      id: record.id,
      name: record.name,
      provider,
      limit: rateLimit(provider.ratePerSecond),
      downUntil: null,
      failuresInARow: 0,
      works: null,
    }
    ready.set(key, { updatedAt: record.updatedAt.getTime(), ready: made })
    return made
  }

  return {
    /** The switched-on providers of a channel, first choice first. */
    async inOrder(schoolId: string, channel: Channel): Promise<ReadyProvider[]> {
      const records = await recordsOf(schoolId)
      return records.filter((record) => record.enabled && record.channel === channel).map(readyOf)
    },
    /** One provider, switched on or not; null when the school has removed it. */
    async byIdIfAny(schoolId: string, id: string): Promise<ReadyProvider | null> {
      const record = (await recordsOf(schoolId)).find((one) => one.id === id)
      return record ? readyOf(record) : null
    },
    async close(): Promise<void> {
      await Promise.all([...ready.values()].map(({ ready: { provider } }) => provider.close()))
      ready.clear()
      schools.clear()
    },
  }
}

/** Settings that cannot be used, such as secrets sealed with another key, are a failing provider, not a stopped worker. */
function makeOrSay(parts: { log: Log; make: MakeProvider }, record: ProviderRecord): Provider {
  try {
    return parts.make(record)
  } catch (error) {
    parts.log.error({ school: record.schoolId, provider: record.id, error }, 'a provider could not be made')
    const reason = 'The settings of this provider cannot be used. Save them again, with the password'
    return {
      send: async () => ({ kind: 'refused', failure: 'technical', reason, answer: '' }),
      concurrency: 1,
      ratePerSecond: null,
      close: async () => {},
    }
  }
}

const firstRestMs = 5_000
const longestRestMs = 60_000

/** DLV-4: rests a provider that failed for everybody, longer each time. True when it has only now stopped working. */
export function restAfterFailure(ready: ReadyProvider, now: Date): boolean {
  ready.failuresInARow += 1
  ready.works = false
  const rest = Math.min(firstRestMs * 2 ** (ready.failuresInARow - 1), longestRestMs)
  ready.downUntil = new Date(now.getTime() + rest)
  return ready.failuresInARow === 1
}

export function noteItWorks(ready: ReadyProvider): void {
  ready.failuresInARow = 0
  ready.works = true
  ready.downUntil = null
}
