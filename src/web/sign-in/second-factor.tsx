import { Type } from 'typebox'
import {
  findSecondFactorsIfAny,
  proveSecondFactor,
  type SecondFactors,
  sendSecondFactor,
} from '../../modules/accounts/index.ts'
import { readCookie } from '../../platform/http/index.ts'
import { Button } from '../components/button.tsx'
import { Card } from '../components/card.tsx'
import { FamilyPage } from '../components/family-page.tsx'
import { Input } from '../components/fields.tsx'
import { Form } from '../components/form.tsx'
import { sayPhone } from '../components/say-phone.ts'
import { type Language, languageOf, wordsIn } from '../family/language.ts'
import { invalid, publicPage, redirectTo } from '../page.ts'
import { keepSignedIn, nameOfBrowser, safeNext, secondFactorCookie } from './browser.ts'
import { signInWords } from './sign-in.words.ts'

const next = Type.String({ default: '' })
const url = '/sign-in/code'

export const secondFactorPage = publicPage({
  method: 'GET',
  url,
  query: Type.Object({ next }),
  async handle({ db, clock, request, query }) {
    const factors = await findSecondFactorsIfAny(db, { token: readCookie(request, secondFactorCookie) ?? '', clock })
    if (!factors) return redirectTo('/sign-in')
    return <SecondFactorView next={query.next} factors={factors} language={languageOf({ request })} />
  },
})

export const takeSecondFactor = publicPage({
  method: 'POST',
  url,
  body: Type.Object({ code: Type.String({ default: '' }), next }),
  async handle({ app, db, clock, request, reply, body }) {
    const token = readCookie(request, secondFactorCookie) ?? ''
    const language = languageOf({ request })
    const words = wordsIn(signInWords, language)
    const before = await findSecondFactorsIfAny(db, { token, clock })
    const done = await proveSecondFactor(db, {
      token,
      code: body.code,
      browser: nameOfBrowser(request),
      secretBox: app.secretBox,
      hash: app.keyedHash,
      clock,
    })
    if (done.outcome === 'start again' || !before) return redirectTo('/sign-in', { kind: 'warn', words: words.tooLate })
    if (done.outcome === 'right') {
      await keepSignedIn(app, reply, done)
      const left = before.cardCodesLeft
      const isLow = left !== null && left <= 4 && !before.app
      return redirectTo(safeNext(body.next), isLow ? { kind: 'warn', words: words.fewLeft(left - 1) } : undefined)
    }
    const error = done.outcome === 'wait' ? words.wait(done.seconds) : words.codeWrong
    return invalid(<SecondFactorView next={body.next} factors={before} language={language} error={error} />)
  },
})

export const sendSecondCode = publicPage({
  method: 'POST',
  url: '/sign-in/code/send',
  body: Type.Object({ channel: Type.String({ default: '' }), next }),
  async handle({ app, db, clock, request, body }) {
    const language = languageOf({ request })
    const words = wordsIn(signInWords, language)
    const token = readCookie(request, secondFactorCookie) ?? ''
    const channel = body.channel === 'sms' ? 'sms' : 'email'
    const sent = await sendSecondFactor(db, { token, channel, language, hash: app.keyedHash, clock })
    app.wakeDelivery?.()
    const back = `${url}?next=${encodeURIComponent(safeNext(body.next))}`
    return redirectTo(back, sent ? words.sent : { kind: 'warn', words: words.notSent })
  },
})

type Props = { next: string; factors: SecondFactors; language: Language; error?: string }

function SecondFactorView({ next, factors, language, error }: Props) {
  const words = wordsIn(signInWords, language)
  const { app, email, mobile, cardCodesLeft: left } = factors
  const hints = [
    ...(app ? [words.fromApp] : []),
    ...(email ? [words.fromEmail] : []),
    ...(mobile ? [words.fromText] : []),
    ...(left ? [words.fromCard(left)] : []),
  ]
  const isOut = hints.length === 0
  return (
    <FamilyPage title={words.codeTitle} lead={words.codeLead} language={language} here={url}>
      {isOut ? (
        <Card kind="warn">
          <p>{left === 0 ? words.noneLeft : words.passkeyOnly}</p>
        </Card>
      ) : (
        <>
          {email || mobile ? (
            <Form action="/sign-in/code/send">
              <input type="hidden" name="next" value={next} />
              <p class="buttons">
                {email ? (
                  <Button kind="quiet" name="channel" value="email">
                    {words.sendEmail(email)}
                  </Button>
                ) : null}
                {mobile ? (
                  <Button kind="quiet" name="channel" value="sms">
                    {words.sendText(sayPhone(mobile))}
                  </Button>
                ) : null}
              </p>
            </Form>
          ) : null}
          <Form action={url} class="code">
            <input type="hidden" name="next" value={next} />
            <Input
              name="code"
              label={words.code}
              hint={hints.join(' · ')}
              inputmode={left === null ? 'numeric' : 'text'}
              autocomplete="one-time-code"
              size="middle"
              error={error}
            />
            <p class="buttons">
              <Button>{words.signIn}</Button>
            </p>
          </Form>
        </>
      )}
      <p class="after">
        <a href={`/sign-in?next=${encodeURIComponent(next)}`}>{words.startAgain}</a> ·{' '}
        <a href="/sign-in/recover">{words.lost}</a>
      </p>
    </FamilyPage>
  )
}
