import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type pg from 'pg'
import { Refusal } from '../errors/index.ts'
import type { Log } from '../log/index.ts'
import { connect, errorCode, type Place } from './connection.ts'
import { type Binaries, findPackagedBinariesIfAny, findSystemBinaries } from './embedded-binaries.ts'
import { canReach, findUnprivilegedUserIfRoot, type SystemUser } from './embedded-user.ts'
import { isRunning, withFileLock } from './file-lock.ts'

/** The embedded cluster, as one process uses it. */
export type Cluster = {
  /** Where to connect; the socket's folder is open to this system user only, so no password is asked. */
  place(user: string, database: string): Place
  /** This process needs it no more. The last process to leave stops PostgreSQL, unless it is kept. */
  leave(): Promise<void>
}

type Options = {
  /** Trades safety against power loss for speed, and leaves the cluster running. */
  forTests?: boolean
  /** The PostgreSQL to use instead of the best one found. */
  binaries?: Binaries
}

type Folders = { home: string; data: string; run: string; lock: string; user: SystemUser | null }

/**
 * Uses the PostgreSQL under `folder`: adopts it when it runs (server, worker and commands share it, and a killed process
 * leaves it running), else starts it, else makes it first.
 */
export async function useCluster(folder: string, log: Log, options: Options = {}): Promise<Cluster> {
  const folders = prepareFolders(folder)
  const place = (user: string, database: string) => ({ host: folders.run, port: 5432, user, database })
  const name = `gatehouse presence ${process.pid} ${Math.random().toString(36).slice(2, 8)}`
  let left = false

  /** A connection that stays: it tells others that the cluster is in use, and this process when the cluster is gone. */
  const enter = () =>
    withFileLock(folders.lock, async () => {
      const presence =
        (await connectIfRunning(place('postgres', 'postgres'), name)) ?? (await start(folders, name, options))
      presence.on('end', () => {
        if (!left) comeBack()
      })
      return presence
    })
  const comeBack = () => {
    log.warn({}, 'the database stopped; starting it again')
    presence = enter()
    presence.catch((error) => log.error({ error: String(error) }, 'the database could not be started again'))
  }
  let presence = enter()
  await presence

  return {
    place,
    async leave() {
      left = true
      const last = await presence
      await withFileLock(folders.lock, async () => {
        const needed = options.forTests || (await usedByOthers(last, name))
        await last.end().catch(() => {})
        if (!needed) await stop(folders)
      })
    },
  }
}

/** The process id of the PostgreSQL under `folder`, for tests that kill it; null when there is none. */
export function postmasterPidIfAny(folder: string): number | null {
  return readPid(prepareFolders(folder))
}

function prepareFolders(folder: string): Folders {
  const user = findUnprivilegedUserIfRoot()
  const home = homeOf(folder, user)
  const run = socketFolder(home)
  for (const made of [home, run]) {
    mkdirSync(made, { recursive: true, mode: 0o700 })
    if (user) chownSync(made, user.uid, user.gid)
    const owner = statSync(made).uid
    if (owner !== (user?.uid ?? process.getuid?.())) throw foreignFolder(made)
    chmodSync(made, 0o700)
  }
  return { home, data: join(home, 'data'), run, lock: join(home, 'lock'), user }
}

function foreignFolder(folder: string): Refusal {
  return new Refusal(
    'database.folder-owner',
    `The folder ${folder} belongs to another user. Start Gatehouse as that user, or set GATEHOUSE_DATA to another folder.`,
  )
}

/**
 * `<folder>/postgres`. When root keeps the data where PostgreSQL's user cannot get to (under /root, say), the database
 * lies in /var/lib/gatehouse and a link stands in its place.
 */
function homeOf(folder: string, user: SystemUser | null): string {
  const home = join(folder, 'postgres')
  mkdirSync(folder, { recursive: true })
  if (existsSync(home)) return realpathSync(home)
  if (!user || canReach(user, home)) return home
  const elsewhere = join('/var/lib/gatehouse', shortHash(home))
  mkdirSync(elsewhere, { recursive: true, mode: 0o755 })
  symlinkSync(elsewhere, home)
  return elsewhere
}

/** A socket's whole path may have about 107 bytes; a long one moves to a short folder of the same name each time. */
function socketFolder(home: string): string {
  const beside = join(home, 'run')
  if (Buffer.byteLength(join(beside, '.s.PGSQL.5432.lock')) <= 100) return beside
  return join(tmpdir(), `gatehouse-${shortHash(home)}`)
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}

async function connectIfRunning(place: Place, name: string): Promise<pg.Client | null> {
  try {
    return await connect(place, name)
  } catch (error) {
    const isStartingOrStopping = errorCode(error) === '57P03'
    if (!isStartingOrStopping) return null
    await wait(20)
    return connectIfRunning(place, name)
  }
}

async function start(folders: Folders, name: string, options: Options): Promise<pg.Client> {
  const binaries = chooseBinaries(folders, options)
  if (!existsSync(folders.data)) makeData(folders, binaries)
  removeStalePid(folders)
  const deadline = Date.now() + 60_000
  while (Date.now() < deadline) {
    const child = spawnPostgres(folders, binaries, options)
    while (child.exitCode === null && child.signalCode === null && Date.now() < deadline) {
      const client = await connectIfRunning(
        { host: folders.run, port: 5432, user: 'postgres', database: 'postgres' },
        name,
      )
      if (client) return client
      await wait(10)
    }
    // After a crash the old server's last processes may need a moment to go; until then a new one declines to start.
    await wait(500)
    if (!/shared memory block|lock file/.test(endOfLog(folders))) break
  }
  throw new Refusal(
    'database.start',
    `PostgreSQL did not start. Nothing was changed. The end of ${logFile(folders)} says:\n${endOfLog(folders)}`,
  )
}

/** That of the machine, else the packaged one; but data once made stays with the major version that made it. */
function chooseBinaries({ home, data, user }: Folders, { binaries }: Options): Binaries {
  const version = join(data, 'PG_VERSION')
  const pinned = existsSync(version) ? Number(readFileSync(version, 'utf8')) : null
  const fits = ({ major }: Binaries) => pinned === null || major === pinned
  const system = binaries ? [binaries] : findSystemBinaries()
  const packaged = system.some(fits) ? null : findPackagedBinariesIfAny(user, home)
  const found = packaged ? [...system, packaged] : system
  const chosen = found.find(fits)
  if (chosen) return chosen
  if (pinned === null) {
    throw new Refusal(
      'database.no-postgres',
      'No PostgreSQL 15 or newer was found, and none came with the packages for this machine. ' +
        'Install PostgreSQL, or set DATABASE_URL to a PostgreSQL server.',
    )
  }
  throw new Refusal(
    'database.version',
    `The data in ${data} was made by PostgreSQL ${pinned}, and this machine has only ` +
      `${found.map(({ major }) => major).join(' and ') || 'none'}. Nothing was changed. Install PostgreSQL ${pinned} again.`,
  )
}

function makeData(folders: Folders, { bin, major }: Binaries): void {
  const unfinished = `${folders.data}.new`
  rmSync(unfinished, { recursive: true, force: true })
  // Bytewise order and Unicode-aware upper and lower case, the same on every machine and in every later version.
  const locale =
    major >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'] : ['--locale=C.UTF-8']
  const made = spawnSync(
    join(bin, 'initdb'),
    ['-D', unfinished, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--no-instructions', ...locale],
    { encoding: 'utf8', ...asUser(folders) },
  )
  if (made.status !== 0) {
    const reason = made.stderr || made.error
    throw new Refusal('database.initdb', `The database could not be made in ${folders.data}: ${reason}`)
  }
  renameSync(unfinished, folders.data)
}

function spawnPostgres(folders: Folders, { bin }: Binaries, { forTests }: Options) {
  const settings: Record<string, string> = {
    listen_addresses: '',
    unix_socket_directories: folders.run,
    unix_socket_permissions: '0700',
    max_wal_size: '256MB',
    max_connections: '100',
    timezone: 'UTC',
    log_timezone: 'UTC',
    jit: 'off',
    ...(forTests ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' } : {}),
  }
  const output = openSync(logFile(folders), 'a')
  const child = spawn(
    join(bin, 'postgres'),
    ['-D', folders.data, ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])],
    { detached: true, stdio: ['ignore', output, output], ...asUser(folders) },
  )
  child.on('error', () => {})
  child.unref()
  return child
}

/** PostgreSQL removes its own stale pid file, except when the id now belongs to some other program. */
function removeStalePid(folders: Folders): void {
  const pid = readPid(folders)
  if (pid === null || !isRunning(pid) || !existsSync('/proc/self/cmdline')) return
  const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  if (!command.includes('postgres')) rmSync(join(folders.data, 'postmaster.pid'), { force: true })
}

async function usedByOthers(client: pg.Client, name: string): Promise<boolean> {
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

async function stop(folders: Folders): Promise<void> {
  const pid = readPid(folders)
  if (pid === null || !isRunning(pid)) return
  const disconnectAndStop = 'SIGINT'
  process.kill(pid, disconnectAndStop)
  const deadline = Date.now() + 30_000
  while (existsSync(join(folders.data, 'postmaster.pid')) && Date.now() < deadline) await wait(10)
}

function readPid({ data }: Folders): number | null {
  const file = join(data, 'postmaster.pid')
  return existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : null
}

function logFile({ home }: Folders): string {
  return join(home, 'postgres.log')
}

function endOfLog(folders: Folders): string {
  return readFileSync(logFile(folders), 'utf8').trimEnd().split('\n').slice(-5).join('\n')
}

function asUser({ home, user }: Folders) {
  return user ? { uid: user.uid, gid: user.gid, cwd: home } : { cwd: home }
}
