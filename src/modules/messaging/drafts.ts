import type { Clock } from '../../platform/clock/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { isId, newId } from '../../platform/ids/index.ts'
import type { Actor } from '../audit/index.ts'
import { deleteDraft, draftsLatest, insertDraft, messageByIdIfAny, updateDraft } from './messages.store.ts'
import type { Message, MessageContent } from './messaging.types.ts'

/** Keeps what was written, unchecked, under its id or a new one. Refuses to change what has been sent. Returns the id. */
export async function saveDraft(
  trx: Trx,
  draft: {
    schoolId: string
    id: string | null
    content: MessageContent
    resendOf?: string
    actor: Actor
    clock: Clock
  },
): Promise<string> {
  const { schoolId, content, actor } = draft
  const at = draft.clock.now()
  if (draft.id !== null) {
    if (await updateDraft(trx, { schoolId, id: draft.id, content, at })) return draft.id
    await findDraft(trx, { schoolId, id: draft.id })
  }
  const id = newId()
  const made = { madeBy: actor.name, madeByAccountId: actor.accountId, at }
  await insertDraft(trx, { schoolId, id, content, resendOf: draft.resendOf ?? null, ...made })
  return id
}

/** Throws when there is none, and when it has been sent. */
export async function findDraft(trx: Trx, of: { schoolId: string; id: string }): Promise<Message> {
  const message = await findMessage(trx, of)
  if (message.state === 'draft') return message
  throw new Refusal(
    'message.sent',
    'This message has been sent already. Nothing was changed, and nothing was sent twice.',
  )
}

/** A draft or a message that was sent. Throws a Refusal where there is none. */
export async function findMessage(trx: Trx, of: { schoolId: string; id: string }): Promise<Message> {
  const message = isId(of.id) ? await messageByIdIfAny(trx, of) : null
  if (message) return message
  throw new Refusal('message.not-found', `There is no message “${of.id}” at this school.`)
}

/** Throws a draft away. Refuses one that has been sent. */
export async function discardDraft(trx: Trx, of: { schoolId: string; id: string }): Promise<void> {
  if (await deleteDraft(trx, of)) return
  await findDraft(trx, of)
}

/** Unsent ones, last touched first. */
export function listDrafts(trx: Trx, of: { schoolId: string; limit?: number }): Promise<Message[]> {
  return draftsLatest(trx, { schoolId: of.schoolId, limit: of.limit ?? 20 })
}
