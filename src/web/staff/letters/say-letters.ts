import type { LetterKind, LetterLanguage } from '../../../modules/letters/index.ts'

/** In which a letter can be printed. */
export const languages: readonly { value: LetterLanguage; words: string }[] = [
  { value: 'en', words: 'English' },
  { value: 'cy', words: 'Welsh' },
  { value: 'pl', words: 'Polish' },
  { value: 'ur', words: 'Urdu' },
  { value: 'ar', words: 'Arabic' },
]

/** Which letters there are, by the word in their address. */
export const letterKinds: readonly { value: LetterKind; words: string; hint: string }[] = [
  { value: 'family', words: 'Family letter', hint: 'All free places of a child on one sheet.' },
  {
    value: 'single-adult',
    words: 'Letter to one adult',
    hint: 'One code, addressed to one adult at their own address.',
  },
  { value: 'staff', words: 'Letter to staff and governors', hint: 'For their own email and mobile.' },
]

export function sayLanguage(language: string): string {
  return languages.find(({ value }) => value === language)?.words ?? language
}

export function sayKind(kind: string): string {
  return letterKinds.find(({ value }) => value === kind)?.words ?? kind
}
