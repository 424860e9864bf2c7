import { type Describing, type OpenRegistration, registersForOneself } from '../../../modules/registration/index.ts'
import { Button } from '../../components/button.tsx'
import { FamilyPage } from '../../components/family-page.tsx'
import { Checkbox, ErrorSummary, type FieldErrors, Input } from '../../components/fields.tsx'
import { Form } from '../../components/form.tsx'
import { sayPhone } from '../../components/say-phone.ts'
import { isolated, type Language, languages, wordsIn } from '../language.ts'
import { sayRelationship } from '../relationship.words.ts'
import { ownWords } from './own.words.ts'
import { registerWords } from './register.words.ts'
import { youWords } from './you.words.ts'

type Props = { language: Language; open: OpenRegistration; typed?: Describing; errors?: FieldErrors }

export function YouView({ language, open: { school, pupil, registration }, typed, errors = {} }: Props) {
  const words = wordsIn(youWords, language)
  const shown = typed ?? registration
  const name = isolated(language, pupil.forename)
  const isOwn = registersForOneself(pupil)
  return (
    <FamilyPage
      title={words.title}
      lead={isOwn ? wordsIn(ownWords, language).lead : words.lead(name)}
      step={registerWords(language).step(2)}
      school={school.name}
      language={language}
      offered={languages}
    >
      <Form action="/register/you">
        <ErrorSummary errors={errors} />
        {isOwn ? (
          <p>
            <bdi>
              {pupil.forename} {pupil.surname}
            </bdi>
          </p>
        ) : (
          <>
            <Input
              name="forename"
              label={words.forename}
              value={shown.forename ?? ''}
              error={errors.forename}
              autocomplete="given-name"
            />
            <Input
              name="surname"
              label={words.surname}
              value={shown.surname ?? ''}
              error={errors.surname}
              autocomplete="family-name"
            />
            <Input
              name="relationship"
              label={words.relationship(name)}
              hint={words.relationshipHint}
              value={sayRelationship(language, shown.relationship ?? '')}
              error={errors.relationship}
              autocomplete="off"
            />
          </>
        )}
        <Input
          name="email"
          type="email"
          label={words.email}
          hint={words.emailHint}
          value={shown.email ?? ''}
          error={errors.email}
          autocomplete="email"
          inputmode="email"
        />
        <Input
          name="mobile"
          type="tel"
          label={words.mobile}
          hint={words.mobileHint}
          value={sayPhone(shown.mobile ?? '')}
          error={errors.mobile}
          autocomplete="tel"
          inputmode="tel"
        />
        {isOwn ? null : (
          <Checkbox
            name="mainContact"
            label={words.mainContact(name)}
            hint={words.mainContactHint}
            checked={shown.mainContact}
          />
        )}
        <p class="buttons">
          <Button>{words.send}</Button>
        </p>
      </Form>
    </FamilyPage>
  )
}
