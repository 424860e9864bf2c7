import type { TypedLetter } from '../../../modules/registration/index.ts'
import { Button } from '../../components/button.tsx'
import { FamilyPage } from '../../components/family-page.tsx'
import { ErrorSummary, type FieldErrors, Input } from '../../components/fields.tsx'
import { Form } from '../../components/form.tsx'
import { isolatedNumber, type Language, languages, wordsIn } from '../language.ts'
import { registerWords } from './register.words.ts'
import { startWords } from './start.words.ts'

export function StartView({
  language,
  typed,
  errors = {},
  scanned = false,
}: {
  language: Language
  typed?: TypedLetter
  errors?: FieldErrors
  scanned?: boolean
}) {
  const words = wordsIn(startWords, language)
  const { step, goOn } = registerWords(language)
  return (
    <FamilyPage
      title={words.title}
      lead={words.lead}
      step={step(1)}
      language={language}
      offered={languages}
      {...(scanned ? { script: 'register-qr.js' } : {})}
    >
      <Form action="/register">
        <ErrorSummary errors={errors} />
        <input type="hidden" name="token" value="" />
        {scanned ? (
          <p data-scanned="yes" hidden>
            {words.scanned}
          </p>
        ) : null}
        <div class="code" data-scanned="no">
          <Input
            name="reference"
            label={words.reference}
            hint={words.referenceHint(isolatedNumber(language, '8F3K D7QP'))}
            value={typed?.reference}
            error={errors.reference}
            autocomplete="off"
            size="middle"
            leftToRight
          />
          <Input
            name="code"
            label={words.code}
            hint={words.codeHint}
            value={typed?.code}
            error={errors.code}
            autocomplete="off"
            size="middle"
            leftToRight
          />
        </div>
        <p class="buttons">
          <Button>{goOn}</Button>
        </p>
      </Form>
    </FamilyPage>
  )
}
