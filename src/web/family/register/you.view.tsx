import type { Describing, OpenRegistration } from '../../../modules/registration/index.ts'
import { Button } from '../../components/button.tsx'
import { FamilyPage } from '../../components/family-page.tsx'
import { Checkbox, ErrorSummary, type FieldErrors, Input } from '../../components/fields.tsx'
import { Form } from '../../components/form.tsx'
import { sayPhone } from '../../components/say-phone.ts'

type Props = { open: OpenRegistration; typed?: Describing; errors?: FieldErrors }

export function YouView({ open: { school, pupil, registration }, typed, errors = {} }: Props) {
  const shown = typed ?? registration
  return (
    <FamilyPage
      title="Who you are"
      lead={`You are registering for ${pupil.forename}. We send a code to your email and to your mobile next.`}
      step="Step 2 of 4"
      school={school.name}
    >
      <Form action="/register/you">
        <ErrorSummary errors={errors} />
        <Input
          name="forename"
          label="Your first name"
          value={shown.forename ?? ''}
          error={errors.forename}
          autocomplete="given-name"
        />
        <Input
          name="surname"
          label="Your last name"
          value={shown.surname ?? ''}
          error={errors.surname}
          autocomplete="family-name"
        />
        <Input
          name="relationship"
          label={`Who you are to ${pupil.forename}`}
          hint="Such as mother, father, grandmother, carer."
          value={shown.relationship ?? ''}
          error={errors.relationship}
          autocomplete="off"
        />
        <Input
          name="email"
          type="email"
          label="Your email"
          hint="One that you read yourself."
          value={shown.email ?? ''}
          error={errors.email}
          autocomplete="email"
          inputmode="email"
        />
        <Input
          name="mobile"
          type="tel"
          label="Your mobile number"
          hint="One that gets texts."
          value={sayPhone(shown.mobile ?? '')}
          error={errors.mobile}
          autocomplete="tel"
          inputmode="tel"
        />
        <Checkbox
          name="mainContact"
          label={`I am a main contact for ${pupil.forename}`}
          hint="Main contacts get the ordinary messages, such as trips and dates."
          checked={shown.mainContact}
        />
        <p class="buttons">
          <Button>Send me two codes</Button>
        </p>
      </Form>
    </FamilyPage>
  )
}
