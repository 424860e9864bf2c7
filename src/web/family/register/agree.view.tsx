import type { OpenRegistration } from '../../../modules/registration/index.ts'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { FamilyPage } from '../../components/family-page.tsx'
import { Checkbox, ErrorSummary, type FieldErrors, Radios } from '../../components/fields.tsx'
import { Form } from '../../components/form.tsx'
import { sayPhone } from '../../components/say-phone.ts'

/** LET-9: what is kept and what for, before anything is kept for good. */
export function AgreeView({
  open: { school, pupil, registration },
  wish = 'both',
  errors = {},
}: {
  open: OpenRegistration
  wish?: string
  errors?: FieldErrors
}) {
  return (
    <FamilyPage title="What you get, and what we keep" step="Step 4 of 4" school={school.name}>
      <Form action="/register/agree">
        <ErrorSummary errors={errors} />
        <Card>
          <p>
            {school.name} keeps that you are {registration.forename} {registration.surname}, {registration.relationship}{' '}
            of {pupil.forename}, and that you are reached at {registration.email} and{' '}
            {sayPhone(registration.mobile ?? '')}.
          </p>
          <ul>
            <li>It is kept to write to you about {pupil.forename}, and for nothing else.</li>
            <li>It is yours. What the school’s records say later does not overwrite it.</li>
            <li>No other adult is shown it, nor that you registered.</li>
            <li>
              You can opt out at any time. Then your email and number are erased at once: ask{' '}
              {school.settings.helpContact}.
            </li>
          </ul>
        </Card>
        <Radios
          name="wish"
          label={`What do you want to get about ${pupil.forename}?`}
          value={wish}
          error={errors.wish}
          choices={[
            { value: 'both', words: 'Emails and texts' },
            { value: 'email', words: 'Emails only', hint: 'Your mobile number is erased.' },
            { value: 'text', words: 'Texts only', hint: 'Your email is erased.' },
            { value: 'nothing', words: 'Send me nothing', hint: 'You stay linked; your email and number are erased.' },
          ]}
        />
        <Checkbox name="agreed" label="I agree" error={errors.agreed} />
        <p class="buttons">
          <Button>Register</Button>
        </p>
      </Form>
    </FamilyPage>
  )
}
