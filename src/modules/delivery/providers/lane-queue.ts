import type { Lane } from '../rules/state.ts'

/** Lets at most `width` pieces of work run at once; emergencies go before everything that waits (DLV-7). */
export function laneQueue(width: number) {
  const waiting: Record<Lane, (() => void)[]> = { emergency: [], ordinary: [] }
  const heads: Record<Lane, number> = { emergency: 0, ordinary: 0 }
  let running = 0

  function next(lane: Lane): (() => void) | undefined {
    const start = waiting[lane][heads[lane]]
    if (!start) return undefined
    heads[lane] += 1
    if (heads[lane] === waiting[lane].length) {
      waiting[lane] = []
      heads[lane] = 0
    }
    return start
  }

  return {
    async run<T>(lane: Lane, work: () => Promise<T>): Promise<T> {
      if (running >= width) await new Promise<void>((resolve) => waiting[lane].push(resolve))
      else running += 1
      try {
        return await work()
      } finally {
        const start = next('emergency') ?? next('ordinary')
        if (start) start()
        else running -= 1
      }
    },
  }
}
