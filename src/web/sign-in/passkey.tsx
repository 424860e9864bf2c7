import { Type } from 'typebox'
import { askForPasskey, signInWithPasskey } from '../../modules/accounts/index.ts'
import { languageOf, wordsIn } from '../family/language.ts'
import { json, publicPage, redirectTo } from '../page.ts'
import { keepSignedIn, nameOfBrowser, safeNext, siteOf } from './browser.ts'
import { signInWords } from './sign-in.words.ts'

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
  onRefusal: ({ request }) =>
    redirectTo('/sign-in', { kind: 'warn', words: wordsIn(signInWords, languageOf({ request })).passkeyRefused }),
})
