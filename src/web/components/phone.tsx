import type { ComponentChildren } from 'preact'

/** A family's phone with the messages as they would see them. */
export function Phone({ from, children }: { from: string; children: ComponentChildren }) {
  return (
    <div class="phone">
      <p class="phone-from">{from}</p>
      {children}
    </div>
  )
}

/** One message on the phone. Line ends are kept. `side` `out` is what the family answered. */
export function Bubble({
  side = 'in',
  time,
  children,
}: {
  side?: 'in' | 'out'
  time?: ComponentChildren
  children: ComponentChildren
}) {
  return (
    <div class={`bubble-row ${side}`}>
      <div class="bubble">{children}</div>
      {time ? <small>{time}</small> : null}
    </div>
  )
}
