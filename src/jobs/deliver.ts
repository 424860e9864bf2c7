import type { DeliveryWorker, OpenDelivery } from '../modules/delivery/index.ts'

/** Sends what is due until told to stop: SIGTERM and SIGINT let what is under way end first. */
export function deliver(delivery: OpenDelivery): DeliveryWorker {
  return delivery.startWorker()
}

/** For `gatehouse worker`: runs until a signal says stop. */
export async function deliverUntilSignal(delivery: OpenDelivery): Promise<void> {
  const worker = deliver(delivery)
  await new Promise<void>((resolve) => {
    process.once('SIGTERM', resolve)
    process.once('SIGINT', resolve)
  })
  await worker.stop()
}
