import type { ComponentChildren } from 'preact'

/** A sheet of paper on the page: a heading, what can be done with it, and what it says. */
export function Card({
  title,
  actions,
  kind,
  id,
  children,
}: {
  title?: ComponentChildren
  actions?: ComponentChildren
  kind?: 'warn' | 'bad' | 'ok'
  id?: string
  children: ComponentChildren
}) {
  return (
    <section class={kind ? `card ${kind}` : 'card'} id={id}>
      {title || actions ? (
        <div class="card-head">
          {title ? <h2>{title}</h2> : null}
          {actions ? <div class="card-actions">{actions}</div> : null}
        </div>
      ) : null}
      {children}
    </section>
  )
}

/** Cards side by side on a wide screen, one under the other on a narrow one. `main-side` makes the first one wider. */
export function Columns({
  kind = 'even',
  children,
}: {
  kind?: 'even' | 'main-side' | 'thirds'
  children: ComponentChildren
}) {
  return <div class={`columns ${kind}`}>{children}</div>
}
