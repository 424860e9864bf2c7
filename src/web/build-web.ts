import type { FastifyInstance } from 'fastify'
import { tidyUploads } from '../modules/importing/index.ts'
import { listSchools } from '../modules/schools/index.ts'
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
  const tidying = tidyUploadsNowAndThen(app)
  const close = async () => {
    await tidying.stop()
    await server.close()
  }
  return { url: named ? app.config.publicUrl : `http://localhost:${port}`, close }
}

const tidyEveryMs = 6 * 3_600_000

/** Files of imports that nobody came back to are deleted after their days, also when nobody opens a page. */
function tidyUploadsNowAndThen(app: WebApp): { stop(): Promise<void> } {
  const { db, clock, config, log } = app
  const tidy = async () => {
    try {
      for (const school of await listSchools(db))
        await tidyUploads(db, { school, dataFolder: config.dataFolder, clock })
    } catch (error) {
      log.warn({ error: error instanceof Error ? error.message : String(error) }, 'files of imports were not tidied')
    }
  }
  let last = tidy()
  const timer = setInterval(() => {
    last = tidy()
  }, tidyEveryMs)
  timer.unref()
  return {
    stop() {
      clearInterval(timer)
      return last
    },
  }
}

function portIsTaken(port: number): Refusal {
  return new Refusal(
    'web.port-taken',
    `Another program already uses port ${port}. Stop it, or set GATEHOUSE_PORT to another number and start again.`,
  )
}
