import type { ComponentChildren } from 'preact'
import { Button } from './button.tsx'
import { type Choice, ErrorSummary, type FieldErrors, Radios, Textarea } from './fields.tsx'
import { Form } from './form.tsx'

/**
 * Asks for a decision that stands with a person's name: one of several answers, and what it rests on, so that whoever looks at it
 * later knows both. `children` stand between the two; `later` leads away undecided.
 */
export function DecisionForm(props: {
  action: string
  question: { name: string; label: string; choices: readonly Choice[] }
  because: { name: string; label: string; hint: string }
  button: ComponentChildren
  later: { href: string; words: string }
  typed: Record<string, unknown>
  errors: FieldErrors
  children?: ComponentChildren
}) {
  const { action, question, because, button, later, typed, errors, children } = props
  const field = ({ name }: { name: string }) => ({ value: String(typed[name] ?? ''), error: errors[name] })
  return (
    <Form action={action}>
      <ErrorSummary errors={errors} />
      <Radios {...question} {...field(question)} />
      {children}
      <Textarea {...because} {...field(because)} rows={3} />
      <p class="buttons">
        <Button>{button}</Button>
        <a class="btn quiet" href={later.href}>
          {later.words}
        </a>
      </p>
    </Form>
  )
}
