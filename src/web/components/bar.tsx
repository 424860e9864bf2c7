import type { ComponentChildren } from 'preact'

type Part = { count: number; kind: 'ok' | 'info' | 'warn' | 'bad' | 'plain'; words: string }

/** Parts of a whole, drawn and said. Parts of nothing are left out; the last part always ends at the edge. */
export function Bar({ parts, says = true }: { parts: readonly Part[]; says?: boolean }) {
  const shown = parts.filter(({ count }) => count > 0)
  const whole = shown.reduce((sum, { count }) => sum + count, 0)
  const words = shown.map(({ count, words }) => `${formatNumber(count)} ${words}`).join(' · ')
  let from = 0
  return (
    <div class="bar">
      <svg width="100%" height="18" role="img" aria-label={words || 'Nothing yet'}>
        <rect class="bar-ground" width="100%" height="18" rx="5" />
        {shown.map(({ count, kind, words }) => {
          const start = from
          from += (count / whole) * 100
          return (
            <rect
              key={words}
              class={`bar-${kind}`}
              x={`${round(start)}%`}
              width={`${round(from - start)}%`}
              height="18"
            />
          )
        })}
      </svg>
      {says ? <small>{words || 'Nothing yet'}</small> : null}
    </div>
  )
}

type Reach = { reached: number; handedOver?: number; waiting: number; notReached: number }

/** How far a message got: handed over is what a provider took that never says what became of it (DLV-1). */
export function ReachBar({ reached, handedOver = 0, waiting, notReached }: Reach) {
  return (
    <Bar
      parts={[
        { count: reached, kind: 'ok', words: 'reached' },
        { count: handedOver, kind: 'info', words: 'handed over' },
        { count: waiting, kind: 'warn', words: 'waiting' },
        { count: notReached, kind: 'bad', words: 'not reached' },
      ]}
    />
  )
}

/** Work under way that can be left and returned to. */
export function Progress({ done, of, children }: { done: number; of: number; children?: ComponentChildren }) {
  return (
    <div class="progress">
      <progress max={Math.max(of, 1)} value={done} aria-label="Progress" />
      <small>
        {formatNumber(done)} of {formatNumber(of)}
        {children ? <> · {children}</> : null}
      </small>
    </div>
  )
}

/** 12345 → 12,345. */
export function formatNumber(value: number): string {
  return value.toLocaleString('en-GB')
}

/** Pence as people say money: 36 → 36p, 1240 → £12.40. Tenths of a penny are kept below a pound. */
export function formatPence(pence: number): string {
  if (pence >= 100)
    return `£${(pence / 100).toLocaleString('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`
  return `${Number(pence.toFixed(1))}p`
}

function round(share: number): number {
  return Math.round(share * 100) / 100
}
