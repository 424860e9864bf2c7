import { Button } from '../../../components/button.tsx'
import { Card } from '../../../components/card.tsx'
import { Checkboxes, ErrorSummary, type FieldErrors, Input } from '../../../components/fields.tsx'
import { Form } from '../../../components/form.tsx'
import { StaffPage } from '../../../components/shell.tsx'
import { useFrame } from '../../../frame/frame.ts'
import type { Fields } from '../../../page.ts'
import { sayYear } from '../say-people.ts'
import type { RuleChoices } from './new.tsx'

type Shown = { choices: RuleChoices; typed?: Fields; errors?: FieldErrors }

export function NewGroupView({ choices, typed = {}, errors = {} }: Shown) {
  const people = `/schools/${useFrame().school?.slug}/people`
  const ticked = (name: string) => [typed[name] ?? []].flat()
  const fills = ['years', 'classes', 'houses'].some((name) => ticked(name).length > 0)
  return (
    <StaffPage
      title="Make a group"
      current="people"
      breadcrumbs={[
        { words: 'People', href: people },
        { words: 'Groups', href: `${people}/groups` },
      ]}
    >
      <Card>
        <Form action={`${people}/groups/new`}>
          <ErrorSummary errors={errors} />
          <Input
            name="name"
            label="What is it called?"
            hint="Steel band, Year 6 trip, Breakfast club"
            value={String(typed.name ?? '')}
            error={errors.name}
            size="middle"
          />
          <details open={fills}>
            <summary>Let it fill itself</summary>
            <p class="hint">
              Leave this closed to choose the pupils one by one. Tick anything here, and whoever fits on the day is in
              the group: a child who moves class moves in or out by itself. Years, classes and houses narrow each other
              down.
            </p>
            <Ticks name="years" label="Years" list={choices.years} values={ticked('years')} say={sayYear} />
            <Ticks name="classes" label="Classes" list={choices.classes} values={ticked('classes')} />
            <Ticks name="houses" label="Houses" list={choices.houses} values={ticked('houses')} />
          </details>
          <p class="buttons">
            <Button>Make the group</Button>
            <a class="btn quiet" href={`${people}/groups`}>
              Back to the groups
            </a>
          </p>
        </Form>
      </Card>
    </StaffPage>
  )
}

type TicksProps = { name: string; label: string; list: string[]; values: string[]; say?: (value: string) => string }

function Ticks({ name, label, list, values, say = (value) => value }: TicksProps) {
  if (list.length === 0) return null
  const choices = list.map((value) => ({ value, words: say(value) }))
  return <Checkboxes name={name} label={label} values={values} choices={choices} optional />
}
