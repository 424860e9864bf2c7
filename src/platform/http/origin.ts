import type { FastifyRequest } from 'fastify'

/**
 * Whether the request was made by a page of this site, as the browser itself says. Browsers send at least one of the two
 * headers with every POST; a program that sends neither carries no cookies of a person, so the token decides about it.
 */
export function isSameOrigin(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const origin = request.headers.origin
  if (origin === undefined) return true
  return URL.canParse(origin) && new URL(origin).host === request.headers.host
}

/** Whether the request was made on this very machine and to a name of this very machine (a defence against DNS rebinding). */
export function isLoopback(request: FastifyRequest): boolean {
  const address = request.socket.remoteAddress ?? ''
  const fromHere = address === '127.0.0.1' || address === '::1' || address === '::ffff:127.0.0.1'
  const host = (request.headers.host ?? '').replace(/:\d+$/, '')
  // A proxy on this machine passes strangers on; it says so in a header.
  const passedOn = request.headers['x-forwarded-for'] !== undefined || request.headers.forwarded !== undefined
  return fromHere && !passedOn && ['localhost', '127.0.0.1', '[::1]'].includes(host)
}
