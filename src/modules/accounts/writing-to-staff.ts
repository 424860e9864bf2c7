import type { Clock } from '../../platform/clock/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { enqueueDeliveries } from '../delivery/index.ts'
import type { School } from '../schools/index.ts'
import type { StaffMember } from './roles.store.ts'

/**
 * Puts an email to each of these members of staff into the caller's transaction. Under `messageId` delivery asks whether it may still go
 * (DLV-2). `text` is what it is about, `because` why it comes to them.
 */
export async function writeToStaff(
  trx: Trx,
  writing: {
    school: School
    readers: readonly StaffMember[]
    messageId: string
    subject: string
    text: string
    because: string
    clock: Clock
  },
): Promise<void> {
  const { school, readers, messageId, subject, text, because, clock } = writing
  const rows = readers.map((reader) => ({
    messageId,
    recipientId: reader.id,
    channel: 'email' as const,
    lane: 'ordinary' as const,
    toAddress: reader.email,
    sender: school.name,
    subject: `${subject} – ${school.name}`,
    body: `Dear ${reader.name},\n\n${text}\n\n${because}\n`,
    parts: 0,
    costPence: 0,
  }))
  await enqueueDeliveries(trx, { schoolId: school.id, rows, clock })
}
