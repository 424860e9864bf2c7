import type { TypedLetter } from '../../../modules/registration/index.ts'
import { Button } from '../../components/button.tsx'
import { FamilyPage } from '../../components/family-page.tsx'
import { ErrorSummary, type FieldErrors, Input } from '../../components/fields.tsx'
import { Form } from '../../components/form.tsx'

export function StartView({
  typed,
  errors = {},
  scanned = false,
}: {
  typed?: TypedLetter
  errors?: FieldErrors
  scanned?: boolean
}) {
  return (
    <FamilyPage
      title="Register with your letter"
      lead="For the parents and carers of a child at a school. You need the letter, your mobile phone and your email. It takes about three minutes."
      step="Step 1 of 4"
      {...(scanned ? { script: 'register-qr.js' } : {})}
    >
      <Form action="/register">
        <ErrorSummary errors={errors} />
        <input type="hidden" name="token" value="" />
        {scanned ? (
          <p data-scanned="yes" hidden>
            We have read your letter’s code. Press the button to go on.
          </p>
        ) : null}
        <div class="code" data-scanned="no">
          <Input
            name="reference"
            label="Reference"
            hint="At the top of your letter, such as 8F3K D7QP."
            value={typed?.reference}
            error={errors.reference}
            autocomplete="off"
            size="middle"
          />
          <Input
            name="code"
            label="One of the codes"
            hint="Ten letters and digits. One that nobody else has used."
            value={typed?.code}
            error={errors.code}
            autocomplete="off"
            size="middle"
          />
        </div>
        <p class="buttons">
          <Button>Go on</Button>
        </p>
      </Form>
    </FamilyPage>
  )
}
