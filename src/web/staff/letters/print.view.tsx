import type { TakeUpOfClass } from '../../../modules/registration/index.ts'
import { formatNumber } from '../../components/bar.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Checkbox, Radios, Select } from '../../components/fields.tsx'
import { Form } from '../../components/form.tsx'
import { Note } from '../../components/note.tsx'
import { RuleTag } from '../../components/tag.tsx'
import { useFrame } from '../../frame/frame.ts'
import { sayClass } from '../people/say-people.ts'
import { languages } from './say-letters.ts'

/** Letters for families. The script of the page shows how far the batch is; without it the PDF comes all the same. */
export function PrintCard({ classes }: { classes: TakeUpOfClass[] }) {
  const { school } = useFrame()
  const base = `/schools/${school?.slug}/letters`
  const groups = classes.flatMap(({ registrationGroup }) => registrationGroup ?? [])
  const unregistered = classes.reduce((sum, { letterOut, noLetter }) => sum + letterOut + noLetter, 0)
  return (
    <Card title="Print letters">
      <Form action={`${base}/print`} class="print-letters">
        <Radios
          name="for"
          label="For whom?"
          value="new"
          choices={[
            { value: 'new', words: 'Children who never had a letter, and whose adults have not registered' },
            { value: 'not registered', words: `All ${formatNumber(unregistered)} children without a registered adult` },
            { value: 'class', words: 'One class' },
          ]}
        />
        <Select
          name="class"
          label="Class"
          choices={groups.map((group) => ({ value: group, words: sayClass(group) }))}
        />
        <p>
          <a href={`${base}/choose`}>Choose children one by one</a>
        </p>
        <HowFields />
        <Note>
          The codes stand in this one PDF and are not kept. A new letter for a child ends the one that is out.{' '}
          <RuleTag rule="LET-3" />
        </Note>
        <p class="buttons">
          <Button>Print the letters</Button>
        </p>
        <Progress />
      </Form>
    </Card>
  )
}

/** Language, order and kind of the letters of a batch. */
export function HowFields() {
  return (
    <>
      <Select name="language" label="Language of the letter" choices={languages} />
      <Select
        name="beside"
        label="On the back, in a second language"
        hint="Each letter takes a sheet of its own then: print on both sides."
        choices={[
          { value: '', words: 'Nothing' },
          { value: 'home', words: 'What each family reads at home' },
          ...languages.filter(({ value }) => value !== 'en'),
        ]}
      />
      <Select
        name="pile"
        label="Order"
        choices={[
          { value: 'class', words: 'By class, then surname' },
          { value: 'family', words: 'Brothers and sisters together' },
        ]}
      />
      <Checkbox
        name="eachAdult"
        value="yes"
        label="A letter for each adult, at their own address"
        hint={
          <>
            Where adults of a child live apart, or one of them is restricted or held by a court order, that is done
            anyway. <RuleTag rule="LET-8" />
          </>
        }
      />
    </>
  )
}

export function StaffPrintCard() {
  const { school } = useFrame()
  return (
    <Card title="Staff and governors">
      <p>
        With a letter of their own they register the email and mobile by which the school reaches them. The import
        leaves these alone from then on. <RuleTag rule="IMP-1" />
      </p>
      <Form action={`/schools/${school?.slug}/letters/print`} class="print-letters">
        <p class="buttons">
          <Button kind="quiet" name="for" value="staff">
            Print for those who never had one
          </Button>
          <Button kind="quiet" name="for" value="staff not registered">
            Print for all who have not registered
          </Button>
        </p>
        <Progress />
      </Form>
    </Card>
  )
}

export function Progress() {
  const { school } = useFrame()
  return (
    <p
      class="print-progress"
      role="status"
      data-url={`/schools/${school?.slug}/letters/progress`}
      data-of="sheets are done"
      hidden
    />
  )
}
