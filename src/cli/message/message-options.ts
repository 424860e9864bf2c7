import type { MessageContent } from '../../modules/messaging/index.ts'
import { type MessageKind, messageKinds, usualKind } from '../../modules/preferences/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { schoolOption } from '../options.ts'

/** What `message preview` and `message send` both take. */
export const messageOptions = {
  school: schoolOption,
  to: {
    type: 'string',
    value: 'PUPILS',
    required: true,
    multiple: true,
    words: 'whose families: year:7, group:7A, pupil:ADMISSION-NUMBER or all; may be given several times',
  },
  audience: {
    type: 'string',
    choices: ['prime', 'all', 'household'],
    words: 'prime adults (usual), all who may receive, or one in each household',
  },
  channel: {
    type: 'string',
    choices: ['auto', 'sms', 'email', 'both'],
    words: 'auto (usual) is an email where there is one, else a text',
  },
  kind: {
    type: 'string',
    choices: messageKinds,
    words:
      'what it is about; dates (usual) is everyday matters, attendance and safety cannot be muted, fundraising needs consent',
  },
  subject: { type: 'string', value: 'TEXT', words: 'the subject of emails' },
  'not-after': { type: 'string', value: 'TIME', words: 'never send it after this time, such as 2026-11-23T15:00Z' },
  body: { type: 'string', value: 'TEXT', required: true, words: 'the words, with fields such as {{pupil.forename}}' },
} as const

type Values = {
  to: string[]
  audience: string | undefined
  channel: string | undefined
  kind: string | undefined
  subject: string | undefined
  body: string
  'not-after': string | undefined
}

/** The choices were checked against the options before. */
export function contentOf({
  to,
  audience,
  channel,
  kind,
  subject,
  body,
  'not-after': notAfter,
}: Values): MessageContent {
  return {
    to,
    audience: (audience ?? 'prime') as MessageContent['audience'],
    channel: (channel ?? 'auto') as MessageContent['channel'],
    kind: (kind ?? usualKind) as MessageKind,
    subject: subject ?? '',
    body,
    deadlineAt: notAfter === undefined ? null : readTime(notAfter),
  }
}

function readTime(text: string): Date {
  const time = new Date(text)
  if (/^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(time.getTime())) return time
  throw new Refusal(
    'cli.time',
    `--not-after is “${text}” and must be a time such as 2026-11-23T15:00Z. Nothing was sent.`,
  )
}
