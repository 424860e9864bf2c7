import type { ComponentChildren } from 'preact'
import type { OwnSignIn, Passkey, Session, SignedIn } from '../../modules/accounts/index.ts'
import { Button, ButtonLink } from '../components/button.tsx'
import { Card } from '../components/card.tsx'
import { FamilyPage } from '../components/family-page.tsx'
import { Checkboxes, Input } from '../components/fields.tsx'
import { Form } from '../components/form.tsx'
import { Note } from '../components/note.tsx'
import { sayPhone } from '../components/say-phone.ts'
import { type Language, wordsIn } from '../family/language.ts'
import { securityWords } from './security.words.ts'

type Words = typeof securityWords.en
type Props = { signedIn: SignedIn; sessions: Session[]; passkeys: Passkey[]; own: OwnSignIn; language: Language }

/** One's own sign-in, the same page for families and staff: passkeys, password, second steps, papers, and where one is signed in. */
export function SecurityView({ signedIn, sessions, passkeys, own, language }: Props) {
  const words = wordsIn(securityWords, language)
  const when = sayWhenIn(language)
  const { name, email, mobile } = signedIn.account
  const paused = signedIn.recordPausedUntil
  return (
    <FamilyPage
      title={words.title}
      lead={`${name} · ${email ?? sayPhone(mobile ?? '')}`}
      script="passkey.js"
      language={language}
    >
      {paused ? <Note kind="warn">{words.paused(when(paused))}</Note> : null}
      <Passkeys {...{ passkeys, words, when }} />
      {own.hasPassword ? <Password {...{ own, words }} /> : null}
      {own.hasPassword ? <SecondSteps {...{ own, words }} /> : null}
      <Papers {...{ own, words }} />
      <Sessions {...{ sessions, words, when }} here={signedIn.sessionId} />
      <div class="foot">
        <a href="/">{words.back}</a>
        <Form action="/sign-out">
          <button class="link-button" type="submit">
            {words.signOut} <span class="visually-hidden">{name}</span>
          </button>
        </Form>
      </div>
    </FamilyPage>
  )
}

function Passkeys({ passkeys, words, when }: { passkeys: Passkey[]; words: Words; when: SayWhen }) {
  return (
    <Card title={words.passkeys}>
      <p>{words.passkeysWhy}</p>
      {passkeys.length === 0 ? <p class="muted">{words.none}</p> : null}
      <ul class="rows">
        {passkeys.map(({ credentialId, name, createdAt, lastUsedAt }) => (
          <li key={credentialId}>
            <b>{name}</b> {words.madeAndUsed(when(createdAt), lastUsedAt && when(lastUsedAt))}
            <Form action="/account/security/passkeys/remove">
              <button class="link-button" type="submit" name="credential" value={credentialId}>
                {words.takeAway}
                <span class="visually-hidden">: {name}</span>
              </button>
            </Form>
          </li>
        ))}
      </ul>
      <Form action="/account/security/passkeys" class="passkey-form">
        <input type="hidden" name="response" value="" />
        {/* Shown by the script of this page where the browser knows passkeys. */}
        <div hidden data-passkey="create">
          <Input name="name" label={words.passkeyName} hint={words.passkeyNameHint} autocomplete="off" />
          <Button kind={passkeys.length === 0 ? 'main' : 'quiet'}>{words.addPasskey}</Button>
        </div>
        <p class="error" role="alert" hidden data-passkey="problem" data-words={words.passkeyProblem} />
      </Form>
    </Card>
  )
}

function Password({ own, words }: { own: OwnSignIn; words: Words }) {
  const { app, email, mobile, cardCodesLeft } = own.factors
  const hasStep = app || email !== null || mobile !== null || cardCodesLeft !== null
  return (
    <Card title={words.password}>
      <p>{hasStep ? words.passwordWhy : words.passwordAlone}</p>
      <p>
        <ButtonLink kind="quiet" href="/account/security/password">
          {words.changePassword}
        </ButtonLink>
      </p>
    </Card>
  )
}

function SecondSteps({ own, words }: { own: OwnSignIn; words: Words }) {
  const { factors, channels } = own
  const [email, mobile] = (['email', 'mobile'] as const).map(
    (kind) => channels.find((channel) => channel.kind === kind)?.value,
  )
  return (
    <Card title={words.second}>
      <h3>{words.app}</h3>
      <p>{factors.app ? words.appOn : words.appOff}</p>
      <p class="acts">
        <ButtonLink kind="quiet" href="/account/security/app">
          {factors.app ? words.newApp : words.setApp}
        </ButtonLink>
        {factors.app && !own.isStaff ? <Act to="app/remove">{words.removeApp}</Act> : null}
      </p>
      {email || mobile ? (
        <Form action="/account/security/codes">
          <Checkboxes
            name="by"
            label={words.sentCodes}
            values={[...(factors.email ? ['email'] : []), ...(factors.mobile ? ['mobile'] : [])]}
            choices={[
              ...(email ? [{ value: 'email', words: words.byEmail(email) }] : []),
              ...(mobile ? [{ value: 'mobile', words: words.byText(sayPhone(mobile)), hint: words.textHint }] : []),
            ]}
          />
          <Button kind="quiet">{words.saveCodes}</Button>
        </Form>
      ) : null}
    </Card>
  )
}

function Papers({ own, words }: { own: OwnSignIn; words: Words }) {
  const left = own.factors.cardCodesLeft
  return (
    <>
      {own.hasPassword ? (
        <Card title={words.card}>
          <p>{left === null ? words.noCard : words.cardLeft(left)}</p>
          <Act to="card">{left === null ? words.makeCard : words.newCard}</Act>
        </Card>
      ) : null}
      {own.isStaff ? null : (
        <Card title={words.recovery}>
          <p>{own.hasRecoveryCode ? words.hasRecovery : words.noRecovery}</p>
          <Act to="recovery-code">{own.hasRecoveryCode ? words.newRecovery : words.makeRecovery}</Act>
        </Card>
      )}
    </>
  )
}

function Act({ to, children }: { to: string; children: ComponentChildren }) {
  return (
    <Form action={`/account/security/${to}`}>
      <Button kind="quiet">{children}</Button>
    </Form>
  )
}

function Sessions({ sessions, here, words, when }: { sessions: Session[]; here: string; words: Words; when: SayWhen }) {
  return (
    <Card title={words.sessions}>
      <ul class="rows">
        {sessions.map(({ id, browser, lastSeenAt }) => (
          <li key={id}>
            <b>{browser}</b> {id === here ? `(${words.here})` : words.lastUsed(when(lastSeenAt))}
            {id === here ? null : (
              <Form action="/account/security/sessions/end">
                <button class="link-button" type="submit" name="session" value={id}>
                  {words.endThere}
                  <span class="visually-hidden">: {browser}</span>
                </button>
              </Form>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 ? <Act to="sessions/end-others">{words.endOthers(sessions.length - 1)}</Act> : null}
      <p class="muted after">{words.sessionsHint}</p>
    </Card>
  )
}

type SayWhen = (at: Date) => string

/** `21 November 2026, 09:30`. An account has no school, so the clock on the wall is the one in London. */
function sayWhenIn(language: Language): SayWhen {
  const format = new Intl.DateTimeFormat(language === 'cy' ? 'cy' : 'en-GB', {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'Europe/London',
  })
  return (at) => format.format(at)
}
