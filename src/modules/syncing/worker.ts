import { randomUUID } from 'node:crypto'
import { claimDesk, desksDue, extendDesk, insertMissingDesks, leaveDesk } from './desks.store.ts'
import type { SyncParts } from './parts.ts'
import { workAtDesk } from './work-desk.ts'

export type SyncWorker = {
  /** Lets the runs under way end, then stops. */
  stop(): Promise<void>
}

const leaseMs = 60_000
const heartbeatMs = 15_000
const missingDesksEveryMs = 60_000
const afterFaultMs = 60_000

/**
 * IMP-23: works at the desks of schools that have something due, several schools at once and each school by one at a time.
 * Any number of workers, in any number of processes, may run on the same database; they share the desks by leases.
 */
export function startSyncWorker(parts: SyncParts, options: { atOnce?: number; pollMs?: number } = {}): SyncWorker {
  const stopping = new AbortController()
  const pollMs = options.pollMs ?? 1_000
  let desksMadeAt = Number.NEGATIVE_INFINITY
  const runners = Array.from({ length: options.atOnce ?? 3 }, () => runTurns())

  async function runTurns(): Promise<void> {
    while (!stopping.signal.aborted) {
      const worked = await oneTurn().catch((error: unknown) => {
        parts.log.error({ error: error instanceof Error ? error.stack : String(error) }, 'a turn of syncing failed')
        return false
      })
      if (!worked) await sleep(pollMs, stopping.signal)
    }
  }

  async function oneTurn(): Promise<boolean> {
    if (performance.now() - desksMadeAt > missingDesksEveryMs) {
      desksMadeAt = performance.now()
      await parts.db.inInstance((trx) => insertMissingDesks(trx, parts.clock.now()))
    }
    return workAtNextDesk(parts, stopping.signal)
  }

  return {
    async stop() {
      stopping.abort()
      await Promise.all(runners)
    },
  }
}

/** Takes one desk that is due and works there; false when there was none. */
async function workAtNextDesk(parts: SyncParts, stopping?: AbortSignal): Promise<boolean> {
  const due = await parts.db.inInstance((trx) => desksDue(trx, parts.clock.now(), 10))
  for (const schoolId of due) if (await workAtDeskOf(parts, schoolId, stopping)) return true
  return false
}

/** Works at the desk of this school unless somebody else does; false when so. */
export async function workAtDeskOf(parts: SyncParts, schoolId: string, stopping?: AbortSignal): Promise<boolean> {
  const { db, clock } = parts
  const startedAt = clock.now()
  const desk = { schoolId, token: randomUUID() }
  const until = () => new Date(clock.now().getTime() + leaseMs)
  if (!(await db.inInstance((trx) => claimDesk(trx, { ...desk, now: startedAt, until: until() })))) return false
  let held = true
  const beat = setInterval(() => {
    db.inInstance((trx) => extendDesk(trx, { ...desk, until: until() }))
      .then((still) => {
        held = still
      })
      .catch(() => {})
  }, heartbeatMs)
  beat.unref()
  let dueAt = new Date(startedAt.getTime() + afterFaultMs)
  try {
    dueAt = await workAtDesk(parts, schoolId, () => held && !stopping?.aborted)
  } finally {
    clearInterval(beat)
    await db.inInstance((trx) => leaveDesk(trx, { ...desk, dueAt, startedAt }))
  }
  return true
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done, { once: true })
    function done() {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
  })
}
