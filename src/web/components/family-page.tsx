import type { ComponentChildren } from 'preact'
import { directionOf, type Language } from '../family/language.ts'
import { useFrame } from '../frame/frame.ts'
import { Mark } from './icons.tsx'
import { Note } from './note.tsx'

/** A page for families: one column, the phone's own font, no script unless one is named. `school` stands at the top once it is known. */
export function FamilyPage({
  title,
  lead,
  step,
  school,
  script,
  language = 'en',
  children,
}: {
  title: string
  lead?: ComponentChildren
  /** "Step 2 of 4". */
  step?: string
  school?: string
  script?: string
  /** Of the words on the page. */
  language?: Language
  children: ComponentChildren
}) {
  const { flash } = useFrame()
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
          Skip to the page
        </a>
        <header class="family-head">
          <div>
            <Mark />
            <span>{school ?? 'Gatehouse'}</span>
          </div>
        </header>
        <main id="main" tabIndex={-1} class="family-main">
          {step ? <p class="step">{step}</p> : null}
          <h1>{title}</h1>
          {lead ? <p class="lead">{lead}</p> : null}
          {flash ? (
            <div role="status">
              <Note kind={flash.kind === 'done' ? 'ok' : 'warn'}>{flash.words}</Note>
            </div>
          ) : null}
          {children}
        </main>
      </body>
    </html>
  )
}
