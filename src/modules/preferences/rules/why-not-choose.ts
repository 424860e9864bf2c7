import { Refusal } from '../../../platform/errors/index.ts'
import { choicesOf, type KindChoice, kindNames, type MessageKind, purposeOf } from './kinds.ts'

/** Refuses what cannot be chosen for a kind, and a yes to marketing by anybody but the person (OPT-6, OPT-7). */
export function refuseChoice(kind: MessageKind, choice: KindChoice, by: 'family' | 'staff'): void {
  if (!choicesOf(kind).includes(choice)) {
    throw new Refusal(
      'preference.cannot-be-chosen',
      `“${kindNames[kind]}” cannot be taken that way: the school must reach you with it. Nothing was changed.`,
    )
  }
  if (purposeOf(kind) === 'marketing' && choice !== 'none' && by === 'staff') {
    throw new Refusal(
      'preference.consent-by-person',
      'Only the person can say yes to fundraising and offers, on the page of their own choices. Nothing was changed.',
    )
  }
}
