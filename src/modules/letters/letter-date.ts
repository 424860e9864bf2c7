import type { LetterLanguage } from './security-letter.ts'
import { letterWords } from './words/words.ts'

/** `2026-12-21` as people say it: 21 December 2026, 21 Rhagfyr 2026, 21 grudnia 2026. */
export function letterDate(date: string, language: LetterLanguage): string {
  return new Intl.DateTimeFormat(letterWords(language).locale, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(`${date}T12:00:00Z`))
}
