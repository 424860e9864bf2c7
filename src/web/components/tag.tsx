import type { ComponentChildren } from 'preact'
import { Icon, type IconName } from './icons.tsx'

export type TagKind = 'ok' | 'warn' | 'bad' | 'info' | 'wait' | 'plain' | 'gate'

const icons: Record<TagKind, IconName | null> = {
  ok: 'tick',
  warn: 'warn',
  bad: 'cross',
  info: null,
  wait: 'wait',
  plain: null,
  gate: null,
}

/** A state in a word, with its colour and its shape. `plain` and `gate` are for facts that are neither good nor bad. */
export function Tag({ kind = 'plain', children }: { kind?: TagKind; children: ComponentChildren }) {
  const icon = icons[kind]
  return (
    <span class={`tag ${kind}`}>
      {icon ? <Icon name={icon} /> : null}
      {children}
    </span>
  )
}

/** The rule that decided, small beside its reason. */
export function RuleTag({ rule }: { rule: string }) {
  return <span class="rule">{rule}</span>
}

/** Who owns a fact, as the database calls them. */
export type Origin = 'mis' | 'web' | 'manual' | 'picked'

/** Who owns a detail or a link; stands wherever one is shown. `mis` names the school's system, such as SIMS. */
export function OriginTag({ origin, mis = 'the MIS' }: { origin: Origin; mis?: string }) {
  const words: Record<Origin, string> = {
    mis: `From ${mis}`,
    web: 'Registered by the person',
    manual: 'Linked by hand',
    picked: `Picked from ${mis}`,
  }
  return <span class={`tag origin-${origin}`}>{words[origin]}</span>
}
