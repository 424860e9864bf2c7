import { findRegistration, type OpenRegistration } from '../../../modules/registration/index.ts'
import type { Refusal } from '../../../platform/errors/index.ts'
import { type BrowserCookie, readCookie } from '../../../platform/http/index.ts'
import { type PublicContext, redirectTo } from '../../page.ts'
import { registerLanguageOf } from './language.ts'
import { sayRefusalIn } from './register.words.ts'

/** Holds the registration on its way, for an hour. */
export const registrationCookie: BrowserCookie = { name: 'gatehouse-registration', maxAge: 3600 }

type Context = Pick<PublicContext, 'app' | 'db' | 'clock' | 'request'>

/** What the use-cases ask for: the token of this browser. */
export function holdingOf(context: Context) {
  const { app, clock, request } = context
  const token = readCookie(request, registrationCookie) ?? ''
  return { token, hash: app.keyedHash, clock, language: registerLanguageOf(context) }
}

/** The registration of this browser; refuses where there is none. */
export function openRegistration(context: Context): Promise<OpenRegistration> {
  return findRegistration(context.db, holdingOf(context))
}

/** Where a registration goes on, by how far it is. */
export function nextStep({ registration, asksWho }: OpenRegistration): string {
  if (registration.state === 'begun') return '/register/you'
  if (registration.state === 'described') return '/register/prove'
  if (registration.state === 'proved') return asksWho ? '/register/known' : '/register/agree'
  return '/register/done'
}

/** Back to the first page, which says why. */
export async function backToStart(context: Context & { refusal: Refusal }) {
  return redirectTo('/register', { kind: 'warn', words: await sayRefusal(context) })
}

/** The words of a refusal in the language of the page, with whom to ask at the school where that is known. */
export async function sayRefusal(context: Context & { refusal: Refusal }): Promise<string> {
  const { refusal } = context
  const open = await openRegistration(context).catch(() => null)
  return sayRefusalIn(registerLanguageOf(context), refusal.code, open?.school ?? null) ?? refusal.words
}
