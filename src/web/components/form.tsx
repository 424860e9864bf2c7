import type { ComponentChildren } from 'preact'
import { useFrame } from '../frame/frame.ts'

/** A form that changes something: POST, with the token of this browser. `upload` for forms with files. */
export function Form({
  action,
  upload,
  id,
  class: className,
  children,
}: {
  action: string
  upload?: boolean
  id?: string
  class?: string
  children: ComponentChildren
}) {
  const { csrf } = useFrame()
  return (
    <form
      method="post"
      action={action}
      id={id}
      class={className}
      enctype={upload ? 'multipart/form-data' : undefined}
      novalidate
    >
      <input type="hidden" name="csrf" value={csrf} />
      {children}
    </form>
  )
}
