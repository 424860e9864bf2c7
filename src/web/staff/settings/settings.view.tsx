import { Button } from '../../components/button.tsx'
import { Card, Columns } from '../../components/card.tsx'
import { Checkbox, ErrorSummary, type FieldErrors, Input, Radios } from '../../components/fields.tsx'
import { Form } from '../../components/form.tsx'
import { StaffPage } from '../../components/shell.tsx'
import { RuleTag } from '../../components/tag.tsx'
import { useFrame } from '../../frame/frame.ts'
import { settingFields } from './setting-fields.ts'
import { SettingsTabs } from './tabs.tsx'

type Props = { typed: Record<string, string>; errors: FieldErrors }

export function SettingsView({ typed, errors }: Props) {
  const { school } = useFrame()
  return (
    <StaffPage
      title="Settings"
      current="settings"
      lead="What this school decides for itself. Every change stands in the journal."
    >
      <SettingsTabs current="school" />
      <div class="stack">
        <ErrorSummary errors={errors} />
        <Form action={`/schools/${school?.slug}/settings`} class="stack">
          <Columns>
            <div class="stack">
              <School typed={typed} errors={errors} />
              <Messages typed={typed} errors={errors} />
              <Letters typed={typed} errors={errors} />
            </div>
            <div class="stack">
              <Import typed={typed} errors={errors} />
              <Brakes typed={typed} errors={errors} />
            </div>
          </Columns>
          <p class="buttons">
            <Button>Save the settings</Button>
          </p>
        </Form>
      </div>
    </StaffPage>
  )
}

/** Label, value and error of one setting. */
function of(key: string, { typed, errors }: Props) {
  return {
    name: key,
    label: settingFields.find((field) => field.key === key)?.label ?? key,
    value: typed[key],
    error: errors[key],
  }
}

function School(props: Props) {
  const { school } = useFrame()
  return (
    <Card title="School">
      <Input {...of('name', props)} hint="As families know it; stands under every message." />
      <p class="muted">
        Address of its pages: <code>/schools/{school?.slug}</code>. Times are those of {school?.timeZone}.
      </p>
    </Card>
  )
}

function Messages(props: Props) {
  return (
    <Card title="Messages">
      <Input
        {...of('textSender', props)}
        size="middle"
        hint="3 to 11 letters and digits, or a phone number where families may answer."
      />
      <Input {...of('emailSender', props)} type="email" hint="An address at which somebody reads the answers." />
      <Input
        {...of('costPerTextPence', props)}
        unit="pence for each part"
        inputmode="decimal"
        size="short"
        hint="As your provider bills it. Shown before every message."
      />
      <Input
        {...of('undoAbove', props)}
        unit="people"
        inputmode="numeric"
        size="short"
        hint="A larger message can be stopped for a while after pressing send."
      />
      <Input {...of('undoSeconds', props)} unit="seconds" inputmode="numeric" size="short" />
      <Input {...of('failuresToBlock', props)} unit="in a row" inputmode="numeric" size="short" />
    </Card>
  )
}

function Letters(props: Props) {
  const { school } = useFrame()
  return (
    <Card
      title="Security letters"
      actions={<a href={`/schools/${useFrame().school?.slug}/letters-and-import`}>Letters first, or import first?</a>}
    >
      <Input
        {...of('letterPlaces', props)}
        unit="adults"
        inputmode="numeric"
        size="short"
        hint={
          <>
            Adults from the MIS or linked by hand do not count. <RuleTag rule="LET-1" />
          </>
        }
      />
      <Input {...of('letterDays', props)} unit="days" inputmode="numeric" size="short" />
      <Input {...of('helpContact', props)} hint="As it stands on letters, such as: the office, 020 7946 0123." />
      <Input
        {...of('postalAddress', props)}
        hint="Stands at the top of letters, a line for each comma: 12 Hill Road, Hillford, HF1 2AB. May stay empty."
      />
      <Input {...of('officePhone', props)} size="middle" hint="At the top of letters and beside the words of help." />
      <Input {...of('officeEmail', props)} type="email" />
      <p class="muted">
        The words of letters, and the crest, are on the page{' '}
        <a href={`/schools/${school?.slug}/letters/design`}>Design of letters</a>.
      </p>
    </Card>
  )
}

function Import(props: Props) {
  return (
    <Card title="Import from the MIS">
      <Radios
        {...of('strategy', props)}
        hint="Opted out, restricted, outside the family and not on roll: never, whatever is chosen here."
        choices={[
          { value: 'priority 1', words: 'The priority 1 contact of each child', hint: 'What most schools want.' },
          { value: 'priorities', words: 'Priorities from 1 up to the number below' },
          { value: 'parental responsibility', words: 'Everyone with parental responsibility' },
          { value: 'relationships', words: 'The relationships named below' },
        ]}
      />
      <Input
        {...of('priorityUpTo', props)}
        inputmode="numeric"
        size="short"
        hint="Counts for the second choice only."
      />
      <Input
        {...of('relationships', props)}
        hint="Counts for the fourth choice only. For example: Mother; Father; Carer."
      />
      <Checkbox
        {...of('lowerPriorities', props)}
        checked={props.typed.lowerPriorities === 'yes'}
        value="yes"
        hint={
          <>
            Beside the priority 1 contact. They never become prime by themselves. <RuleTag rule="IMP-3" />
          </>
        }
      />
      <Input
        {...of('nonFamilyRelationships', props)}
        hint={
          <>
            Doctors, social workers, teachers and the like stay out unless you name them here. <RuleTag rule="IMP-15" />
          </>
        }
      />
      <Input
        {...of('placeholders', props)}
        hint={
          <>
            What your office types where there is none, beside n/a, none, TBC and the like. For example: ask mum; paper
            only. <RuleTag rule="IMP-16" />
          </>
        }
      />
    </Card>
  )
}

function Brakes(props: Props) {
  return (
    <Card title="Brakes">
      <p>
        A plan that does more than this waits until an administrator confirms it. It is the net under a wrong file.{' '}
        <RuleTag rule="IMP-10" />
      </p>
      <Input {...of('brakeLinksShare', props)} size="short" unit="of all links" />
      <Input {...of('brakeLeaversShare', props)} size="short" unit="of all pupils" />
    </Card>
  )
}
