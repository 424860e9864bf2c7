import { choicesOf, type KindChoice, type MessageKind, purposeOf, unchosen } from './kinds.ts'

/** A choice as it was stored. */
export type StoredChoice = {
  choice: KindChoice
  setBy: string
  setByKind: 'family' | 'staff'
  setAt: Date
  reason: string | null
  /** The version of the words a person agreed to; marketing only. */
  consentWords: string | null
}

/**
 * What a stored choice comes to today (OPT-6, OPT-7). Marketing stands only where the person agreed, to words of a known
 * version; what cannot be chosen for a kind counts as not chosen.
 */
export function standingChoice(kind: MessageKind, stored: StoredChoice | null): KindChoice {
  if (stored === null || !choicesOf(kind).includes(stored.choice)) return unchosen(kind)
  if (purposeOf(kind) !== 'marketing') return stored.choice
  return stored.setByKind === 'family' && stored.consentWords !== null ? stored.choice : 'none'
}
