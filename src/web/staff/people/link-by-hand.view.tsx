import type { Family } from '../../../modules/people/index.ts'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Checkbox, ErrorSummary, type FieldErrors, Input, Select, Textarea } from '../../components/fields.tsx'
import { Form } from '../../components/form.tsx'
import { Note } from '../../components/note.tsx'
import { StaffPage } from '../../components/shell.tsx'
import { useFrame } from '../../frame/frame.ts'
import type { Fields } from '../../page.ts'
import { nameOf } from './say-people.ts'

const flags = [
  { value: 'yes', words: 'Yes' },
  { value: 'no', words: 'No' },
  { value: 'unknown', words: 'Not known' },
]

export function LinkByHandView(props: { family: Family; typed: Fields; errors?: FieldErrors }) {
  const { family, typed, errors = {} } = props
  const { pupil } = family
  const people = `/schools/${useFrame().school?.slug}/people`
  const here = `${people}/pupils/${pupil.id}`
  const field = (name: string) => ({ name, value: String(typed[name] ?? ''), error: errors[name] })
  return (
    <StaffPage
      title={`Link an adult to ${nameOf(pupil)} by hand`}
      current="people"
      breadcrumbs={[
        { words: 'People', href: people },
        { words: nameOf(pupil), href: here },
      ]}
    >
      <Note kind="info">
        What you type here is the school’s: no import changes it, and the MIS does not maintain it. If the MIS holds
        this adult for {pupil.forename}, <a href={`${here}/pick`}>pick the contact from the MIS</a> instead.
      </Note>
      <Card>
        <Form action={`${here}/link`}>
          <ErrorSummary errors={errors} />
          <Input {...field('title')} label="Title" size="short" optional />
          <Input {...field('forename')} label="Forename" size="middle" autocomplete="off" />
          <Input {...field('surname')} label="Surname" size="middle" autocomplete="off" />
          <Input
            {...field('relationship')}
            label={`Who are they to ${pupil.forename}?`}
            hint="Mother, Father, Carer, Grandparent …"
            size="middle"
          />
          <Input {...field('phone')} label="Phone" type="tel" size="middle" autocomplete="off" optional />
          <Input {...field('email')} label="Email" type="email" autocomplete="off" optional />
          <Select
            {...field('parentalResponsibility')}
            value={String(typed.parentalResponsibility ?? 'unknown')}
            label="Parental responsibility"
            choices={flags}
          />
          <Select
            {...field('livesWith')}
            value={String(typed.livesWith ?? 'unknown')}
            label={`Lives with ${pupil.forename}`}
            choices={flags}
          />
          <Checkbox
            name="prime"
            label="Prime"
            hint={`Ordinary messages about ${pupil.forename} go to this adult.`}
            checked={typed.prime === 'yes'}
          />
          <Textarea
            {...field('reason')}
            rows={3}
            label="Why is this adult linked by hand?"
            hint="For example: “Aunt collects on Thursdays; Mrs Hill told us on 3 September.”"
          />
          <p class="buttons">
            <Button>Link this adult to {pupil.forename}</Button>
            <a class="btn quiet" href={here}>
              Leave it as it is
            </a>
          </p>
        </Form>
      </Card>
    </StaffPage>
  )
}
