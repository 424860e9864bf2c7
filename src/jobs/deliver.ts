import type { OpenDelivery } from '../modules/delivery/index.ts'

/** Sends what is due until closed; closing lets what is under way end first. `nudge` after putting something in the queue. */
export function startDelivering(delivery: OpenDelivery): { nudge(): void; close(): Promise<void> } {
  const worker = delivery.startWorker()
  return { nudge: worker.nudge, close: worker.stop }
}
