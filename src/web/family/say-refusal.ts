import { type Language, wordsIn } from './language.ts'
import { refusalWords } from './refusals.words.ts'

/** The words of a refusal in the language of the page; its own in English, and where there are none. */
export function sayToFamily(language: Language, refusal: { code: string; words: string }): string {
  return language === 'en' ? refusal.words : (wordsIn(refusalWords, language)[refusal.code] ?? refusal.words)
}
