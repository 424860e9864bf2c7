import type { ComponentChildren } from 'preact'
import { Icon, type IconName } from './icons.tsx'

export type FigureKind = 'ok' | 'warn' | 'bad' | 'plain'

const icons: Record<FigureKind, IconName | null> = { ok: 'tick', warn: 'warn', bad: 'cross', plain: null }

/** A number first, then what it counts, then the way to the people behind it. */
export function Figure({
  value,
  words,
  kind = 'plain',
  href,
  link,
}: {
  value: ComponentChildren
  words: ComponentChildren
  kind?: FigureKind
  href?: string
  link?: ComponentChildren
}) {
  const icon = icons[kind]
  return (
    <div class={`card figure ${kind}`}>
      <p class="figure-value">
        <b>{value}</b>
        {icon ? <Icon name={icon} /> : null}
      </p>
      <p class="figure-words">{words}</p>
      {href ? (
        <p class="figure-link">
          <a href={href}>{link}</a>
        </p>
      ) : null}
    </div>
  )
}

/** Up to five figures in a row at the top of a page. */
export function Figures({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <section class="figures" aria-label={label}>
      {children}
    </section>
  )
}
