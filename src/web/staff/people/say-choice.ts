import type { KindChoice, StoredChoice } from '../../../modules/preferences/index.ts'

/** How somebody takes a kind of message, in the office's words. */
export const choiceWords: Record<KindChoice, string> = {
  usual: 'The way it is sent',
  email: 'By email',
  text: 'By text',
  digest: 'In one email a day',
  none: 'Not at all',
}

/** Who set it: the person, or staff on request. */
export function saySetter({ setByKind, setBy }: Pick<StoredChoice, 'setByKind' | 'setBy'>): string {
  return setByKind === 'family' ? 'chosen by the person' : `set on request by ${setBy}`
}
