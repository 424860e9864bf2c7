import type { ComponentChildren } from 'preact'

export type ButtonKind = 'main' | 'quiet' | 'danger'

/** Says the act, with its number: "Send 49 emails". Submits the form around it. `name` and `value` tell several apart. */
export function Button({
  kind = 'main',
  name,
  value,
  disabled,
  children,
}: {
  kind?: ButtonKind
  name?: string
  value?: string
  disabled?: boolean
  children: ComponentChildren
}) {
  return (
    <button type="submit" class={`btn ${kind}`} name={name} value={value} disabled={disabled}>
      {children}
    </button>
  )
}

/** A link that looks like a button because it starts something. It changes nothing by itself. */
export function ButtonLink({
  href,
  kind = 'main',
  children,
}: {
  href: string
  kind?: ButtonKind
  children: ComponentChildren
}) {
  return (
    <a class={`btn ${kind}`} href={href}>
      {children}
    </a>
  )
}
