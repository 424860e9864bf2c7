import type { ComponentChildren } from 'preact'
import { Button } from './button.tsx'
import { ErrorSummary, type FieldErrors, Textarea } from './fields.tsx'
import { Form } from './form.tsx'

/**
 * Asks once before something that matters. `button` says the act with its number; `back` leads away unchanged; `reason`
 * asks why, where a rule wants it (sent as `reason`); `hidden` is sent along.
 */
export function ConfirmForm({
  action,
  button,
  back,
  danger = false,
  reason,
  hidden = {},
  children,
}: {
  action: string
  button: string
  back: string
  danger?: boolean
  reason?: { label: string; hint?: string; value?: string; error?: string }
  hidden?: Record<string, string>
  children?: ComponentChildren
}) {
  const errors: FieldErrors = reason?.error ? { reason: reason.error } : {}
  return (
    <Form action={action} class="confirm">
      <ErrorSummary errors={errors} />
      {children}
      {reason ? (
        <Textarea
          name="reason"
          rows={3}
          label={reason.label}
          hint={reason.hint}
          value={reason.value}
          error={reason.error}
        />
      ) : null}
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <p class="buttons">
        <Button kind={danger ? 'danger' : 'main'}>{button}</Button>
        <a class="btn quiet" href={back}>
          Leave it as it is
        </a>
      </p>
    </Form>
  )
}
