import Type, { type Static } from 'typebox'
import type { MessageContent } from '../../../modules/messaging/index.ts'
import { isMessageKind, type MessageKind, usualKind } from '../../../modules/preferences/index.ts'
import type { Refusal } from '../../../platform/errors/index.ts'
import type { FieldErrors } from '../../components/fields.tsx'
import type { Fields } from '../../page.ts'
import { instantAt } from './local-time.ts'

/** What the page for writing sends. */
export const composeBody = Type.Object({
  to: Type.Array(Type.String()),
  audience: Type.Union([Type.Literal('prime'), Type.Literal('all'), Type.Literal('household')], { default: 'prime' }),
  channel: Type.Union([Type.Literal('auto'), Type.Literal('sms'), Type.Literal('email'), Type.Literal('both')], {
    default: 'auto',
  }),
  /** What it is about (OPT-6, OPT-7). */
  kind: Type.String({ default: usualKind }),
  subject: Type.String({ default: '' }),
  body: Type.String({ default: '' }),
  /** The school's own time after which it never goes out; empty for none. */
  deadline: Type.String({ default: '' }),
  /** What is typed to find a child. */
  find: Type.String({ default: '' }),
  /** Which button: `find`, or going on to check. */
  act: Type.String({ default: 'check' }),
})
export type ComposeBody = Static<typeof composeBody>

export function contentOf(body: ComposeBody, timeZone: string): MessageContent {
  const { to, audience, channel, subject } = body
  const deadlineAt = instantAt(body.deadline, timeZone)
  return { to, audience, channel, kind: kindOf(body.kind), subject, body: body.body, deadlineAt }
}

const kindOf = (text: string): MessageKind => (isMessageKind(text) ? text : usualKind)

/** What was typed, for showing the form again. */
export function typedContent(typed: Fields, timeZone: string): { content: MessageContent; find: string } {
  const text = (name: string) => [typed[name] ?? ''].flat()[0] ?? ''
  const to = [typed.to ?? []].flat()
  const content: MessageContent = {
    to,
    audience: (text('audience') || 'prime') as MessageContent['audience'],
    channel: (text('channel') || 'auto') as MessageContent['channel'],
    kind: kindOf(text('kind')),
    subject: text('subject'),
    body: text('body'),
    deadlineAt: instantAt(text('deadline'), timeZone),
  }
  return { content, find: text('find') }
}

const fieldOf: Record<string, string> = {
  'message.to-nobody': 'to',
  'nobody-found': 'to',
  'bad-selector': 'to',
  'message.past-deadline': 'deadline',
}

/** Beside which field a refusal belongs; nearly all are about the words. */
export function errorsOf(refusal: Refusal): FieldErrors {
  return { [fieldOf[refusal.code] ?? 'body']: refusal.words }
}
