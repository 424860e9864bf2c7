import { randomBytes } from 'node:crypto'
import { Type } from 'typebox'
import {
  appSecretOf,
  chooseSentCodes,
  makeCard,
  makeRecoveryCode,
  removeApp,
  setApp,
} from '../../modules/accounts/index.ts'
import { Button } from '../components/button.tsx'
import { FamilyPage } from '../components/family-page.tsx'
import { ErrorSummary, type FieldErrors, Input } from '../components/fields.tsx'
import { Form } from '../components/form.tsx'
import { type Language, languageOf, wordsIn } from '../family/language.ts'
import { accountPage, invalid, redirectTo } from '../page.ts'
import { CardView } from '../sign-in/card.view.tsx'
import { AppSetUp } from '../sign-in/new.view.tsx'
import { changingOf } from './own.ts'
import { securityWords } from './security.words.ts'

const back = '/account/security'

export const appPage = accountPage({
  method: 'GET',
  url: '/account/security/app',
  handle(context) {
    const { account, language } = changingOf(context)
    return <AppView token={randomBytes(32).toString('base64url')} name={nameOf(account)} language={language} />
  },
})

export const takeApp = accountPage({
  method: 'POST',
  url: '/account/security/app',
  body: Type.Object({ token: Type.String({ minLength: 43, maxLength: 43 }), code: Type.String({ default: '' }) }),
  async handle(context) {
    const { app, db, body } = context
    const changing = changingOf(context)
    const secret = appSecretOf(body.token)
    const words = wordsIn(securityWords, changing.language)
    if (await setApp(db, { ...changing, secret, code: body.code, secretBox: app.secretBox })) {
      app.wakeDelivery?.()
      return redirectTo(back, words.appSet)
    }
    const shown = { token: body.token, name: nameOf(changing.account), language: changing.language }
    return invalid(<AppView {...shown} errors={{ code: words.appWrong }} />)
  },
})

export const takeAwayApp = accountPage({
  method: 'POST',
  url: '/account/security/app/remove',
  async handle(context) {
    await removeApp(context.db, changingOf(context))
    context.app.wakeDelivery?.()
    return redirectTo(back, wordsIn(securityWords, languageOf(context)).appGone)
  },
})

export const takeSentCodes = accountPage({
  method: 'POST',
  url: '/account/security/codes',
  body: Type.Object({ by: Type.Array(Type.String()) }),
  async handle(context) {
    const { by } = context.body
    const choice = { email: by.includes('email'), mobile: by.includes('mobile') }
    await chooseSentCodes(context.db, { ...changingOf(context), ...choice })
    context.app.wakeDelivery?.()
    return redirectTo(back, wordsIn(securityWords, languageOf(context)).codesSaved)
  },
})

/** The codes stand in the answer to this form and nowhere else. */
export const takeCard = accountPage({
  method: 'POST',
  url: '/account/security/card',
  async handle(context) {
    const codes = await makeCard(context.db, { ...changingOf(context), hash: context.app.keyedHash })
    context.app.wakeDelivery?.()
    return <CardView codes={codes} language={languageOf(context)} next={back} />
  },
})

export const takeRecoveryCode = accountPage({
  method: 'POST',
  url: '/account/security/recovery-code',
  async handle(context) {
    const code = await makeRecoveryCode(context.db, { ...changingOf(context), hash: context.app.keyedHash })
    context.app.wakeDelivery?.()
    return <CardView codes={[code]} language={languageOf(context)} next={back} />
  },
})

function nameOf({ email, mobile, name }: { email: string | null; mobile: string | null; name: string }): string {
  return email ?? mobile ?? name
}

function AppView(props: { token: string; name: string; language: Language; errors?: FieldErrors }) {
  const { token, name, language, errors = {} } = props
  const words = wordsIn(securityWords, language)
  return (
    <FamilyPage title={words.appTitle} lead={words.appLead} language={language}>
      <AppSetUp secret={appSecretOf(token)} name={name} language={language} />
      <Form action="/account/security/app" class="code">
        <ErrorSummary errors={errors} />
        <input type="hidden" name="token" value={token} />
        <Input
          name="code"
          label={words.appCode}
          inputmode="numeric"
          size="middle"
          error={errors.code}
          autocomplete="one-time-code"
        />
        <p class="buttons">
          <Button>{words.appSave}</Button>
          <a class="btn quiet" href={back}>
            {words.leave}
          </a>
        </p>
      </Form>
    </FamilyPage>
  )
}
