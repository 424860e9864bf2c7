import type { OpenRegistration } from '../../../modules/registration/index.ts'
import { Button } from '../../components/button.tsx'
import { FamilyPage } from '../../components/family-page.tsx'
import { ErrorSummary, type FieldErrors, Input } from '../../components/fields.tsx'
import { Form } from '../../components/form.tsx'
import { Note } from '../../components/note.tsx'
import { sayPhone } from '../../components/say-phone.ts'

type Props = {
  open: OpenRegistration
  typed?: { emailCode: string; mobileCode: string }
  errors?: FieldErrors
}

export function ProveView({ open: { school, registration }, typed, errors = {} }: Props) {
  return (
    <FamilyPage
      title="Type the two codes"
      lead="So that we know that both are yours. The codes work for 10 minutes."
      step="Step 3 of 4"
      school={school.name}
    >
      <Form action="/register/prove">
        <ErrorSummary errors={errors} />
        {registration.emailProvedAt ? (
          <Note kind="ok">{registration.email} is yours.</Note>
        ) : (
          <div class="code">
            <Input
              name="emailCode"
              label="Six digits from the email"
              hint={`It went to ${registration.email}. Look in the junk folder too.`}
              value={typed?.emailCode}
              error={errors.emailCode}
              inputmode="numeric"
              autocomplete="off"
              size="middle"
            />
          </div>
        )}
        {registration.mobileProvedAt ? (
          <Note kind="ok">{sayPhone(registration.mobile ?? '')} is yours.</Note>
        ) : (
          <div class="code">
            <Input
              name="mobileCode"
              label="Six digits from the text"
              hint={`It went to ${sayPhone(registration.mobile ?? '')}.`}
              value={typed?.mobileCode}
              error={errors.mobileCode}
              inputmode="numeric"
              autocomplete="one-time-code"
              size="middle"
            />
          </div>
        )}
        <p class="buttons">
          <Button>Go on</Button>
        </p>
      </Form>
      <Form action="/register/prove/again">
        <p class="buttons">
          <Button kind="quiet">Send new codes</Button>
          <a class="btn quiet" href="/register/you">
            Change email or mobile
          </a>
        </p>
      </Form>
    </FamilyPage>
  )
}
