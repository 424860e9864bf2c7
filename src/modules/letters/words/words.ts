import type { LetterLanguage } from '../security-letter.ts'
import { arabic } from './arabic.ts'
import { english } from './english.ts'
import { polish } from './polish.ts'
import { urdu } from './urdu.ts'
import { welsh } from './welsh.ts'

export type LetterKind = 'family' | 'single-adult' | 'staff'

/** The part of a letter that a school may word for itself, with merge fields such as {{pupil.name}}. */
export type LetterText = { paragraphs: string[]; notice: string[]; help: string }

/** What a letter says in one language. */
export type LetterWords = {
  documentTitle: string
  title: Record<LetterKind, string>
  pupil: string
  member: string
  class: string
  crest: string
  whatToDo: string
  /** `{site}` stands for the address. */
  steps: string[]
  site: string
  reference: string
  codesHeading: { one: string; several: string }
  once: { one: string; several: string }
  /** `{place}` stands for the number of the place. */
  code: { one: string; several: string }
  qr: { one: string; several: string }
  /** `{date}` stands for the last day. */
  expiry: string
  afterExpiry: string
  yourDetails: string
  help: string
  /** As `Intl` knows it, for dates. */
  locale: string
  direction: 'ltr' | 'rtl'
  defaultText: Record<LetterKind, LetterText>
}

const wordsOf: Record<LetterLanguage, LetterWords> = {
  en: english,
  cy: welsh,
  pl: polish,
  ur: urdu,
  ar: arabic,
}

export function letterWords(language: LetterLanguage): LetterWords {
  return wordsOf[language]
}
