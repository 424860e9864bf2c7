import type { Clock } from '../../platform/clock/index.ts'
import type { Db } from '../../platform/db/index.ts'
import { systemActor } from '../audit/index.ts'
import type { DeliveryOutcome } from '../delivery/index.ts'
import { recordOutcomeOfContact } from '../people/index.ts'
import { findSchoolById } from '../schools/index.ts'

/** What an outcome says about the address itself. A provider that does not work says nothing about it. */
const meanings: Partial<Record<DeliveryOutcome['outcome'], 'delivered' | 'failed'>> = {
  delivered: 'delivered',
  read: 'delivered',
  confirmed: 'delivered',
  'failed temporary': 'failed',
  'failed permanent': 'failed',
}

/**
 * DLV-5: counts outcomes against the contact points they went to, so that failures in a row block them.
 * `main.ts` connects it to delivery.
 */
export async function noteOutcomes(
  db: Db,
  news: { schoolId: string; outcomes: readonly DeliveryOutcome[] },
  clock: Clock,
): Promise<void> {
  const { schoolId } = news
  const telling = news.outcomes.flatMap(({ address, outcome }) => {
    const what = meanings[outcome]
    return what ? [{ address, what }] : []
  })
  if (telling.length === 0) return
  const { failuresToBlock } = (await findSchoolById(db, schoolId)).settings
  await db.inSchool(schoolId, async (trx) => {
    for (const { address, what } of telling) {
      await recordOutcomeOfContact(trx, { schoolId, address, what, failuresToBlock, actor: systemActor, clock })
    }
  })
}
