import type { Log } from '../../platform/log/index.ts'
import type { DeliveryHooks, DeliveryOutcome } from './hooks.ts'

/** Tells the modules above; their trouble must not stop the sending. */
export async function tellOutcomes(
  parts: { hooks: DeliveryHooks; log: Log },
  schoolId: string,
  outcomes: DeliveryOutcome[],
): Promise<void> {
  if (outcomes.length === 0) return
  try {
    await parts.hooks.onOutcomes({ schoolId, outcomes })
  } catch (error) {
    parts.log.error({ school: schoolId, error }, 'an outcome could not be passed on')
  }
}
