import { Type } from 'typebox'
import {
  addPasskey,
  askForPasskey,
  offerPasskey,
  removePasskey,
  signInWithPasskey,
} from '../../modules/accounts/index.ts'
import { accountPage, json, publicPage, redirectTo } from '../page.ts'
import { keepSignedIn, nameOfBrowser, safeNext, siteOf } from './browser.ts'

/** What `navigator.credentials.get` needs; asked for by the script of the sign-in page. */
export const passkeyChallenge = publicPage({
  method: 'POST',
  url: '/sign-in/passkey/challenge',
  async handle({ app, db, clock, request }) {
    return json(await askForPasskey(db, { site: siteOf(app, request), clock }))
  },
})

export const takePasskey = publicPage({
  method: 'POST',
  url: '/sign-in/passkey',
  body: Type.Object({ response: Type.String(), next: Type.String({ default: '' }) }),
  async handle({ app, db, clock, request, reply, body }) {
    const done = await signInWithPasskey(db, {
      response: body.response,
      site: siteOf(app, request),
      browser: nameOfBrowser(request),
      clock,
    })
    await keepSignedIn(app, reply, done)
    return redirectTo(safeNext(body.next))
  },
  onRefusal: ({ refusal }) => redirectTo('/sign-in', { kind: 'warn', words: refusal.words }),
})

/** What `navigator.credentials.create` needs. */
export const newPasskeyChallenge = accountPage({
  method: 'POST',
  url: '/account/security/passkeys/challenge',
  async handle({ app, db, clock, request, signedIn }) {
    return json(await offerPasskey(db, { account: signedIn.account, site: siteOf(app, request), clock }))
  },
})

export const takeNewPasskey = accountPage({
  method: 'POST',
  url: '/account/security/passkeys',
  body: Type.Object({ response: Type.String(), name: Type.String({ default: '' }) }),
  async handle({ app, db, clock, request, signedIn, body }) {
    const name = body.name || nameOfBrowser(request)
    await addPasskey(db, {
      account: signedIn.account,
      response: body.response,
      name,
      site: siteOf(app, request),
      clock,
    })
    return redirectTo('/account/security', 'The passkey was added. You can sign in with it from now on.')
  },
  onRefusal: ({ refusal }) => redirectTo('/account/security', { kind: 'warn', words: refusal.words }),
})

export const takeAwayPasskey = accountPage({
  method: 'POST',
  url: '/account/security/passkeys/remove',
  body: Type.Object({ credential: Type.String() }),
  async handle({ db, signedIn, body }) {
    await removePasskey(db, { credentialId: body.credential, accountId: signedIn.account.id })
    return redirectTo('/account/security', 'The passkey was taken away. It opens nothing any more.')
  },
})
