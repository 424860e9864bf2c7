import { setTimeout as pause } from 'node:timers/promises'
import { findOpening } from '../../modules/accounts/index.ts'
import type { Refusal } from '../../platform/errors/index.ts'
import { type BrowserCookie, readCookie } from '../../platform/http/index.ts'
import { languageOf } from '../family/language.ts'
import { sayToFamily } from '../family/say-refusal.ts'
import { type PublicContext, redirectTo } from '../page.ts'
import { nameOfBrowser } from './browser.ts'

/** Holds the right to set a way to sign in, for an hour; it opens nothing before it is proved. */
export const openingCookie: BrowserCookie = { name: 'gatehouse-new-sign-in', maxAge: 3600 }

type Context = Pick<PublicContext, 'app' | 'db' | 'clock' | 'request'>

/** What the use-cases ask for. */
export function openedBy({ app, clock, request }: Context) {
  return {
    token: readCookie(request, openingCookie) ?? '',
    language: languageOf({ request }),
    browser: nameOfBrowser(request),
    secretBox: app.secretBox,
    hash: app.keyedHash,
    clock,
  }
}

export function openingOf(context: Context) {
  return findOpening(context.db, openedBy(context))
}

export function backToRecover({ request, refusal }: Pick<Context, 'request'> & { refusal: Refusal }) {
  return redirectTo('/sign-in/recover', { kind: 'warn', words: sayToFamily(languageOf({ request }), refusal) })
}

/** SEC-3: every answer takes as long, whether there is such a name and messages are made for it, or not. */
const answerMs = 250

export async function inEqualTime<T>(work: Promise<T>): Promise<T> {
  const [done] = await Promise.all([work, pause(answerMs)])
  return done
}
