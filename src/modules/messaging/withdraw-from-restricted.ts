import { withdrawDeliveries } from '../delivery/index.ts'
import type { CloseToRestricted } from '../people/index.ts'
import { messagesOnlyAbout } from './messages.store.ts'

/**
 * VIS-3: copies about this pupil that no provider has yet are taken back from the adult. A copy that is about brothers and sisters too is
 * looked at again just before hand-over (DLV-2).
 */
export const withdrawFromRestricted: CloseToRestricted = async (trx, { schoolId, pupilId, adultId }) => {
  for (const messageId of await messagesOnlyAbout(trx, { schoolId, pupilId, adultId }))
    await withdrawDeliveries(trx, { schoolId, messageId, recipientIds: [adultId], reason: 'restricted since' })
}
