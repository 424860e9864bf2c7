import type { LetterLanguage } from './security-letter.ts'
import { type LetterKind, type LetterText, letterWords } from './words/words.ts'

export { checkLetterText, fillLetterText, type LetterFields } from './rules/letter-text.ts'
export { sampleLetters } from './sample.ts'
export { type LetterLanguage, renderSecurityLetters, type SecurityLetterPage } from './security-letter.ts'
export type { LetterKind, LetterText } from './words/words.ts'

/** The text a letter has until the school words its own; with merge fields (LET-7). */
export function defaultLetterText(kind: LetterKind, language: LetterLanguage): LetterText {
  return letterWords(language).defaultText[kind]
}
