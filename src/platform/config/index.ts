import { join, resolve } from 'node:path'
import { Refusal } from '../errors/index.ts'
import { projectRoot } from '../paths/index.ts'

/** Everything the environment may say, read once at start. */
export type Config = {
  /** GATEHOUSE_DATA: where the embedded database and other files live. Absolute. */
  dataFolder: string
  /** GATEHOUSE_INBOX: where the watched folders of the schools stand, by slug; `inbox` in the data folder when absent. Absolute. */
  inboxFolder: string
  /** DATABASE_URL: a PostgreSQL server to use instead of the embedded one. */
  databaseUrl: string | null
  /** DATABASE_OWNER_URL: the role that owns the tables, for migrations only; DATABASE_URL when absent. */
  databaseOwnerUrl: string | null
  /** GATEHOUSE_HOST: the address to listen on. Loopback unless told otherwise. */
  host: string
  /** GATEHOUSE_PORT or PORT. 0 takes a free one. */
  port: number
  /** GATEHOUSE_URL: how families and staff reach this instance, without a slash at the end. */
  publicUrl: string
  /** GATEHOUSE_LOG: debug, info, warn (unless told otherwise), error or silent. */
  logLevel: string
  /** GATEHOUSE_DEBUG: commands print the stack trace of a fault. */
  debug: boolean
}

/** Reads the environment. Throws a Refusal that names the variable and what it should look like. */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const host = env.GATEHOUSE_HOST ?? '127.0.0.1'
  const port = readPort(env)
  const dataFolder = resolve(projectRoot, env.GATEHOUSE_DATA || 'var')
  return {
    dataFolder,
    inboxFolder: resolve(projectRoot, env.GATEHOUSE_INBOX || join(dataFolder, 'inbox')),
    databaseUrl: readUrl(env, 'DATABASE_URL', ['postgres:', 'postgresql:']),
    databaseOwnerUrl: readUrl(env, 'DATABASE_OWNER_URL', ['postgres:', 'postgresql:']),
    host,
    port,
    publicUrl: (readUrl(env, 'GATEHOUSE_URL', ['http:', 'https:']) ?? `http://localhost:${port}`).replace(/\/+$/, ''),
    logLevel: readLogLevel(env),
    debug: Boolean(env.GATEHOUSE_DEBUG),
  }
}

function readPort(env: Record<string, string | undefined>): number {
  const name = env.GATEHOUSE_PORT || !env.PORT ? 'GATEHOUSE_PORT' : 'PORT'
  const text = env[name] || '3000'
  if (/^\d{1,5}$/.test(text) && Number(text) < 65_536) return Number(text)
  throw new Refusal('config.port', `${name} is "${text}". It must be a number from 0 to 65535, for example 3000.`)
}

function readUrl(env: Record<string, string | undefined>, name: string, protocols: string[]): string | null {
  const text = env[name]
  if (!text) return null
  const url = URL.canParse(text) ? new URL(text) : null
  if (url && protocols.includes(url.protocol)) return text
  // The value itself may hold a password, so it is not repeated here.
  throw new Refusal('config.url', `${name} is not an address that starts with ${protocols.join('// or ')}//.`)
}

const logLevels = ['debug', 'info', 'warn', 'error', 'silent']

function readLogLevel(env: Record<string, string | undefined>): string {
  const level = env.GATEHOUSE_LOG || 'warn'
  if (logLevels.includes(level)) return level
  throw new Refusal('config.log', `GATEHOUSE_LOG is "${level}". It must be one of ${logLevels.join(', ')}.`)
}
