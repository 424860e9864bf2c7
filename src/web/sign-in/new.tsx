import { Type } from 'typebox'
import {
  findNameToBe,
  isProved,
  type Opening,
  offerPasskey,
  type SecondStep,
  secondSteps,
  setSignIn,
} from '../../modules/accounts/index.ts'
import { clearCookie } from '../../platform/http/index.ts'
import type { FieldErrors } from '../components/fields.tsx'
import { sayPhone } from '../components/say-phone.ts'
import { languageOf, wordsIn } from '../family/language.ts'
import { invalid, json, type PublicContext, publicPage, redirectTo } from '../page.ts'
import { keepSignedIn, siteOf } from './browser.ts'
import { CardView } from './card.view.tsx'
import { NewView } from './new.view.tsx'
import { backToRecover, openedBy, openingCookie, openingOf } from './opening.ts'
import { recoverWords } from './recover.words.ts'
import { signInWords } from './sign-in.words.ts'

/** The last step of registering, and of finding a way back in: a way to sign in is chosen. */
export const newPage = publicPage({
  method: 'GET',
  url: '/sign-in/new',
  async handle(context) {
    const opening = await openingOf(context)
    if (!isProved(opening)) return redirectTo('/sign-in/prove')
    const { token, language } = openedBy(context)
    return <NewView {...{ opening, token, language }} name={await nameToBe(context.db, opening)} />
  },
  onRefusal: backToRecover,
})

const text = Type.String({ default: '' })

export const takeNewPassword = publicPage({
  method: 'POST',
  url: '/sign-in/new',
  body: Type.Object({ newPassword: text, second: text, appCode: text }),
  async handle(context) {
    const { db, body } = context
    const opened = openedBy(context)
    const { language } = opened
    const opening = await openingOf(context)
    const second = stepOf(body.second, opening)
    const words = wordsIn(recoverWords, language)
    const name = await nameToBe(db, opening)
    const show = (errors: FieldErrors) =>
      invalid(<NewView {...{ opening, name, language, errors }} token={opened.token} second={body.second} />)
    if (!second) return show({ second: words.secondWrong })
    const way = { way: 'password' as const, password: body.newPassword, second, appCode: body.appCode }
    const done = await setSignIn(db, { ...opened, way })
    if (done.outcome === 'wrong') {
      return show({
        ...(done.password ? { newPassword: wordsIn(signInWords, language).passwordProblems[done.password] } : {}),
        ...(done.appCode ? { appCode: words.appWrong } : {}),
      })
    }
    await begin(context, done)
    if (done.card.length > 0) return <CardView codes={done.card} language={language} next="/my" />
    return redirectTo('/my', words.done)
  },
  onRefusal: backToRecover,
})

/** What `navigator.credentials.create` needs. */
export const firstPasskeyChallenge = publicPage({
  method: 'POST',
  url: '/sign-in/new/passkey/challenge',
  async handle(context) {
    const opening = await openingOf(context)
    const { id, accountId, name } = opening
    const account = { id: accountId ?? id, name, signInName: await nameToBe(context.db, opening) }
    return json(
      await offerPasskey(context.db, { account, site: siteOf(context.app, context.request), clock: context.clock }),
    )
  },
})

export const takeFirstPasskey = publicPage({
  method: 'POST',
  url: '/sign-in/new/passkey',
  body: Type.Object({ response: Type.String() }),
  async handle(context) {
    const { app, db, request, body } = context
    const opened = openedBy(context)
    const way = { way: 'passkey' as const, response: body.response, site: siteOf(app, request) }
    const done = await setSignIn(db, { ...opened, way: { ...way, passkeyName: opened.browser } })
    if (done.outcome === 'wrong') throw new Error('a passkey has no password that could be wrong')
    await begin(context, done)
    return redirectTo('/my', wordsIn(recoverWords, opened.language).done)
  },
  onRefusal: ({ refusal, ...context }) =>
    refusal.code === 'passkey.not-taken'
      ? redirectTo('/sign-in/new', {
          kind: 'warn',
          words: wordsIn(recoverWords, languageOf(context)).passkeyRefused,
        })
      : backToRecover({ ...context, refusal }),
})

/** As the person reads it; their name where there is no other, which keeping it then refuses. */
async function nameToBe(db: PublicContext['db'], opening: Opening): Promise<string> {
  return sayPhone((await findNameToBe(db, opening)) ?? opening.name)
}

/** Only steps for which the person has what it takes. */
function stepOf(typed: string, { email, mobile }: Opening): SecondStep | null {
  const step = secondSteps.find((each) => each === typed) ?? null
  if ((step === 'email' && !email) || (step === 'text' && !mobile)) return null
  return step
}

async function begin(
  { app, reply }: Pick<PublicContext, 'app' | 'reply'>,
  done: { token: string; accountId: string },
): Promise<void> {
  await keepSignedIn(app, reply, done)
  clearCookie(reply, openingCookie)
  app.wakeDelivery?.()
}
