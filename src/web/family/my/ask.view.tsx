import { Button, ButtonLink } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { FamilyPage } from '../../components/family-page.tsx'
import { ErrorSummary, type FieldErrors, Input } from '../../components/fields.tsx'
import { Form } from '../../components/form.tsx'
import { type Language, wordsIn } from '../language.ts'
import { askWords } from './ask.words.ts'

/** For somebody without an account and without a link at hand. */
export function AskView({ language, errors = {} }: { language: Language; errors?: FieldErrors }) {
  const words = wordsIn(askWords, language)
  return (
    <FamilyPage title={words.title} lead={words.lead} language={language} here="/my">
      <ErrorSummary errors={errors} />
      <Card title={words.askTitle}>
        <Form action="/my/link">
          <Input
            name="address"
            label={words.address}
            hint={words.addressHint}
            error={errors.address}
            autocomplete="email"
          />
          <p class="buttons">
            <Button>{words.send}</Button>
          </p>
        </Form>
      </Card>
      <Card title={words.account}>
        <p>{words.accountWords}</p>
        <p class="buttons">
          <ButtonLink href="/sign-in?next=/my" kind="quiet">
            {words.signIn}
          </ButtonLink>
        </p>
      </Card>
      <Card title={words.letter}>
        <p class="buttons">
          <ButtonLink href="/register" kind="quiet">
            {words.register}
          </ButtonLink>
        </p>
      </Card>
    </FamilyPage>
  )
}

/** SEC-3: one answer, whatever was typed. */
export function AskedView({ language }: { language: Language }) {
  const words = wordsIn(askWords, language)
  return (
    <FamilyPage title={words.sentTitle} language={language}>
      <Card>
        <p>{words.sent}</p>
        <p>{words.sentNothing}</p>
      </Card>
      <p class="buttons">
        <ButtonLink href="/my/link" kind="quiet">
          {words.again}
        </ButtonLink>
      </p>
    </FamilyPage>
  )
}

export function LinkOverView({ language, words: refused }: { language: Language; words: string | null }) {
  const words = wordsIn(askWords, language)
  return (
    <FamilyPage title={words.overTitle} language={language} here="/my">
      <Card>
        <p>{refused ?? words.over}</p>
      </Card>
      <p class="buttons">
        <ButtonLink href="/my/link" kind="quiet">
          {words.newLink}
        </ButtonLink>
      </p>
    </FamilyPage>
  )
}
