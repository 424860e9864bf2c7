import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type BrowserCookie, readCookie, writeCookie } from '../../platform/http/index.ts'

export const sessionCookie: BrowserCookie = { name: 'gatehouse-session' }
/** Before anybody is signed in, forms are tied to this random value instead of to a session. */
const visitCookie: BrowserCookie = { name: 'gatehouse-visit' }

/** The token that every form of this browser carries; it ends with the session. */
export function csrfTokenOf(request: FastifyRequest, reply: FastifyReply): string {
  return csrfTokenFor(readCookie(request, sessionCookie) ?? readCookie(request, visitCookie) ?? startVisit(reply))
}

export function carriesCsrfToken(request: FastifyRequest, sent: unknown): boolean {
  const secret = readCookie(request, sessionCookie) ?? readCookie(request, visitCookie)
  if (!secret || typeof sent !== 'string') return false
  const expected = Buffer.from(csrfTokenFor(secret))
  const given = Buffer.from(sent)
  return expected.length === given.length && timingSafeEqual(expected, given)
}

function startVisit(reply: FastifyReply): string {
  const visit = randomBytes(16).toString('base64url')
  writeCookie(reply, visitCookie, visit)
  return visit
}

/** The token that belongs to the secret in the browser's cookie: who cannot read the cookie cannot make the token. */
export function csrfTokenFor(secret: string): string {
  return createHmac('sha256', secret).update('form').digest('base64url')
}
