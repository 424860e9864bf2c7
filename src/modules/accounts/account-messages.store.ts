import type { Trx } from '../../platform/db/index.ts'

/** A one-time code that was sent; `id` is the message id of its delivery. */
export type SentCode = {
  id: string
  channel: 'email' | 'sms'
  codeHash: string | null
  wrongTries: number
  sentAt: Date
  expiresAt: Date
}

/** `aboutId`: the account, or the opening, that it is about. */
export async function insertAccountMessage(
  trx: Trx,
  message: Omit<SentCode, 'wrongTries'> & { aboutId: string; kind: 'code' | 'notice' },
): Promise<void> {
  await trx
    .insertInto('account_messages')
    .values({
      id: message.id,
      about_id: message.aboutId,
      kind: message.kind,
      channel: message.channel,
      code_hash: message.codeHash,
      sent_at: message.sentAt,
      expires_at: message.expiresAt,
    })
    .execute()
}

/** Newest first, locked: only the newest of a channel counts, and counts its wrong tries one after the other. */
export async function lockCodesAbout(
  trx: Trx,
  { aboutId, since }: { aboutId: string; since: Date },
): Promise<SentCode[]> {
  const rows = await trx
    .selectFrom('account_messages')
    .selectAll()
    .where('about_id', '=', aboutId)
    .where('kind', '=', 'code')
    .where('sent_at', '>', since)
    .orderBy('sent_at', 'desc')
    .orderBy('id', 'desc')
    .forUpdate()
    .execute()
  return rows.map((row) => ({
    id: row.id,
    channel: row.channel === 'email' ? 'email' : 'sms',
    codeHash: row.code_hash,
    wrongTries: row.wrong_tries,
    sentAt: row.sent_at,
    expiresAt: row.expires_at,
  }))
}

export async function countWrongCode(trx: Trx, id: string): Promise<void> {
  await trx
    .updateTable('account_messages')
    .set((row) => ({ wrong_tries: row('wrong_tries', '+', 1) }))
    .where('id', '=', id)
    .execute()
}

/** A code works once. */
export async function emptyCode(trx: Trx, id: string): Promise<void> {
  await trx.updateTable('account_messages').set({ code_hash: null }).where('id', '=', id).execute()
}

/** Which of these messages are ours, and whether each may still go. */
export async function accountMessagesAmong(
  trx: Trx,
  { ids, now }: { ids: string[]; now: Date },
): Promise<Map<string, boolean>> {
  if (ids.length === 0) return new Map()
  const rows = await trx.selectFrom('account_messages').select(['id', 'expires_at']).where('id', 'in', ids).execute()
  return new Map(rows.map((row) => [row.id, row.expires_at > now]))
}

export async function deleteAccountMessagesBefore(trx: Trx, oldest: Date): Promise<void> {
  await trx.deleteFrom('account_messages').where('expires_at', '<', oldest).execute()
}
