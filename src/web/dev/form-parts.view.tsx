import { Button } from '../components/button.tsx'
import { Card } from '../components/card.tsx'
import {
  Checkbox,
  Checkboxes,
  ErrorSummary,
  FileInput,
  Input,
  Radios,
  Select,
  Textarea,
} from '../components/fields.tsx'
import { Form } from '../components/form.tsx'

const audiences = [
  { value: 'prime', words: 'Prime adults', hint: 'Those an ordinary message to the home goes to.' },
  { value: 'all', words: 'All who may receive' },
  { value: 'household', words: 'One for each household' },
]

/** Every field, empty, filled, and in need of another look. */
export function FormParts() {
  const errors = { mobile: 'Type a mobile number, such as 07700 900123.', audience: 'Choose who gets it.' }
  return (
    <Card title="Forms" id="forms">
      <ErrorSummary errors={errors} />
      <Form action="#">
        <Input name="name" label="Name" value="Fatima Al-Hassan" autocomplete="off" />
        <Input
          name="mobile"
          label="Mobile"
          type="tel"
          hint="As it is dialled."
          value="0770"
          error={errors.mobile}
          size="middle"
        />
        <Input name="cost" label="Cost of one text" unit="pence" inputmode="decimal" size="short" value="2.4" />
        <Select
          name="year"
          label="Year"
          value="6"
          choices={[
            { value: '5', words: 'Year 5' },
            { value: '6', words: 'Year 6' },
          ]}
        />
        <Radios name="audience" label="Who gets it" choices={audiences} error={errors.audience} />
        <Checkboxes
          name="classes"
          label="Classes"
          values={['6B']}
          choices={[
            { value: '6A', words: '6 Ash' },
            { value: '6B', words: '6 Beech' },
          ]}
        />
        <Checkbox
          name="lower"
          label="Bring in contacts of lower priority too"
          hint="They never become prime by themselves."
          checked
        />
        <Textarea name="body" label="Message" hint="Short and kind." value="Please bring a coat." />
        <FileInput
          name="files"
          label="Files from SIMS"
          accept=".csv,.xml"
          multiple
          hint="CSV or XML, several at once."
        />
        <Button>Save</Button>
      </Form>
    </Card>
  )
}
