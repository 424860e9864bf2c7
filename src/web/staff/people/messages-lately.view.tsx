import type { MessageAboutPupil } from '../../../modules/messaging/index.ts'
import { Tag, type TagKind } from '../../components/tag.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { useFrame } from '../../frame/frame.ts'

type Line = MessageAboutPupil['line']

const states: Record<Line['reach'], { kind: TagKind; words: string }> = {
  reached: { kind: 'ok', words: 'Reached' },
  'handed over': { kind: 'info', words: 'Handed over' },
  waiting: { kind: 'wait', words: 'Waiting' },
  'not reached': { kind: 'bad', words: 'Not reached' },
  withheld: { kind: 'plain', words: 'Not sent' },
}

/** What went to this child's home, to whom, and what became of it. `names` are the adults' forenames. */
export function MessagesLately({ messages, names }: { messages: MessageAboutPupil[]; names: Map<string, string> }) {
  const base = `/schools/${useFrame().school?.slug}/messages`
  if (messages.length === 0) return <p class="muted">No message yet.</p>
  return (
    <ul class="lately">
      {messages.map(({ message, line }) => (
        <li key={message.id}>
          {message.sentAt ? (
            <small>
              <TimeAgo at={message.sentAt} />
            </small>
          ) : null}
          <br />
          <a href={`${base}/${message.id}`}>{message.content.subject || message.content.body.slice(0, 60)}</a>
          <br />
          <span class="tags">
            <Tag kind={states[line.reach].kind}>{states[line.reach].words}</Tag>
            <small>{sayWhatBecame(line, names)}</small>
          </span>
        </li>
      ))}
    </ul>
  )
}

/** `Fatima: text, delivered`. Those who were not to get it are left out, unless nobody was. */
function sayWhatBecame({ adults, reason }: Line, names: Map<string, string>): string {
  const told = adults.filter(({ deliveryId }) => deliveryId !== null)
  if (told.length === 0) return reason ?? ''
  return told
    .map(({ adultId, channel, status }) => {
      const how = channel === 'sms' ? 'text, ' : channel === 'email' ? 'email, ' : ''
      return `${names.get(adultId) ?? 'An adult'}: ${how}${status.charAt(0).toLowerCase()}${status.slice(1)}`
    })
    .join(' · ')
}
