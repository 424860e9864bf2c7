import type { FastifyReply, FastifyRequest } from 'fastify'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import { type BrowserCookie, readCookie, writeCookie } from '../../platform/http/index.ts'

/** Languages of the pages for families. English and Welsh are complete; the others cover the way to register. */
export const languages = ['en', 'cy', 'pl', 'ur', 'ar'] as const
export type Language = (typeof languages)[number]

/** The languages in which every page for families speaks. */
export const completeLanguages: readonly Language[] = ['en', 'cy']

/** Each in itself: who looks for a language reads that one. */
export const languageNames: Record<Language, string> = {
  en: 'English',
  cy: 'Cymraeg',
  pl: 'Polski',
  ur: 'اردو',
  ar: 'العربية',
}

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

/** What was chosen by hand is remembered for a year. */
const languageCookie: BrowserCookie = { name: 'gatehouse-language', maxAge: 365 * 86_400 }

/**
 * The language to answer in: what was chosen by hand (`?lang=cy`, then the browser remembers), else what the person has
 * `stored`, else the first that the browser asks for, else English. Only languages `among` these count: the complete ones,
 * where nothing is said.
 */
export function languageOf(
  { request }: { request: FastifyRequest },
  { stored = null, among = completeLanguages }: { stored?: string | null; among?: readonly Language[] } = {},
): Language {
  const wanted = [chosenIn(request), readCookie(request, languageCookie), stored, ...askedFor(request)]
  return among.find((language) => language === wanted.find((each) => among.some((spoken) => spoken === each))) ?? 'en'
}

/** Remembers the language that the address of this request names. */
export function keepChosenLanguage(request: FastifyRequest, reply: FastifyReply): void {
  const chosen = chosenIn(request)
  if (chosen && chosen !== readCookie(request, languageCookie)) writeCookie(reply, languageCookie, chosen)
}

/** Remembers the language that a person has stored, on a browser where none was chosen by hand. */
export function keepStoredLanguage(request: FastifyRequest, reply: FastifyReply, stored: string | null): void {
  if (isLanguage(stored) && readCookie(request, languageCookie) === null) writeCookie(reply, languageCookie, stored)
}

function chosenIn({ query }: FastifyRequest): Language | null {
  const lang = typeof query === 'object' && query !== null && 'lang' in query ? query.lang : null
  return isLanguage(lang) ? lang : null
}

/** The languages of Accept-Language, best first: `cy-GB,cy;q=0.9,en;q=0.8` asks for Welsh, then English. */
function askedFor({ headers }: FastifyRequest): string[] {
  return (headers['accept-language'] ?? '')
    .split(',')
    .slice(0, 20)
    .map((part) => {
      const [tag = '', ...parameters] = part
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/)
      const quality = parameters.find((each) => each.startsWith('q='))
      return { language: tag.split('-')[0] ?? '', quality: quality ? Number(quality.slice(2)) || 0 : 1 }
    })
    .filter(({ quality }) => quality > 0)
    .toSorted((left, right) => right.quality - left.quality)
    .map(({ language }) => language)
}

/** The language of the page around a part, so that parts which pages share speak it too. */
export const LanguageContext = createContext<Language>('en')

export function useLanguage(): Language {
  return useContext(LanguageContext)
}

/** A name, an address or a number inside words of the other direction keeps its own. */
export function isolated(language: Language, text: string): string {
  const turns = directionOf(language) === 'rtl' || /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/.test(text)
  return turns && text !== '' ? `\u2068${text}\u2069` : text
}

/** The same for a number, which does not break at its spaces either. */
export function isolatedNumber(language: Language, number: string): string {
  return isolated(language, number.replaceAll(' ', '\u00a0'))
}
