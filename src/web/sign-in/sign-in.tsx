import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import {
  type DemoPerson,
  findOwnSignIn,
  listDemoPeople,
  type SignedIn,
  signInWithPassword,
  signOut,
  startDemoSession,
} from '../../modules/accounts/index.ts'
import { clearCookie, readCookie, writeCookie } from '../../platform/http/index.ts'
import type { WebApp } from '../app.ts'
import { languageOf, wordsIn } from '../family/language.ts'
import { sessionCookie } from '../frame/csrf.ts'
import { NoSuchPage } from '../frame/errors.ts'
import { invalid, publicPage, redirectTo } from '../page.ts'
import {
  keepSignedIn,
  knownBrowserMark,
  mayUseOneClick,
  nameOfBrowser,
  safeNext,
  secondFactorCookie,
} from './browser.ts'
import { SignInView } from './sign-in.view.tsx'
import { signInWords } from './sign-in.words.ts'

const next = Type.String({ default: '' })

export const signInPage = publicPage({
  method: 'GET',
  url: '/sign-in',
  // `again`: somebody signed in goes to a page that asks for a fresh proof.
  query: Type.Object({ next, again: Type.Boolean({ default: false }) }),
  async handle({ app, db, request, query, signedIn }) {
    if (signedIn && !query.again) return redirectTo(safeNext(query.next))
    if (signedIn?.isFresh && !safeNext(query.next).startsWith('/account/') && (await lacksStep(db, signedIn))) {
      const words = wordsIn(signInWords, languageOf({ request })).needsStep
      return redirectTo('/account/security', { kind: 'warn', words })
    }
    const name = signedIn?.account.email ?? signedIn?.account.mobile ?? ''
    const oneClick = await oneClickOf(app, request)
    return (
      <SignInView
        {...{ next: query.next, name, oneClick }}
        again={signedIn !== null}
        language={languageOf({ request })}
      />
    )
  },
})

export const takePassword = publicPage({
  method: 'POST',
  url: '/sign-in',
  body: Type.Object({ name: Type.String({ default: '' }), password: Type.String({ default: '' }), next }),
  async handle({ app, db, clock, request, reply, body }) {
    const language = languageOf({ request })
    const done = await signInWithPassword(db, {
      name: body.name,
      password: body.password,
      browser: nameOfBrowser(request),
      knownBrowser: knownBrowserMark(request),
      clock,
    })
    if (done.outcome === 'right' && done.due === null) {
      await keepSignedIn(app, reply, done)
      return redirectTo(safeNext(body.next))
    }
    if (done.outcome === 'right') {
      writeCookie(reply, secondFactorCookie, done.token)
      return redirectTo(`/sign-in/code?next=${encodeURIComponent(safeNext(body.next))}`)
    }
    const words = wordsIn(signInWords, language)
    const error = done.outcome === 'wait' ? words.wait(done.seconds) : words.wrong
    const oneClick = await oneClickOf(app, request)
    return invalid(<SignInView {...{ next: body.next, name: body.name, error, oneClick, language }} />)
  },
})

/** In the demo, on this machine: in by one click. Anywhere else there is no such page. */
export const takeOneClick = publicPage({
  method: 'POST',
  url: '/sign-in/demo',
  body: Type.Object({ role: Type.String(), next }),
  async handle({ app, db, clock, request, reply, body }) {
    const chosen = (await oneClickOf(app, request)).find(({ role }) => role === body.role)
    if (!chosen) throw new NoSuchPage()
    const token = await startDemoSession(db, { role: chosen.role, browser: nameOfBrowser(request), clock })
    writeCookie(reply, sessionCookie, token)
    return redirectTo(safeNext(body.next))
  },
})

/** Who has just proved all they have, and it is too little for the page: they would be asked for it again and again. */
async function lacksStep(db: WebApp['db'], { account }: SignedIn): Promise<boolean> {
  const { passkeys, factors, isStaff } = await findOwnSignIn(db, { accountId: account.id })
  const sent = factors.email !== null || factors.mobile !== null || factors.cardCodesLeft !== null
  return passkeys === 0 && !factors.app && (isStaff || !sent)
}

/** As whom one may go in by a click; nobody outside the demo, and from elsewhere. */
async function oneClickOf(app: WebApp, request: FastifyRequest): Promise<DemoPerson[]> {
  return mayUseOneClick(app, request) ? listDemoPeople(app.db) : []
}

export const signOutPage = publicPage({
  method: 'POST',
  url: '/sign-out',
  async handle({ db, request, reply }) {
    const token = readCookie(request, sessionCookie)
    if (token) await signOut(db, { token })
    clearCookie(reply, sessionCookie)
    // Pages of children must not come back with the Back button of a shared computer.
    reply.header('clear-site-data', '"cache"')
    return redirectTo('/sign-in', wordsIn(signInWords, languageOf({ request })).signedOut)
  },
})
