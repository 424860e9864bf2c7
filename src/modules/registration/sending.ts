import type { Clock } from '../../platform/clock/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { enqueueDeliveries, type Lane, smsParts } from '../delivery/index.ts'
import type { School } from '../schools/index.ts'

/** One email or mobile. */
export type OwnAddress = { channel: 'email' | 'sms'; address: string }

/** Sends somebody a code or a word about their own details, to each of these addresses as a row of its own. */
export async function sendTo(
  trx: Trx,
  sending: {
    school: School
    /** An adult, or a registration on its way. */
    recipientId: string
    /** Delivery asks under it whether it may still go. */
    messageId: string
    to: readonly OwnAddress[]
    lane: Lane
    subject: string
    body: string
    deadlineAt?: Date
    clock: Clock
  },
): Promise<void> {
  const { school, recipientId, messageId, lane, subject, body, deadlineAt, clock } = sending
  const rows = sending.to.map(({ channel, address }) => {
    const parts = channel === 'sms' ? smsParts(body).parts.length : 0
    return {
      messageId,
      recipientId,
      channel,
      lane,
      toAddress: address,
      sender: channel === 'sms' ? school.settings.textSender : school.name,
      subject: channel === 'sms' ? null : subject,
      body,
      parts,
      costPence: parts * school.settings.costPerTextPence,
      ...(deadlineAt ? { deadlineAt } : {}),
    }
  })
  if (rows.length > 0) await enqueueDeliveries(trx, { schoolId: school.id, rows, clock })
}
