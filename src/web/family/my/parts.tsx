import type { Language } from '../language.ts'
import { wordsIn } from '../language.ts'
import { partsWords } from './parts.words.ts'
import type { Who } from './who.ts'

export type MyPlace = 'children' | 'messages' | 'preferences' | 'details' | 'data'

/** The person's own pages. Only where somebody is signed in are those of the record tier offered. */
export function MyNav({ who, language, at }: { who: Who; language: Language; at: MyPlace | null }) {
  const words = wordsIn(partsWords, language)
  const places: { at: MyPlace | null; href: string; words: string }[] = [
    { at: 'children', href: '/my', words: words.children },
    { at: 'messages', href: '/my/messages', words: words.messages },
    { at: 'preferences', href: '/my/preferences', words: words.preferences },
    { at: 'details', href: '/my/details', words: words.details },
    ...(who.way === 'account' ? [{ at: 'data' as const, href: '/my/data', words: words.data }] : []),
    who.way === 'account'
      ? { at: null, href: '/account/security', words: words.security }
      : { at: null, href: '/my/sign-in', words: words.signIn },
  ]
  return (
    <nav class="places" aria-label={words.places}>
      <ul>
        {places.map((place) => (
          <li key={place.href}>
            <a href={place.href} aria-current={place.at !== null && place.at === at ? 'page' : undefined}>
              {place.words}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** `21 November 2026`, in the language of the page. */
export function sayDate(date: Date | string, language: Language): string {
  const at = typeof date === 'string' ? new Date(`${date}T12:00:00Z`) : date
  const locale = language === 'cy' ? 'cy' : 'en-GB'
  return at.toLocaleDateString(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'Europe/London' })
}
