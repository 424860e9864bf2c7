import { setTimeout as wait } from 'node:timers/promises'
import type pg from 'pg'
import type { Log } from '../log/index.ts'
import type { Place } from './connection.ts'
import { prepareFolders, readPidIfAny } from './embedded-folders.ts'
import { connectIfRunning, placeIn, type ServerOptions, startServer, stopServer } from './embedded-server.ts'
import { withFileLock } from './file-lock.ts'

/** The embedded cluster, as one process uses it. */
export type Cluster = {
  /** Where to connect; the socket's folder is open to this system user only, so no password is asked. */
  place(user: string, database: string): Place
  /** This process needs it no more. The last process to leave stops PostgreSQL. */
  leave(): Promise<void>
}

/**
 * Uses the PostgreSQL under the data folder: adopts it when it runs (server, worker and commands share it, and a killed
 * process leaves it running), else starts it, else makes it first.
 */
export async function useCluster(dataFolder: string, log: Log, options: ServerOptions = {}): Promise<Cluster> {
  const folders = prepareFolders(dataFolder)
  const name = `gatehouse presence ${process.pid} ${Math.random().toString(36).slice(2, 8)}`
  let left = false

  /** A connection that stays: it tells others that the cluster is in use, and this process when the cluster is gone. */
  const enter = () =>
    withFileLock(folders.lock, async () => {
      const client = (await connectIfRunning(placeIn(folders), name)) ?? (await startServer(folders, name, options))
      client.on('end', () => {
        if (!left) presence = comeBack()
      })
      return client
    })
  const comeBack = async (): Promise<pg.Client | null> => {
    log.warn({}, 'the database stopped; starting it again')
    while (!left) {
      try {
        return await enter()
      } catch (error) {
        log.error({ error: String(error) }, 'the database could not be started again')
        await wait(5_000)
      }
    }
    return null
  }
  let presence: Promise<pg.Client | null> = enter()
  await presence

  return {
    place: (user, database) => placeIn(folders, user, database),
    async leave() {
      left = true
      const client = await presence
      if (!client) return
      await withFileLock(folders.lock, async () => {
        const isNeeded = options.forTests || (await isUsedByOthers(client, name))
        await client.end().catch(() => {})
        if (!isNeeded) await stopServer(folders)
      })
    },
  }
}

/** The process id of the PostgreSQL under the data folder, for tests that kill it; null when there is none. */
export function postmasterPidIfAny(dataFolder: string): number | null {
  return readPidIfAny(prepareFolders(dataFolder).pidFile)
}

async function isUsedByOthers(client: pg.Client, name: string): Promise<boolean> {
  try {
    const { rows } = await client.query(
      `select 1 from pg_stat_activity where application_name like 'gatehouse presence %' and application_name <> $1 limit 1`,
      [name],
    )
    return rows.length > 0
  } catch {
    return true
  }
}
