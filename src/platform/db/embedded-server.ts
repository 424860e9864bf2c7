import { spawn, spawnSync } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type pg from 'pg'
import { Refusal } from '../errors/index.ts'
import { connect, errorCode, type Place } from './connection.ts'
import { type Binaries, findPackagedBinariesIfAny, findSystemBinaries } from './embedded-binaries.ts'
import { type Folders, readPidIfAny } from './embedded-folders.ts'
import { isRunning } from './file-lock.ts'

export type ServerOptions = {
  /** Trades safety against power loss for speed, and leaves the cluster running. */
  forTests?: boolean
  /** The PostgreSQL to use instead of the best one found. */
  binaries?: Binaries
}

/** Where to connect; the superuser and its database unless told otherwise. */
export function placeIn({ run }: Folders, user = 'postgres', database = 'postgres'): Place {
  return { host: run, port: 5432, user, database }
}

/** Null when no PostgreSQL runs there; waits while one starts or stops. */
export async function connectIfRunning(place: Place, name: string): Promise<pg.Client | null> {
  try {
    return await connect(place, name)
  } catch (error) {
    const code = errorCode(error)
    const nobodyListens = ['ENOENT', 'ECONNREFUSED'].includes(code)
    if (nobodyListens) return null
    const startsOrStops = code === '57P03' || !/^[0-9A-Z]{5}$/.test(code)
    if (!startsOrStops) throw error
    await wait(20)
    return connectIfRunning(place, name)
  }
}

/** Starts PostgreSQL and gives a connection of the given name. Makes the data first when there are none. */
export async function startServer(folders: Folders, name: string, options: ServerOptions): Promise<pg.Client> {
  const binaries = chooseBinaries(folders, options)
  if (!existsSync(folders.data)) makeData(folders, binaries, options)
  const deadline = Date.now() + 60_000
  while (Date.now() < deadline) {
    removeStaleLocks(folders)
    const child = spawnPostgres(folders, binaries, options)
    while (child.exitCode === null && child.signalCode === null && Date.now() < deadline) {
      const client = await connectIfRunning(placeIn(folders), name)
      if (client) return client
      await wait(10)
    }
    // After a crash the old server's last processes may need a moment to go; until then a new one declines to start.
    await wait(500)
    if (!/shared memory block|lock file/.test(endOfLog(folders))) break
  }
  throw new Refusal(
    'database.start',
    `PostgreSQL did not start. Nothing was changed. The end of ${folders.log} says:\n${endOfLog(folders)}`,
  )
}

/** Ends every connection and stops PostgreSQL in order. */
export async function stopServer(folders: Folders): Promise<void> {
  const pid = readPidIfAny(folders.pidFile)
  if (pid === null || !isRunning(pid)) return
  const disconnectAndStop = 'SIGINT'
  process.kill(pid, disconnectAndStop)
  const deadline = Date.now() + 30_000
  while (existsSync(folders.pidFile) && Date.now() < deadline) await wait(10)
}

/** That of the machine, else the packaged one; but data once made stays with the major version that made it. */
function chooseBinaries({ home, data, user }: Folders, { binaries }: ServerOptions): Binaries {
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

function makeData(folders: Folders, { bin, major }: Binaries, { forTests }: ServerOptions): void {
  const unfinished = `${folders.data}.new`
  rmSync(unfinished, { recursive: true, force: true })
  // Bytewise order and Unicode-aware upper and lower case, the same on every machine and in every later version.
  const locale =
    major >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'] : ['--locale=C.UTF-8']
  const made = spawnSync(
    join(bin, 'initdb'),
    [
      '-D',
      unfinished,
      '-U',
      'postgres',
      '--auth=trust',
      '--encoding=UTF8',
      '--no-instructions',
      ...locale,
      ...(forTests ? ['--no-sync'] : []),
    ],
    { encoding: 'utf8', ...asUser(folders) },
  )
  if (made.status !== 0) {
    const reason = made.stderr || made.error
    throw new Refusal('database.initdb', `The database could not be made in ${folders.data}: ${reason}`)
  }
  renameSync(unfinished, folders.data)
}

function spawnPostgres(folders: Folders, { bin }: Binaries, { forTests }: ServerOptions) {
  const settings: Record<string, string> = {
    listen_addresses: '',
    unix_socket_directories: folders.run,
    unix_socket_permissions: '0700',
    max_wal_size: '1GB',
    shared_buffers: '256MB',
    wal_compression: bestCompression(folders, bin),
    max_connections: '100',
    timezone: 'UTC',
    log_timezone: 'UTC',
    jit: 'off',
    // A statement whose program was killed ends too, and lets go of its locks.
    ...(process.platform === 'linux' ? { client_connection_check_interval: '2s' } : {}),
    ...(forTests ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' } : {}),
  }
  const output = openSync(folders.log, 'a')
  const child = spawn(
    join(bin, 'postgres'),
    ['-D', folders.data, ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])],
    { detached: true, stdio: ['ignore', output, output], ...asUser(folders) },
  )
  closeSync(output)
  child.on('error', () => {})
  child.unref()
  return child
}

/** Of the ways to compress pages in the log, the best that this PostgreSQL was built with. */
function bestCompression(folders: Folders, bin: string): string {
  const isKnown = (way: string) =>
    spawnSync(join(bin, 'postgres'), ['-D', folders.data, '-C', 'wal_compression', '-c', `wal_compression=${way}`], {
      stdio: 'ignore',
      ...asUser(folders),
    }).status === 0
  return ['zstd', 'lz4'].find(isKnown) ?? 'on'
}

/**
 * PostgreSQL removes its own stale lock files, those of the data and of the socket, except when the id they name now
 * belongs to some other program, or to a killed server that nobody has buried.
 */
function removeStaleLocks({ pidFile, socketLock }: Folders): void {
  if (!existsSync('/proc/self/cmdline')) return
  for (const file of [pidFile, socketLock]) {
    const pid = readPidIfAny(file)
    if (pid !== null && isRunning(pid) && !commandOf(pid).includes('postgres')) rmSync(file, { force: true })
  }
}

/** Empty for a process that ended, also when its parent has not asked how. */
function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

function endOfLog(folders: Folders): string {
  return readFileSync(folders.log, 'utf8').trimEnd().split('\n').slice(-5).join('\n')
}

function asUser({ home, user }: Folders) {
  return user ? { uid: user.uid, gid: user.gid, cwd: home } : { cwd: home }
}
