import type { MessageKind } from '../preferences/index.ts'
import type { AudienceChoice, ChannelChoice } from './rules/audience.ts'

/** What a person wrote and picked, before Gatehouse works out who gets it. */
export type MessageContent = {
  /** Selectors of the people module: `year:6`, `group:6 Beech`, `pupil:004301`, `all`. */
  to: string[]
  audience: AudienceChoice
  channel: ChannelChoice
  /** What it is about; it decides the purpose (OPT-6). */
  kind: MessageKind
  /** Stands on emails; staff see it for texts too. Empty: a plain line with the school's name. */
  subject: string
  body: string
  /** After this it is never sent (MSG-6); a day after it is due when null. */
  deadlineAt: Date | null
}

export type MessageState = 'draft' | 'sent' | 'stopped'

export type Message = {
  id: string
  state: MessageState
  content: MessageContent
  resendOf: string | null
  madeBy: string
  updatedAt: Date
  sentBy: string | null
  sentAt: Date | null
  undoUntil: Date | null
  stoppedAt: Date | null
  counts: MessageCounts
}

/** How big a message is. `costPence` is in pence and may have decimals. */
export type MessageCounts = {
  pupils: number
  adults: number
  emails: number
  texts: number
  parts: number
  costPence: number
}
