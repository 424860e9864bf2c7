import type { ComponentProps } from 'preact'
import type { OpenRegistration } from '../../../modules/registration/index.ts'
import { Button } from '../../components/button.tsx'
import { FamilyPage } from '../../components/family-page.tsx'
import { ErrorSummary, type FieldErrors, Input } from '../../components/fields.tsx'
import { Form } from '../../components/form.tsx'
import { Note } from '../../components/note.tsx'
import { sayPhone } from '../../components/say-phone.ts'
import { isolated, isolatedNumber, type Language, languages, wordsIn } from '../language.ts'
import { proveWords } from './prove.words.ts'
import { registerWords } from './register.words.ts'

type Props = {
  language: Language
  open: OpenRegistration
  typed?: { emailCode: string; mobileCode: string }
  errors?: FieldErrors
}

export function ProveView({ language, open: { school, registration }, typed, errors = {} }: Props) {
  const words = wordsIn(proveWords, language)
  const { step, goOn } = registerWords(language)
  const email = isolated(language, registration.email ?? '')
  const mobile = isolatedNumber(language, sayPhone(registration.mobile ?? ''))
  return (
    <FamilyPage
      title={words.title}
      lead={words.lead}
      step={step(3)}
      school={school.name}
      language={language}
      offered={languages}
    >
      <Form action="/register/prove">
        <ErrorSummary errors={errors} />
        {registration.emailProvedAt ? (
          <Note kind="ok">{words.yours(email)}</Note>
        ) : (
          <CodeInput
            name="emailCode"
            label={words.emailCode}
            hint={words.emailHint(email)}
            value={typed?.emailCode}
            error={errors.emailCode}
            autocomplete="off"
          />
        )}
        {registration.mobileProvedAt ? (
          <Note kind="ok">{words.yours(mobile)}</Note>
        ) : (
          <CodeInput
            name="mobileCode"
            label={words.mobileCode}
            hint={words.mobileHint(mobile)}
            value={typed?.mobileCode}
            error={errors.mobileCode}
            autocomplete="one-time-code"
          />
        )}
        <p class="buttons">
          <Button>{goOn}</Button>
        </p>
      </Form>
      <Form action="/register/prove/again">
        <p class="buttons">
          <Button kind="quiet">{words.again}</Button>
          <a class="btn quiet" href="/register/you">
            {words.change}
          </a>
        </p>
      </Form>
    </FamilyPage>
  )
}

function CodeInput(field: Omit<ComponentProps<typeof Input>, 'inputmode' | 'size' | 'leftToRight'>) {
  return (
    <div class="code">
      <Input {...field} inputmode="numeric" size="middle" leftToRight />
    </div>
  )
}
