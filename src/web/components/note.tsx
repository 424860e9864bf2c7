import type { ComponentChildren } from 'preact'
import { Icon, type IconName } from './icons.tsx'

export type NoteKind = 'info' | 'ok' | 'warn' | 'bad'

const icons: Record<NoteKind, IconName> = { info: 'info', ok: 'tick', warn: 'warn', bad: 'cross' }

/** Something to know before going on. `title` is said in bold first. */
export function Note({
  kind = 'info',
  title,
  children,
}: {
  kind?: NoteKind
  title?: string
  children?: ComponentChildren
}) {
  return (
    <div class={`note ${kind}`}>
      <Icon name={icons[kind]} />
      <div>
        {title ? <strong>{title} </strong> : null}
        {children}
      </div>
    </div>
  )
}
