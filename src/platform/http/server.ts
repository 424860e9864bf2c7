import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import fastifyStatic from '@fastify/static'
import Fastify, { type FastifyInstance } from 'fastify'

const megabyte = 1_000_000

/**
 * An HTTP server that knows cookies, forms, uploads and the files under `assetsFolder`, and sends strict headers.
 * `secure` says that people reach it by https (through a proxy of ours, whose forwarded headers are then believed).
 */
export function openHttpServer({ assetsFolder, secure }: { assetsFolder: string; secure: boolean }): FastifyInstance {
  const server = Fastify({
    logger: false,
    bodyLimit: 4 * megabyte,
    trustProxy: secure ? 'loopback, linklocal, uniquelocal' : false,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
  })
  server.register(cookie)
  server.register(formbody, { bodyLimit: 4 * megabyte })
  server.register(multipart)
  server.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: contentPolicy },
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: secure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    xFrameOptions: { action: 'sameorigin' },
  })
  server.register(fastifyStatic, {
    root: assetsFolder,
    prefix: '/assets/',
    index: false,
    decorateReply: false,
    maxAge: '1h',
  })
  return server
}

/** No script or style but our own files: nothing inline, nothing from elsewhere. */
const contentPolicy = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'"],
  'frame-src': ["'self'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'self'"],
  'base-uri': ["'none'"],
}
