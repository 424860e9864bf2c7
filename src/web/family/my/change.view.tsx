import type { OwnDetails } from '../../../modules/registration/index.ts'
import { Button } from '../../components/button.tsx'
import { FamilyPage } from '../../components/family-page.tsx'
import { ErrorSummary, type FieldErrors, Input, Textarea } from '../../components/fields.tsx'
import { Form } from '../../components/form.tsx'
import { sayPhone } from '../../components/say-phone.ts'
import { isolated, type Language, wordsIn } from '../language.ts'
import { detailsWords } from './details.words.ts'

type Props = { own: OwnDetails; language: Language; errors?: FieldErrors }

export function NameView({
  own: { school, adult },
  language,
  typed,
  errors = {},
}: Props & { typed?: { forename: string; surname: string } }) {
  const words = wordsIn(detailsWords, language)
  const shown = typed ?? adult
  return (
    <FamilyPage title={words.nameTitle} lead={words.nameLead} school={school.name} language={language}>
      <Form action={`/my/at/${school.slug}/name`}>
        <ErrorSummary errors={errors} />
        <Input
          name="forename"
          label={words.forename}
          value={shown.forename}
          error={errors.forename}
          autocomplete="given-name"
        />
        <Input
          name="surname"
          label={words.surname}
          value={shown.surname}
          error={errors.surname}
          autocomplete="family-name"
        />
        <Buttons act={words.nameSave} back={words.cancel} />
      </Form>
    </FamilyPage>
  )
}

export function ChannelView({
  own: { school },
  channel,
  language,
  typed,
  errors = {},
}: Props & { channel: 'email' | 'sms'; typed?: string }) {
  const words = wordsIn(detailsWords, language)
  const isEmail = channel === 'email'
  const [title, lead] = isEmail ? [words.emailTitle, words.emailLead] : [words.mobileTitle, words.mobileLead]
  return (
    <FamilyPage title={title} lead={lead} school={school.name} language={language}>
      <Form action={`/my/at/${school.slug}/${isEmail ? 'email' : 'mobile'}`}>
        <ErrorSummary errors={errors} />
        <Input
          name="value"
          type={isEmail ? 'email' : 'tel'}
          label={isEmail ? words.newEmail : words.newMobile}
          hint={isEmail ? words.newEmailHint : words.newMobileHint}
          value={typed}
          error={errors.value}
          autocomplete={isEmail ? 'email' : 'tel'}
          inputmode={isEmail ? 'email' : 'tel'}
        />
        <Buttons act={words.sendCode} back={words.cancel} />
      </Form>
    </FamilyPage>
  )
}

export function CodeView({
  own: { school },
  change,
  language,
  errors = {},
}: Props & { change: { channel: 'email' | 'sms'; value: string } }) {
  const words = wordsIn(detailsWords, language)
  const lead = words.codeLead(isolated(language, sayPhone(change.value)))
  return (
    <FamilyPage title={words.codeTitle} lead={lead} school={school.name} language={language}>
      <Form action={`/my/at/${school.slug}/code`}>
        <ErrorSummary errors={errors} />
        <div class="code">
          <Input
            name="code"
            label={words.code}
            error={errors.code}
            inputmode="numeric"
            autocomplete="one-time-code"
            size="middle"
          />
        </div>
        <Buttons act={words.codeSave} back={words.cancel} />
      </Form>
    </FamilyPage>
  )
}

export function WrongView({ own: { school }, language, errors = {} }: Props) {
  const words = wordsIn(detailsWords, language)
  return (
    <FamilyPage title={words.wrongTitle} lead={words.wrongLead} school={school.name} language={language}>
      <Form action={`/my/at/${school.slug}/wrong`}>
        <ErrorSummary errors={errors} />
        <Textarea name="wrong" label={words.wrongLabel} hint={words.wrongHint} error={errors.wrong} />
        <Buttons act={words.wrongSend} back={words.cancel} />
      </Form>
    </FamilyPage>
  )
}

function Buttons({ act, back }: { act: string; back: string }) {
  return (
    <p class="buttons">
      <Button>{act}</Button>
      <a class="btn quiet" href="/my/details">
        {back}
      </a>
    </p>
  )
}
