import type { ComponentChildren } from 'preact'
import { formatNumber } from './bar.tsx'

/** Views of one thing. Each is a page of its own, so it can be linked to. */
export function Tabs({
  label,
  tabs,
}: {
  label: string
  tabs: readonly { words: string; href: string; current: boolean; count?: number }[]
}) {
  return (
    <nav class="tabs" aria-label={label}>
      <ul>
        {tabs.map(({ words, href, current, count }) => (
          <li key={href}>
            <a href={href} aria-current={current ? 'page' : undefined}>
              {words}
              {count === undefined ? null : <span class="tab-count"> {formatNumber(count)}</span>}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** The way on through a long list, by key: forward, or back to the start. */
export function Pagination({ first, next, shown }: { first?: string | null; next?: string | null; shown?: string }) {
  if (!first && !next && !shown) return null
  return (
    <nav class="pagination" aria-label="More of this list">
      {first ? (
        <a class="btn quiet" href={first}>
          Back to the start
        </a>
      ) : null}
      {next ? (
        <a class="btn quiet" href={next} rel="next">
          Show more
        </a>
      ) : null}
      {shown ? <span class="muted">{shown}</span> : null}
    </nav>
  )
}

/** Nothing here yet: says why, and what to do first. */
export function EmptyState({
  title,
  children,
  action,
}: {
  title: string
  children?: ComponentChildren
  action?: ComponentChildren
}) {
  return (
    <div class="empty">
      <svg
        viewBox="0 0 64 44"
        width="96"
        height="66"
        fill="none"
        stroke="currentColor"
        stroke-width="2"
        stroke-linejoin="round"
        aria-hidden="true"
      >
        <path d="M8 42V18l9-7V4h7v7h5V4h6v7h5V4h7v7l9 7v24H40V32a8 8 0 0 0-16 0v10z" />
        <path d="M2 42h60" stroke-linecap="round" />
      </svg>
      <h2>{title}</h2>
      {children ? <div class="empty-words">{children}</div> : null}
      {action ? <p class="buttons">{action}</p> : null}
    </div>
  )
}

/** The round with the first letters of a name, beside the name. */
export function Avatar({ name }: { name: string }) {
  const words = name.trim().split(/\s+/)
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]]
  return (
    <span class="avatar" aria-hidden="true">
      {letters.map((word) => [...(word ?? '')][0]?.toUpperCase()).join('')}
    </span>
  )
}

/** Small facts in a line with dots between. Nothing is shown for those that are empty. */
export function Facts({ children }: { children: ComponentChildren[] }) {
  const shown = children
    .flat()
    .filter((child) => child !== null && child !== undefined && child !== false && child !== '')
  return (
    <small class="facts-line">
      {shown.map((child, index) => (
        <span key={index}>{child}</span>
      ))}
    </small>
  )
}
