import type { FastifyReply, FastifyRequest } from 'fastify'

/** A cookie of this site: httpOnly, SameSite=Lax, the whole site. `maxAge` in seconds; without it, until the browser closes. */
export type BrowserCookie = { name: string; maxAge?: number }

export function readCookie(request: FastifyRequest, cookie: BrowserCookie): string | null {
  return request.cookies[nameOnTheWire(request, cookie)] ?? null
}

export function writeCookie(reply: FastifyReply, cookie: BrowserCookie, value: string): void {
  reply.setCookie(nameOnTheWire(reply.request, cookie), value, attributesOf(reply.request, cookie))
}

export function clearCookie(reply: FastifyReply, cookie: BrowserCookie): void {
  reply.clearCookie(nameOnTheWire(reply.request, cookie), attributesOf(reply.request, { name: cookie.name }))
}

/** Browsers take a `__Host-` cookie from https only, so a school that tries Gatehouse on http gets the plain name. */
function nameOnTheWire(request: FastifyRequest, { name }: BrowserCookie): string {
  return request.protocol === 'https' ? `__Host-${name}` : name
}

function attributesOf(request: FastifyRequest, { maxAge }: BrowserCookie) {
  return {
    path: '/',
    httpOnly: true,
    secure: request.protocol === 'https',
    sameSite: 'lax' as const,
    ...(maxAge === undefined ? {} : { maxAge }),
  }
}
