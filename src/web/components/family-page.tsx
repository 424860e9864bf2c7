import type { ComponentChildren } from 'preact'
import {
  completeLanguages,
  directionOf,
  type Language,
  LanguageContext,
  languageNames,
  wordsIn,
} from '../family/language.ts'
import { useFrame } from '../frame/frame.ts'
import { familyPageWords } from './family-page.words.ts'
import { Mark } from './icons.tsx'
import { Note } from './note.tsx'

/**
 * A page for families: one column, the phone's own font, no script unless one is named. `school` stands at the top once it
 * is known. With `language` it is in that one, and offers the others.
 */
export function FamilyPage({
  title,
  lead,
  step,
  school,
  script,
  language: spoken,
  offered = completeLanguages,
  here,
  children,
}: {
  title: string
  lead?: ComponentChildren
  /** "Step 2 of 4". */
  step?: string
  school?: string
  script?: string
  /** Of the words on the page. Without it the page speaks English only. */
  language?: Language
  /** The languages that the page speaks. */
  offered?: readonly Language[]
  /** The address that shows this page, where a form was sent to another one. */
  here?: string
  children: ComponentChildren
}) {
  const { flash } = useFrame()
  const language = spoken ?? 'en'
  return (
    <html lang={language === 'en' ? 'en-GB' : language} dir={directionOf(language)}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>{`${title} – ${school ?? 'Gatehouse'}`}</title>
        <link rel="icon" href="/assets/gatehouse.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/family.css" />
        {script ? <script type="module" src={`/assets/${script}`} /> : null}
      </head>
      <body>
        <a class="skip" href="#main">
          {wordsIn(familyPageWords, language).skip}
        </a>
        <header class="family-head">
          <div>
            <Mark />
            <span dir="auto">{school ?? 'Gatehouse'}</span>
          </div>
        </header>
        {spoken && offered.length > 1 ? <Languages spoken={spoken} offered={offered} here={here} /> : null}
        <main id="main" tabIndex={-1} class="family-main">
          {step ? <p class="step">{step}</p> : null}
          <h1>{title}</h1>
          {lead ? <p class="lead">{lead}</p> : null}
          {flash ? (
            <div role="status" dir="auto">
              <Note kind={flash.kind === 'done' ? 'ok' : 'warn'}>{flash.words}</Note>
            </div>
          ) : null}
          <LanguageContext.Provider value={language}>{children}</LanguageContext.Provider>
        </main>
      </body>
    </html>
  )
}

/** Plain links, each named in its own language; the browser remembers which was followed. */
function Languages({
  spoken,
  offered,
  here,
}: {
  spoken: Language
  offered: readonly Language[]
  here: string | undefined
}) {
  const { path } = useFrame()
  const [at, query = ''] = (here ?? path).split('?')
  const next = new URLSearchParams(query).get('next')
  const kept = next ? `&next=${encodeURIComponent(next)}` : ''
  return (
    <nav class="languages" aria-label={wordsIn(familyPageWords, spoken).language}>
      <ul>
        {offered.map((language) => (
          <li key={language} lang={language} dir={directionOf(language)}>
            {language === spoken ? (
              <b aria-current="true">{languageNames[language]}</b>
            ) : (
              <a href={`${at}?lang=${language}${kept}`} hreflang={language} rel="nofollow">
                {languageNames[language]}
              </a>
            )}
          </li>
        ))}
      </ul>
    </nav>
  )
}
