import { type KindChoice, type MessageKind, purposeOf } from '../../preferences/index.ts'
import type { ChannelChoice } from './audience.ts'
import type { Channel } from './reachable-point.ts'

/** Each list becomes one copy, by the first of its channels that works. */
export type Ways = { copies: Channel[][]; digest: boolean }

const asked: Record<ChannelChoice, Channel[][]> = {
  auto: [['email', 'sms']],
  sms: [['sms']],
  email: [['email']],
  both: [['email'], ['sms']],
}

/**
 * OPT-7: the channels to try for somebody with this choice. A choice never makes the school pay for a text it did not ask
 * for; what must be told falls to the other way rather than to nothing.
 */
export function waysToSend(choice: KindChoice, message: { channel: ChannelChoice; kind: MessageKind }): Ways {
  if (choice === 'usual' || choice === 'none') return { copies: asked[message.channel], digest: false }
  if (choice === 'text' && message.channel === 'email') return { copies: asked.email, digest: false }
  const chosen: Channel = choice === 'text' ? 'sms' : 'email'
  const others = asked[message.channel].flat().filter((channel) => channel !== chosen)
  const fallback = purposeOf(message.kind) === 'statutory' ? others : []
  return { copies: [[chosen, ...fallback]], digest: choice === 'digest' }
}
