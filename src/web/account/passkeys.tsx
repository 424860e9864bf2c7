import { Type } from 'typebox'
import { addPasskey, offerPasskey, removePasskey } from '../../modules/accounts/index.ts'
import { languageOf, wordsIn } from '../family/language.ts'
import { accountPage, json, redirectTo } from '../page.ts'
import { nameOfBrowser, siteOf } from '../sign-in/browser.ts'
import { changingOf } from './own.ts'
import { securityWords } from './security.words.ts'

/** What `navigator.credentials.create` needs. */
export const newPasskeyChallenge = accountPage({
  method: 'POST',
  url: '/account/security/passkeys/challenge',
  async handle(context) {
    const { account, clock } = changingOf(context)
    const { app, db, request } = context
    const signInName = account.email ?? account.mobile ?? account.name
    return json(await offerPasskey(db, { account: { ...account, signInName }, site: siteOf(app, request), clock }))
  },
})

export const takeNewPasskey = accountPage({
  method: 'POST',
  url: '/account/security/passkeys',
  body: Type.Object({ response: Type.String(), name: Type.String({ default: '' }) }),
  async handle(context) {
    const { app, db, request, body } = context
    const name = body.name || nameOfBrowser(request)
    await addPasskey(db, { ...changingOf(context), response: body.response, name, site: siteOf(app, request) })
    app.wakeDelivery?.()
    return redirectTo('/account/security', wordsIn(securityWords, languageOf(context)).passkeyAdded)
  },
  onRefusal: ({ refusal, ...context }) => {
    if (refusal.code !== 'passkey.not-taken') throw refusal
    return redirectTo('/account/security', {
      kind: 'warn',
      words: wordsIn(securityWords, languageOf(context)).passkeyProblem,
    })
  },
})

export const takeAwayPasskey = accountPage({
  method: 'POST',
  url: '/account/security/passkeys/remove',
  body: Type.Object({ credential: Type.String() }),
  async handle(context) {
    await removePasskey(context.db, { ...changingOf(context), credentialId: context.body.credential })
    context.app.wakeDelivery?.()
    return redirectTo('/account/security', wordsIn(securityWords, languageOf(context)).passkeyGone)
  },
})
