/** Preferences: what each adult wants to get, how and when (OPT-3, OPT-6, OPT-7). */

export {
  type ChoiceOfKind,
  choicesForKind,
  choicesNow,
  choosePreferences,
  findPreferences,
  languageOfAdult,
  languagesOfAdults,
  movePreferences,
  type Preferences,
  type WantedPreferences,
} from './preferences.ts'
export { consentWords } from './rules/consent-words.ts'
export {
  choicesOf,
  isKindChoice,
  isMessageKind,
  type KindChoice,
  kindNames,
  type MessageKind,
  messageKinds,
  type Purpose,
  purposeOf,
  unchosen,
  usualKind,
} from './rules/kinds.ts'
export { type ChosenLanguage, isChosenLanguage } from './rules/languages.ts'
export type { StoredChoice } from './rules/standing-choice.ts'
