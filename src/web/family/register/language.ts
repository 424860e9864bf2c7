import { type Language, languageOf, languages } from '../language.ts'

/** The way to register speaks every language. */
export function registerLanguageOf(context: Parameters<typeof languageOf>[0]): Language {
  return languageOf(context, { among: languages })
}
