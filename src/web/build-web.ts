import type { FastifyInstance } from 'fastify'
import { Refusal } from '../platform/errors/index.ts'
import { openHttpServer } from '../platform/http/index.ts'
import { inProject } from '../platform/paths/index.ts'
import type { WebApp } from './app.ts'
import { mountPages } from './frame/mount.tsx'
import type { Page } from './page.ts'
import { pagesOf } from './pages.ts'

/** The whole web side on one server, not yet listening: `inject()` requests into it, or start it. */
export function buildWeb(app: WebApp, morePages: readonly Page[] = []): FastifyInstance {
  const server = openHttpServer({
    assetsFolder: inProject('assets'),
    secure: app.config.publicUrl.startsWith('https:'),
  })
  server.register(async (scope) => mountPages(scope, app, [...pagesOf(app), ...morePages]))
  return server
}

/** Listens on the address of the configuration; returns the address to open in a browser, and how to stop. */
export async function startWeb(app: WebApp): Promise<{ url: string; close(): Promise<void> }> {
  const server = buildWeb(app)
  await server.listen({ host: app.config.host, port: app.config.port }).catch((error) => {
    throw error.code === 'EADDRINUSE' ? portIsTaken(app.config.port) : error
  })
  const address = server.server.address()
  const port = typeof address === 'object' && address ? address.port : app.config.port
  const named = app.config.publicUrl.startsWith('https:') || app.config.port !== 0
  return { url: named ? app.config.publicUrl : `http://localhost:${port}`, close: () => server.close() }
}

function portIsTaken(port: number): Refusal {
  return new Refusal(
    'web.port-taken',
    `Another program already uses port ${port}. Stop it, or set GATEHOUSE_PORT to another number and start again.`,
  )
}
