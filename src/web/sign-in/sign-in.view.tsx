import type { DemoPerson } from '../../modules/accounts/index.ts'
import { Button } from '../components/button.tsx'
import { Card } from '../components/card.tsx'
import { FamilyPage } from '../components/family-page.tsx'
import { Input } from '../components/fields.tsx'
import { Form } from '../components/form.tsx'
import { Note } from '../components/note.tsx'
import { type Language, wordsIn } from '../family/language.ts'
import { signInWords } from './sign-in.words.ts'

type Props = {
  next: string
  name: string
  error?: string
  /** As whom one may go in by a click; only in the demo. */
  oneClick: DemoPerson[]
  /** Somebody is signed in and goes to a page that asks for a fresh proof. */
  again?: boolean
  language: Language
}

/** One page for families and staff: the passkey first, then name and password. */
export function SignInView({ next, name, error, oneClick, again = false, language }: Props) {
  const words = wordsIn(signInWords, language)
  return (
    <FamilyPage
      title={again ? words.againTitle : words.title}
      lead={again ? words.againLead : words.lead}
      script="passkey.js"
      language={language}
    >
      {oneClick.length > 0 ? <OneClick next={next} people={oneClick} /> : null}
      <PasskeyCard next={next} language={language} />
      <Card title={words.byPassword}>
        {error ? (
          <p role="alert" class="error">
            {error}
          </p>
        ) : null}
        <Form action="/sign-in">
          <input type="hidden" name="next" value={next} />
          <Input name="name" label={words.name} autocomplete="username webauthn" value={name} />
          <Input name="password" label={words.password} type="password" autocomplete="current-password" />
          <p class="buttons">
            <Button>{words.goOn}</Button>
          </p>
        </Form>
      </Card>
      <p>
        <a href="/sign-in/recover">{words.lost}</a>
      </p>
      <p class="muted">{words.noSignIn}</p>
    </FamilyPage>
  )
}

/** Hidden until the script of the page finds that the browser knows passkeys. */
function PasskeyCard({ next, language }: { next: string; language: Language }) {
  const words = wordsIn(signInWords, language)
  return (
    <Form action="/sign-in/passkey" class="passkey-form" id="passkey-form">
      <input type="hidden" name="next" value={next} />
      <input type="hidden" name="response" value="" />
      <div hidden data-passkey="sign-in">
        <Card title={words.byPasskey}>
          <p>{words.passkeyHint}</p>
          <p class="buttons">
            <Button>{words.passkey}</Button>
          </p>
          <p class="error" role="alert" hidden data-passkey="problem" data-words={words.passkeyProblem} />
        </Card>
      </div>
    </Form>
  )
}

function OneClick({ next, people }: { next: string; people: DemoPerson[] }) {
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
            {people.map(({ role, name, roleName }, index) => (
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
