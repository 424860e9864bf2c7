/** Languages of the pages for families. English and Welsh are complete; the others cover the way to register. */
export const languages = ['en', 'cy', 'pl', 'ur', 'ar'] as const
export type Language = (typeof languages)[number]

/** The words of one page in each language that has them: a type for the English ones makes the others hold every key. */
export type WordsOf<Words> = { en: Words; cy: Words } & Partial<Record<Language, Words>>

/** The words in this language; in English where there are none. */
export function wordsIn<Words>(words: WordsOf<Words>, language: Language): Words {
  return words[language] ?? words.en
}

export function directionOf(language: Language): 'ltr' | 'rtl' {
  return language === 'ar' || language === 'ur' ? 'rtl' : 'ltr'
}

export function isLanguage(text: unknown): text is Language {
  return languages.some((language) => language === text)
}
