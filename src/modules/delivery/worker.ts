import { doChores } from './chores.ts'
import type { Lane } from './rules/state.ts'
import { type SendingParts, sendTurn } from './send-turn.ts'
import { type ClaimPlace, isAfter, schoolsWithDue } from './worker.store.ts'

export type DeliveryWorker = {
  /** Look for work now: called when this process has just put something in the queue. */
  nudge(): void
  /** Lets what is under way end, then stops. Nothing claimed is left behind. */
  stop(): Promise<void>
}

export type WorkerOptions = {
  /** Turns under way at the same time, besides the one kept for emergencies. */
  turnsAtOnce?: number
  playSimulatedNetwork?(schoolId: string): Promise<void>
}

const busyPollMs = 250
const idlePollMs = 1000
const choresEveryMs = 1000

/**
 * Sends what is due, school by school in turn, emergencies first (DLV-7). Any number of workers, in any number of
 * processes, may run on the same database.
 */
export function startDeliveryWorker(parts: SendingParts, options: WorkerOptions = {}): DeliveryWorker {
  const stopping = new AbortController()
  const alarm = wakeable()
  const schools = schoolsInTurn(parts)
  const everyTurn = Array.from({ length: options.turnsAtOnce ?? 4 }, () => runTurns(['emergency', 'ordinary']))
  // One that ordinary messages cannot occupy, so that an emergency never waits for a turn to end.
  const runners = [...everyTurn, runTurns(['emergency']), runChores()]

  async function runTurns(lanes: Lane[]): Promise<void> {
    while (!stopping.signal.aborted) {
      const worked = await oneTurn(lanes).catch((error: unknown) => {
        parts.log.error({ error }, 'a turn of sending failed')
        return false
      })
      if (!worked) await alarm.sleep(schools.isBusy() ? busyPollMs : idlePollMs)
    }
  }

  async function oneTurn(lanes: Lane[]): Promise<boolean> {
    const turn = await schools.next(lanes)
    if (!turn) return false
    const { schoolId, lane } = turn
    const limit = turn.place.size
    const result = await sendTurn(parts, { schoolId, lane, limit, from: turn.place.from }).catch((error: unknown) => {
      turn.done({ more: false, last: null, callMs: 0 })
      throw error
    })
    turn.done({ more: result.claimed === limit, last: result.last, callMs: result.callMs })
    return result.claimed > 0
  }

  async function runChores(): Promise<void> {
    while (!stopping.signal.aborted) {
      await doChores(parts, options).catch((error: unknown) =>
        parts.log.error({ error }, 'the chores of sending failed'),
      )
      await alarm.sleep(choresEveryMs, { onlyStop: true })
    }
  }

  return {
    nudge() {
      schools.lookAgain()
      alarm.wake()
    },
    async stop() {
      stopping.abort()
      alarm.stop()
      await Promise.all(runners)
      await parts.shelf.close()
    },
  }
}

type Place = { from: ClaimPlace | null; fromSetAt: number; size: number }

const smallestTurn = 8
const largestTurn = 200
const longTurnMs = 150
const shortTurnMs = 60
const scanFromStartEveryMs = 5000

/** The schools that have something due, each as one place in a queue for each lane. */
function schoolsInTurn(parts: SendingParts) {
  const due: Record<Lane, string[]> = { emergency: [], ordinary: [] }
  const places = new Map<string, Place>()
  let lookedAt = Number.NEGATIVE_INFINITY
  let lastWorkAt = Number.NEGATIVE_INFINITY
  let looking: Promise<void> | null = null

  async function look(): Promise<void> {
    lookedAt = performance.now()
    const found = await parts.db.asDeliveryWorker((trx) => schoolsWithDue(trx, parts.clock.now()))
    for (const lane of ['emergency', 'ordinary'] as const) {
      for (const school of found) {
        if (school[lane] && !due[lane].includes(school.schoolId)) due[lane].push(school.schoolId)
      }
    }
  }

  function placeOf(key: string): Place {
    const place = places.get(key) ?? { from: null, fromSetAt: 0, size: smallestTurn }
    places.set(key, place)
    // A row may come to stand before the last claim (a shorter retry, a clock set back): so every few seconds from the start.
    if (performance.now() - place.fromSetAt > scanFromStartEveryMs) {
      place.from = null
      place.fromSetAt = performance.now()
    }
    return place
  }

  return {
    isBusy: () => performance.now() - lastWorkAt < 5000,
    lookAgain() {
      lookedAt = Number.NEGATIVE_INFINITY
    },
    async next(lanes: Lane[]) {
      if (performance.now() - lookedAt >= busyPollMs) {
        looking ??= look().finally(() => {
          looking = null
        })
        await looking
      }
      const lane = lanes.find((one) => due[one].length > 0)
      const schoolId = lane && due[lane].shift()
      if (!lane || !schoolId) return null
      // Back to the end at once, so that other runners may work for it too, after everybody else had a turn.
      due[lane].push(schoolId)
      const place = placeOf(`${lane} ${schoolId}`)
      return {
        schoolId,
        lane,
        place,
        done(result: { more: boolean; last: ClaimPlace | null; callMs: number }) {
          if (result.last) lastWorkAt = performance.now()
          // Nothing found past that place: what is due stands before it.
          if (!result.last) place.from = null
          else if (!place.from || isAfter(result.last, place.from)) place.from = result.last
          if (!result.more) due[lane] = due[lane].filter((id) => id !== schoolId)
          place.size = nextSize(place.size, result)
        },
      }
    },
  }
}

/** Turns of about a tenth of a second: what a crash leaves unknown is at most what was being handed over just then. */
function nextSize(size: number, result: { more: boolean; callMs: number }): number {
  if (result.callMs > longTurnMs) return Math.max(smallestTurn, Math.ceil(size / 2))
  if (result.more && result.callMs < shortTurnMs) return Math.min(largestTurn, size * 2)
  return size
}

/** A sleep that can be cut short. */
function wakeable() {
  const sleepers = new Set<{ wake(): void; onlyStop: boolean }>()
  let stopped = false
  const wakeAll = (also: (sleeper: { onlyStop: boolean }) => boolean) => {
    for (const sleeper of [...sleepers]) if (also(sleeper)) sleeper.wake()
  }
  return {
    sleep(ms: number, { onlyStop = false } = {}): Promise<void> {
      if (stopped) return Promise.resolve()
      return new Promise((resolve) => {
        const sleeper = {
          onlyStop,
          wake() {
            clearTimeout(timer)
            sleepers.delete(sleeper)
            resolve()
          },
        }
        const timer = setTimeout(() => sleeper.wake(), ms)
        sleepers.add(sleeper)
      })
    },
    wake: () => wakeAll((sleeper) => !sleeper.onlyStop),
    stop() {
      stopped = true
      wakeAll(() => true)
    },
  }
}
