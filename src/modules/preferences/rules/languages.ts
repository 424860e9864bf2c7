/** What somebody may ask the school to speak with them; `src/web/family/language.ts` has the words. */
const chosenLanguages = ['en', 'cy', 'pl', 'ur', 'ar'] as const
export type ChosenLanguage = (typeof chosenLanguages)[number]

export function isChosenLanguage(text: unknown): text is ChosenLanguage {
  return chosenLanguages.some((language) => language === text)
}
