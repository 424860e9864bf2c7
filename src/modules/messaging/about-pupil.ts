import type { Trx } from '../../platform/db/index.ts'
import { findDeliveries } from '../delivery/index.ts'
import { messagesLatestOfPupil } from './messages.store.ts'
import type { Message } from './messaging.types.ts'
import { type ChildLine, reportByChild } from './rules/report.ts'

export type MessageAboutPupil = { message: Message; line: ChildLine }

/** What went to the home of one pupil lately, and what became of it (DLV-6), newest first. */
export async function messagesAboutPupil(
  trx: Trx,
  of: { schoolId: string; pupilId: string; limit?: number },
): Promise<MessageAboutPupil[]> {
  const { schoolId, pupilId, limit = 5 } = of
  const found = await messagesLatestOfPupil(trx, { schoolId, pupilId, limit })
  const ids = found.flatMap(({ verdicts }) => verdicts.flatMap(({ deliveryId }) => deliveryId ?? []))
  const copies = await findDeliveries(trx, { schoolId, ids })
  const byId = new Map(copies.map((copy) => [copy.id, copy]))
  return found.flatMap(({ message, verdicts }) => reportByChild(verdicts, byId).map((line) => ({ message, line })))
}
