import type { Lane } from '../rules/state.ts'

/**
 * A cap of so many messages a second. `take` waits until `count` may go. What an emergency takes is taken at once and paid
 * back by ordinary messages afterwards, so that it never waits behind them (DLV-7).
 */
export function rateLimit(ratePerSecond: number | null) {
  let freeAt = 0
  return {
    async take(count: number, lane: Lane): Promise<void> {
      if (ratePerSecond === null) return
      const now = Date.now()
      const cost = (count / ratePerSecond) * 1000
      const startAt = Math.max(now, freeAt)
      freeAt = startAt + cost
      const wait = lane === 'emergency' ? Math.min(startAt - now, 1000 / ratePerSecond) : startAt - now
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    },
  }
}
