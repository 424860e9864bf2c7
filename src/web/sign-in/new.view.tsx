import {
  appSecretOf,
  type Opening,
  secondSteps,
  shortestAlone,
  shortestPassword,
  totpAddress,
  totpSecretInWords,
} from '../../modules/accounts/index.ts'
import { Button } from '../components/button.tsx'
import { Card } from '../components/card.tsx'
import { FamilyPage } from '../components/family-page.tsx'
import { ErrorSummary, type FieldErrors, Input, Radios } from '../components/fields.tsx'
import { Form } from '../components/form.tsx'
import { Note } from '../components/note.tsx'
import { QrCode } from '../components/qr-code.tsx'
import { type Language, wordsIn } from '../family/language.ts'
import { recoverWords } from './recover.words.ts'

type Props = {
  opening: Opening
  /** By which they will sign in. */
  name: string
  token: string
  language: Language
  second?: string
  errors?: FieldErrors
}

/** A passkey first; else a password, and what stands beside it. */
export function NewView({ opening, name, token, language, second, errors = {} }: Props) {
  const words = wordsIn(recoverWords, language)
  return (
    <FamilyPage
      title={words.newTitle}
      lead={words.newLead(name)}
      script="passkey.js"
      language={language}
      here="/sign-in/new"
    >
      {opening.accountId ? <Note kind="warn">{words.newAgain}</Note> : null}
      <Form action="/sign-in/new/passkey" class="passkey-form">
        <input type="hidden" name="response" value="" />
        <div hidden data-passkey="create">
          <Card title={words.byPasskey}>
            <p>{words.passkeyWhy}</p>
            <p class="buttons">
              <Button>{words.makePasskey}</Button>
            </p>
            <p class="error" role="alert" hidden data-passkey="problem" data-words={words.passkeyRefused} />
          </Card>
        </div>
      </Form>
      <Card title={words.byPassword}>
        <Form action="/sign-in/new">
          <ErrorSummary errors={errors} />
          {/* So that a password manager knows whose password it is. */}
          <input type="text" name="username" value={name} autocomplete="username" hidden readonly />
          <Input
            name="newPassword"
            type="password"
            label={words.password}
            hint={words.passwordHint(shortestPassword, shortestAlone)}
            error={errors.newPassword}
            autocomplete="new-password"
          />
          <Radios
            name="second"
            label={words.second}
            value={second ?? 'email'}
            error={errors.second}
            choices={secondSteps
              .filter((step) => (step !== 'email' || opening.email) && (step !== 'text' || opening.mobile))
              .map((step) => ({ value: step, ...words.steps[step] }))}
          />
          <details class="setup" open={second === 'app'}>
            <summary>{words.appTitle}</summary>
            <AppSetUp secret={appSecretOf(token)} name={name} language={language} />
            <Input
              name="appCode"
              label={words.appCode}
              inputmode="numeric"
              size="middle"
              error={errors.appCode}
              autocomplete="off"
            />
          </details>
          <p class="buttons">
            <Button>{words.keep}</Button>
          </p>
        </Form>
      </Card>
      {opening.kind === 'recovery' ? null : (
        <p>
          <a href={opening.kind === 'registered' ? '/register/done' : '/my'}>{words.notNow}</a>
        </p>
      )}
    </FamilyPage>
  )
}

/** The secret as a picture for the camera, and as letters to type. */
export function AppSetUp({ secret, name, language }: { secret: Buffer; name: string; language: Language }) {
  const words = wordsIn(recoverWords, language)
  return (
    <>
      <QrCode text={totpAddress(secret, { email: name, issuer: 'Gatehouse' })} label={words.appTitle} />
      <p>
        {words.appSecret} <span class="secret">{totpSecretInWords(secret)}</span>
      </p>
    </>
  )
}
