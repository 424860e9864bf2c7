/** Messages to families: who gets one and why, what it costs, sending, stopping, and what became of it. */

export { type MessageAboutPupil, messagesAboutPupil } from './about-pupil.ts'
export { combineDigest } from './combine-digest.ts'
export { discardDraft, findDraft, findMessage, listDrafts, saveDraft } from './drafts.ts'
export type { InboxPlace } from './inbox.store.ts'
export { type InboxItem, inboxItemIfAny, inboxOfAdult } from './inbox.ts'
export { mayStillBeSent, type RowsToCheck } from './may-still-be-sent.ts'
export type { Message, MessageContent, MessageCounts, MessageState } from './messaging.types.ts'
export { noteOutcomes } from './note-outcomes.ts'
export { type Preview, previewMessage } from './preview.ts'
export {
  type MessageInList,
  type NamedAdultLine,
  type NamedChildLine,
  type PaperLine,
  paperListOfMessage,
  type Report,
  recentMessages,
  reportOfMessage,
} from './report.ts'
export { draftForNotReached } from './resend.ts'
export type { AudienceChoice, ChannelChoice, Verdict } from './rules/audience.ts'
export { audienceOf } from './rules/audience.ts'
export { jointNames, type MergeField, mergeFields } from './rules/merge-fields.ts'
export type { RenderedCopy } from './rules/rendered-copies.ts'
export type { Reach } from './rules/report.ts'
export type { Warning } from './rules/warnings.ts'
export { type Sent, sendDraft, sendMessage, stopMessage } from './send.ts'
export { withdrawFromRestricted } from './withdraw-from-restricted.ts'
