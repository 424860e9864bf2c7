import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import type { MessageContent } from './messaging.types.ts'

/** Where a page of the inbox ended; the next one begins after it. */
export type InboxPlace = { sentAt: Date; deliveryId: string }

export type CopyOfAdult = InboxPlace & { messageId: string; kind: MessageContent['kind']; pupilIds: string[] }

/**
 * The copies that were made for this adult, newest first. Of a copy for somebody else at the same address there is nothing here
 * (VIS-5).
 */
export async function copiesOfAdult(
  trx: Trx,
  of: { schoolId: string; adultId: string; before: InboxPlace | null; limit: number },
): Promise<CopyOfAdult[]> {
  const { schoolId, adultId, before } = of
  const older = before ? sql`and (m.sent_at, v.delivery_id) < (${before.sentAt}, ${before.deliveryId}::uuid)` : sql``
  const { rows } = await sql<{
    sent_at: Date
    delivery_id: string
    message_id: string
    kind: string
    pupil_ids: string[]
  }>`
    with own as (
      select m.sent_at, v.delivery_id, m.id as message_id, m.kind
      from message_verdicts v
      join messages m on m.school_id = v.school_id and m.id = v.message_id
      where v.school_id = ${schoolId} and v.adult_id = ${adultId} and v.verdict = 'send' and m.sent_at is not null ${older}
      order by m.sent_at desc, v.delivery_id desc limit ${of.limit})
    select own.sent_at, own.delivery_id, own.message_id, own.kind, array_agg(p.pupil_id order by p.id) as pupil_ids
    from own
    join message_verdicts p on p.school_id = ${schoolId} and p.delivery_id = own.delivery_id and p.adult_id = ${adultId}
    group by own.sent_at, own.delivery_id, own.message_id, own.kind
    order by own.sent_at desc, own.delivery_id desc`.execute(trx)
  return rows.map((row) => ({
    sentAt: row.sent_at,
    deliveryId: row.delivery_id,
    messageId: row.message_id,
    kind: row.kind as CopyOfAdult['kind'],
    pupilIds: row.pupil_ids,
  }))
}
