import { Type } from 'typebox'
import {
  changeOwnPassword,
  findOwnSignIn,
  type PasswordOutcome,
  shortestAlone,
  shortestPassword,
} from '../../modules/accounts/index.ts'
import { Button } from '../components/button.tsx'
import { Card } from '../components/card.tsx'
import { FamilyPage } from '../components/family-page.tsx'
import { ErrorSummary, type FieldErrors, Input } from '../components/fields.tsx'
import { Form } from '../components/form.tsx'
import { type Language, languageOf, wordsIn } from '../family/language.ts'
import { type AccountContext, accountPage, invalid, redirectTo } from '../page.ts'
import { keepKnownBrowser } from '../sign-in/browser.ts'
import { signInWords } from '../sign-in/sign-in.words.ts'
import { securityWords } from './security.words.ts'

const url = '/account/security/password'

export const passwordPage = accountPage({
  method: 'GET',
  url,
  async handle(context) {
    const shown = await shownTo(context)
    if (shown.hasPassword) return <PasswordView {...shown} />
    return redirectTo('/account/security', {
      kind: 'warn',
      words: wordsIn(securityWords, shown.language).noPassword,
    })
  },
})

export const changePasswordPage = accountPage({
  method: 'POST',
  url,
  body: Type.Object({
    currentPassword: Type.String({ default: '' }),
    newPassword: Type.String({ default: '' }),
  }),
  async handle(context) {
    const { app, db, clock, signedIn, body, reply } = context
    const { account, tokenHash } = signedIn
    const language = languageOf(context)
    const done = await changeOwnPassword(db, { ...body, account, tokenHash, language, clock })
    if (done.outcome === 'done') {
      await keepKnownBrowser(app, reply, { accountId: account.id })
      app.wakeDelivery?.()
      return redirectTo('/account/security', wordsIn(securityWords, language).passwordDone)
    }
    return invalid(<PasswordView {...(await shownTo(context))} errors={errorsOf(done, language)} />)
  },
})

type Shown = { name: string; hasPassword: boolean; shortest: number; language: Language }

async function shownTo({ db, signedIn, request }: Pick<AccountContext, 'db' | 'signedIn' | 'request'>): Promise<Shown> {
  const { hasPassword, factors } = await findOwnSignIn(db, { accountId: signedIn.account.id })
  const hasStep = factors.app || factors.email || factors.mobile || factors.cardCodesLeft !== null
  const { email, mobile } = signedIn.account
  return {
    name: email ?? mobile ?? '',
    hasPassword,
    shortest: hasStep ? shortestPassword : shortestAlone,
    language: languageOf({ request }),
  }
}

function errorsOf(done: Exclude<PasswordOutcome, { outcome: 'done' }>, language: Language): FieldErrors {
  const words = wordsIn(securityWords, language)
  const signIn = wordsIn(signInWords, language)
  if (done.outcome === 'wait') return { currentPassword: signIn.wait(done.seconds) }
  if (done.field === 'currentPassword') return { currentPassword: words.currentWrong }
  return { newPassword: done.problem === 'the same' ? words.same : signIn.passwordProblems[done.problem] }
}

function PasswordView({ name, shortest, language, errors = {} }: Shown & { errors?: FieldErrors }) {
  const words = wordsIn(securityWords, language)
  return (
    <FamilyPage title={words.passwordTitle} lead={name} language={language}>
      <Card>
        <Form action={url}>
          <ErrorSummary errors={errors} />
          {/* So that a password manager knows whose password it is. */}
          <input type="text" name="username" value={name} autocomplete="username" hidden readonly />
          <Input
            name="currentPassword"
            type="password"
            label={words.current}
            error={errors.currentPassword}
            autocomplete="current-password"
          />
          <Input
            name="newPassword"
            type="password"
            label={words.newPassword}
            hint={words.newHint(shortest)}
            error={errors.newPassword}
            autocomplete="new-password"
          />
          <p>{words.elsewhere}</p>
          <p class="buttons">
            <Button>{words.savePassword}</Button>
            <a class="btn quiet" href="/account/security">
              {words.leave}
            </a>
          </p>
        </Form>
      </Card>
    </FamilyPage>
  )
}
