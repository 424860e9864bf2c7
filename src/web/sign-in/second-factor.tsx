import { Type } from 'typebox'
import { proveSecondFactor } from '../../modules/accounts/index.ts'
import { readCookie } from '../../platform/http/index.ts'
import { Button } from '../components/button.tsx'
import { Card } from '../components/card.tsx'
import { Input } from '../components/fields.tsx'
import { Form } from '../components/form.tsx'
import { PlainPage } from '../components/shell.tsx'
import { invalid, publicPage, redirectTo } from '../page.ts'
import { keepSignedIn, nameOfBrowser, safeNext, sayWait, secondFactorCookie } from './browser.ts'

const next = Type.String({ default: '' })

export const secondFactorPage = publicPage({
  method: 'GET',
  url: '/sign-in/code',
  query: Type.Object({ next }),
  handle({ request, query }) {
    if (!readCookie(request, secondFactorCookie)) return redirectTo('/sign-in')
    return <SecondFactorView next={query.next} />
  },
})

export const takeSecondFactor = publicPage({
  method: 'POST',
  url: '/sign-in/code',
  body: Type.Object({ code: Type.String({ default: '' }), next }),
  async handle({ app, db, clock, request, reply, body }) {
    const token = readCookie(request, secondFactorCookie) ?? ''
    const done = await proveSecondFactor(db, {
      token,
      code: body.code,
      browser: nameOfBrowser(request),
      secretBox: app.secretBox,
      clock,
    })
    if (done.outcome === 'start again')
      return redirectTo('/sign-in', {
        kind: 'warn',
        words: 'That took a while. Please start again with your password.',
      })
    if (done.outcome === 'right') {
      await keepSignedIn(app, reply, done)
      return redirectTo(safeNext(body.next))
    }
    const error =
      done.outcome === 'wait'
        ? `There were several wrong tries. Wait ${sayWait(done.seconds)}, then try again.`
        : 'This is not the code that the app shows now, or it was used already. Wait for the next one and type that.'
    return invalid(<SecondFactorView next={body.next} error={error} />)
  },
})

function SecondFactorView({ next, error }: { next: string; error?: string }) {
  return (
    <PlainPage title="Your code" lead="The password was right. One more step.">
      <Card>
        <Form action="/sign-in/code">
          <input type="hidden" name="next" value={next} />
          <Input
            name="code"
            label="Six digits"
            hint="From the authenticator app on your phone."
            inputmode="numeric"
            autocomplete="one-time-code"
            size="short"
            error={error}
          />
          <p class="buttons">
            <Button>Sign in</Button>
            <a class="btn quiet" href="/sign-in">
              Start again
            </a>
          </p>
        </Form>
      </Card>
    </PlainPage>
  )
}
