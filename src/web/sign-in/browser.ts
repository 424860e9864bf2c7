import type { FastifyReply, FastifyRequest } from 'fastify'
import { markBrowser, signOut } from '../../modules/accounts/index.ts'
import { type BrowserCookie, clearCookie, isLoopback, readCookie, writeCookie } from '../../platform/http/index.ts'
import type { WebApp } from '../app.ts'
import { sessionCookie } from '../frame/csrf.ts'

/** Between password and second factor. */
export const secondFactorCookie: BrowserCookie = { name: 'gatehouse-second-factor', maxAge: 600 }
/** Shows that somebody signed in on this browser before, so that strangers' wrong tries do not slow them down (SEC-3). */
const knownBrowserCookie: BrowserCookie = { name: 'gatehouse-known', maxAge: 365 * 86_400 }

export function knownBrowserMark(request: FastifyRequest): string | null {
  return readCookie(request, knownBrowserCookie)
}

/** Puts the session into the browser. */
export async function keepSignedIn(
  app: WebApp,
  reply: FastifyReply,
  { token, accountId }: { token: string; accountId: string },
): Promise<void> {
  // Who proves once more who they are gets a new session in place of the one before.
  const before = readCookie(reply.request, sessionCookie)
  if (before) await signOut(app.db, { token: before })
  writeCookie(reply, sessionCookie, token)
  clearCookie(reply, secondFactorCookie)
  await keepKnownBrowser(app, reply, { accountId })
}

/** Marks the browser as one on which this person signs in; again after a change of password, with which marks end. */
export async function keepKnownBrowser(
  app: WebApp,
  reply: FastifyReply,
  { accountId }: { accountId: string },
): Promise<void> {
  const mark = await markBrowser(app.db, { accountId })
  if (mark) writeCookie(reply, knownBrowserCookie, mark)
}

/** The browser and system, as far as the person would know them again: "Firefox on Windows". */
export function nameOfBrowser(request: FastifyRequest): string {
  const agent = request.headers['user-agent'] ?? ''
  const browser = [
    ['Edg/', 'Edge'],
    ['OPR/', 'Opera'],
    ['Firefox/', 'Firefox'],
    ['Chrome/', 'Chrome'],
    ['Safari/', 'Safari'],
  ].find(([mark = '']) => agent.includes(mark))?.[1]
  const system = [
    ['iPhone', 'iPhone'],
    ['iPad', 'iPad'],
    ['Android', 'Android'],
    ['CrOS', 'Chromebook'],
    ['Windows', 'Windows'],
    ['Mac OS', 'Mac'],
    ['Linux', 'Linux'],
  ].find(([mark = '']) => agent.includes(mark))?.[1]
  return [browser ?? 'A browser', system].filter(Boolean).join(' on ')
}

/** A path of this site to go to after signing in; the start page for anything else. */
export function safeNext(next: unknown): string {
  return typeof next === 'string' && /^\/(?![/\\])[^\s\\]*$/.test(next) ? next : '/'
}

/** The address under which this browser reached us, as passkeys know it. */
export function siteOf(app: WebApp, request: FastifyRequest): { origin: string } {
  if (app.config.publicUrl.startsWith('https:')) return { origin: new URL(app.config.publicUrl).origin }
  return { origin: `${request.protocol}://${request.headers.host ?? 'localhost'}` }
}

/** One click is enough only in the demo, and only on the very machine it runs on. */
export function mayUseOneClick(app: WebApp, request: FastifyRequest): boolean {
  return app.demo && isLoopback(request)
}
