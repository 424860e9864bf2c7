import { Type } from 'typebox'
import { changeOwnPassword, shortestPassword, signsInWithPassword } from '../../modules/accounts/index.ts'
import { Button } from '../components/button.tsx'
import { Card } from '../components/card.tsx'
import { ErrorSummary, type FieldErrors, Input } from '../components/fields.tsx'
import { Form } from '../components/form.tsx'
import { PlainPage } from '../components/shell.tsx'
import { accountPage, invalid, redirectTo } from '../page.ts'
import { keepKnownBrowser, sayWait } from '../sign-in/browser.ts'

const url = '/account/security/password'

export const passwordPage = accountPage({
  method: 'GET',
  url,
  async handle({ db, signedIn }) {
    const { account } = signedIn
    const hasPassword = await signsInWithPassword(db, { accountId: account.id })
    return hasPassword ? (
      <PasswordView email={account.email ?? account.mobile ?? ''} />
    ) : (
      redirectTo('/account/security', noPassword)
    )
  },
})

const noPassword = { kind: 'warn' as const, words: 'You sign in here without a password, so there is none to change.' }

export const changePasswordPage = accountPage({
  method: 'POST',
  url,
  body: Type.Object({
    currentPassword: Type.String({ default: '' }),
    newPassword: Type.String({ default: '' }),
  }),
  async handle({ app, db, clock, signedIn, body, reply }) {
    const { account, tokenHash } = signedIn
    const done = await changeOwnPassword(db, { ...body, account, tokenHash, clock })
    if (done.outcome === 'done') {
      await keepKnownBrowser(app, reply, { accountId: account.id })
      return redirectTo('/account/security', 'Your password is changed. You are signed in here only.')
    }
    const errors =
      done.outcome === 'wait'
        ? { currentPassword: `That was wrong several times. Wait ${sayWait(done.seconds)} and try again.` }
        : done.errors
    return invalid(<PasswordView email={account.email ?? account.mobile ?? ''} errors={errors} />)
  },
})

function PasswordView({ email, errors = {} }: { email: string; errors?: FieldErrors }) {
  return (
    <PlainPage title="Change your password" lead={email}>
      <Card>
        <Form action={url}>
          <ErrorSummary errors={errors} />
          {/* So that a password manager knows whose password it is. */}
          <input type="text" name="username" value={email} autocomplete="username" hidden readonly />
          <Input
            name="currentPassword"
            type="password"
            label="Your password of today"
            error={errors.currentPassword}
            autocomplete="current-password"
          />
          <Input
            name="newPassword"
            type="password"
            label="A new password"
            hint={`At least ${shortestPassword} characters. Three or four words you can picture work well.`}
            error={errors.newPassword}
            autocomplete="new-password"
          />
          <p>You are then signed out on every other browser.</p>
          <p class="buttons">
            <Button>Change the password</Button>
            <a class="btn quiet" href="/account/security">
              Leave it as it is
            </a>
          </p>
        </Form>
      </Card>
    </PlainPage>
  )
}
