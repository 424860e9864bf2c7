import { type OpenRegistration, registersForOneself } from '../../../modules/registration/index.ts'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { FamilyPage } from '../../components/family-page.tsx'
import { Checkbox, ErrorSummary, type FieldErrors, Radios } from '../../components/fields.tsx'
import { Form } from '../../components/form.tsx'
import { sayPhone } from '../../components/say-phone.ts'
import { isolated, type Language, languages, wordsIn } from '../language.ts'
import { sayRelationship } from '../relationship.words.ts'
import { agreeWords } from './agree.words.ts'
import { FirstChoices } from './first-choices.view.tsx'
import { ownWords } from './own.words.ts'
import { askIn, registerWords } from './register.words.ts'

/** LET-9: what is kept and what for, before anything is kept for good. */
export function AgreeView({
  language,
  open: { school, pupil, registration },
  wish = 'both',
  choices = { news: 'usual', consent: false },
  errors = {},
}: {
  language: Language
  open: OpenRegistration
  wish?: string
  choices?: { news: string; consent: boolean }
  errors?: FieldErrors
}) {
  const words = wordsIn(agreeWords, language)
  const name = isolated(language, pupil.forename)
  const isOwn = registersForOneself(pupil)
  const relationship = isolated(language, sayRelationship(language, registration.relationship ?? ''))
  return (
    <FamilyPage
      title={words.title}
      step={registerWords(language).step(4)}
      school={school.name}
      language={language}
      offered={languages}
    >
      <Form action="/register/agree">
        <ErrorSummary errors={errors} />
        <Card>
          <p>{words.keeps(isolated(language, school.name))}</p>
          <ul>
            <li>
              <bdi>
                {registration.forename} {registration.surname}
              </bdi>
            </li>
            {isOwn ? null : <li>{words.relationship(relationship, name)}</li>}
            <li>
              <bdi>{registration.email}</bdi>
            </li>
            <li>
              <bdi>{sayPhone(registration.mobile ?? '')}</bdi>
            </li>
          </ul>
          <p>{isOwn ? wordsIn(ownWords, language).purpose : words.purpose(name)}</p>
          <ul>
            <li>{words.yours}</li>
            {isOwn ? null : <li>{words.alone}</li>}
            {isOwn ? null : <li>{words.optOut(askIn(language, school.settings.helpContact))}</li>}
          </ul>
        </Card>
        {isOwn ? (
          <input type="hidden" name="wish" value="both" />
        ) : (
          <Radios
            name="wish"
            label={words.wish(name)}
            value={wish}
            error={errors.wish}
            choices={[
              { value: 'both', words: words.both },
              { value: 'email', words: words.email, hint: words.emailHint },
              { value: 'text', words: words.text, hint: words.textHint },
              { value: 'nothing', words: words.nothing, hint: words.nothingHint },
            ]}
          />
        )}
        {isOwn ? null : <FirstChoices language={language} {...choices} />}
        <Checkbox name="agreed" label={words.agreed} error={errors.agreed} />
        <p class="buttons">
          <Button>{words.register}</Button>
        </p>
      </Form>
    </FamilyPage>
  )
}
