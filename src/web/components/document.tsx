import type { ComponentChildren } from 'preact'

/** The root of every page. `scripts` are names of ES modules in `assets/`; a page must work without them. */
export function Document({
  title,
  bodyClass,
  scripts = [],
  children,
}: {
  title: string
  bodyClass?: string
  scripts?: readonly string[]
  children: ComponentChildren
}) {
  return (
    <html lang="en-GB" dir="ltr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${title} – Gatehouse`}</title>
        <link rel="icon" href="/assets/gatehouse.svg" type="image/svg+xml" />
        <link
          rel="preload"
          href="/assets/fonts/atkinson-hyperlegible-next-latin-400-normal.woff2"
          as="font"
          type="font/woff2"
          crossOrigin="anonymous"
        />
        <link rel="stylesheet" href="/assets/gatehouse.css" />
        {scripts.map((name) => (
          <script key={name} type="module" src={`/assets/${name}`} />
        ))}
      </head>
      <body class={bodyClass}>{children}</body>
    </html>
  )
}
