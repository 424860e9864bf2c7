import { demoRoles } from '../../modules/accounts/index.ts'
import { Button } from '../components/button.tsx'
import { Card } from '../components/card.tsx'
import { Input } from '../components/fields.tsx'
import { Form } from '../components/form.tsx'
import { Note } from '../components/note.tsx'
import { PlainPage } from '../components/shell.tsx'

export function SignInView({
  next,
  email,
  error,
  oneClick,
  again = false,
}: {
  next: string
  email?: string
  error?: string
  oneClick: boolean
  /** Somebody is signed in and goes to a page that asks for a fresh proof. */
  again?: boolean
}) {
  return (
    <PlainPage
      title={again ? 'Sign in once more' : 'Sign in'}
      lead={again ? 'The page you are going to asks for it, to keep what it shows safe.' : 'For staff and families.'}
      scripts={['passkey.js']}
    >
      <div class="stack">
        {oneClick ? <OneClick next={next} /> : null}
        <Card title={oneClick ? 'With your own sign-in' : undefined}>
          {error ? (
            <p role="alert" class="error">
              {error}
            </p>
          ) : null}
          <Form action="/sign-in">
            <input type="hidden" name="next" value={next} />
            <Input name="email" label="Email or mobile" autocomplete="username webauthn" value={email} />
            <Input name="password" label="Password" type="password" autocomplete="current-password" />
            <p class="buttons">
              <Button>Go on</Button>
            </p>
          </Form>
          <Form action="/sign-in/passkey" class="passkey-form" id="passkey-form">
            <input type="hidden" name="next" value={next} />
            <input type="hidden" name="response" value="" />
            {/* Shown by the script of this page where the browser knows passkeys. */}
            <p class="buttons" hidden data-passkey="sign-in">
              <button type="submit" class="btn quiet">
                Use a passkey instead
              </button>
            </p>
            <p class="error" role="alert" hidden data-passkey="problem" />
          </Form>
        </Card>
        <p class="muted">
          Forgotten your password or lost your phone? Ask an administrator of your school to invite you again.
        </p>
      </div>
    </PlainPage>
  )
}

function OneClick({ next }: { next: string }) {
  return (
    // For whoever tries the product out, in English whatever the page.
    <article lang="en-GB">
      <Card title="Try the demo school">
        <Note>
          This is the demo on your own computer: everybody in it is invented. One click is enough here, and only here.
        </Note>
        <Form action="/sign-in/demo">
          <input type="hidden" name="next" value={next} />
          <p class="buttons">
            {demoRoles.map(({ role, name, roleName }, index) => (
              <Button key={role} name="role" value={role} kind={index === 0 ? 'main' : 'quiet'}>
                {`Go in as ${name} (${roleName})`}
              </Button>
            ))}
          </p>
        </Form>
      </Card>
    </article>
  )
}
