import type { LetterLanguage } from './security-letter.ts'
import { type LetterKind, type LetterText, letterWords } from './words/words.ts'

export { findCrestIfAny, keepCrest, largestCrestBytes, removeCrest } from './crest.ts'
export type { TextVersion } from './own-texts.store.ts'
export {
  findLetterText,
  listOwnTexts,
  loadLetterTexts,
  restoreLetterText,
  saveLetterText,
  type TextInUse,
} from './own-texts.ts'
export { checkLetterText, fillLetterText, type LetterFields } from './rules/letter-text.ts'
export { sampleLetters } from './sample.ts'
export {
  type LetterLanguage,
  pictureOfSecurityLetter,
  renderSecurityLetters,
  type SecurityLetterPage,
} from './security-letter.ts'
export type { LetterKind, LetterText } from './words/words.ts'

/** The text a letter has until the school words its own; with merge fields (LET-7). */
export function defaultLetterText(kind: LetterKind, language: LetterLanguage): LetterText {
  return letterWords(language).defaultText[kind]
}
