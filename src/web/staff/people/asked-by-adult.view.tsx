import type { ComponentChildren } from 'preact'
import type { Adult } from '../../../modules/people/index.ts'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { ErrorSummary, type FieldErrors, Textarea } from '../../components/fields.tsx'
import { Form } from '../../components/form.tsx'
import { StaffPage } from '../../components/shell.tsx'
import { useFrame } from '../../frame/frame.ts'
import type { Fields } from '../../page.ts'
import { nameOf } from './say-people.ts'

/** An adult, and after a refusal what was typed and what was wrong with it. */
export type AskedByAdult = { adult: Adult; typed?: Fields; errors?: FieldErrors }

/** A page on which staff record what an adult asked for. It asks in words how they know; `children` is the rest of the form. */
export function AskedByAdultPage(
  props: AskedByAdult & {
    title: string
    /** Under the adult's own page. */
    path: 'opt-out' | 'opt-in' | 'preferences'
    reason: string
    button: { words: string; kind?: 'danger' }
    children: ComponentChildren
  },
) {
  const { adult, typed = {}, errors = {}, title, path, reason, button, children } = props
  const people = `/schools/${useFrame().school?.slug}/people`
  const here = `${people}/adults/${adult.id}`
  return (
    <StaffPage
      title={title}
      current="people"
      breadcrumbs={[
        { words: 'People', href: people },
        { words: nameOf(adult), href: here },
      ]}
    >
      <Card>
        <Form action={`${here}/${path}`}>
          <ErrorSummary errors={errors} />
          {children}
          <Textarea name="reason" rows={3} label={reason} value={String(typed.reason ?? '')} error={errors.reason} />
          <p class="buttons">
            <Button kind={button.kind ?? 'main'}>{button.words}</Button>
            <a class="btn quiet" href={here}>
              Leave it as it is
            </a>
          </p>
        </Form>
      </Card>
    </StaffPage>
  )
}
