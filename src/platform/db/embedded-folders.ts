import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Refusal } from '../errors/index.ts'
import { canReach, findUnprivilegedUserIfRoot, type SystemUser } from './embedded-user.ts'

export type Folders = {
  home: string
  data: string
  /** Of the data, where PostgreSQL notes its process id while it runs. */
  pidFile: string
  run: string
  /** Of the socket, where it notes the same. */
  socketLock: string
  log: string
  /** Held while a process of the program starts or stops PostgreSQL. */
  lock: string
  user: SystemUser | null
}

/** Where the embedded PostgreSQL under the data folder lies; makes the folders, open to its user alone. */
export function prepareFolders(dataFolder: string): Folders {
  try {
    return makeFolders(dataFolder)
  } catch (error) {
    if (error instanceof Refusal) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new Refusal(
      'database.folder',
      `The data folder ${dataFolder} cannot be used: ${reason}. Make it writable, or set GATEHOUSE_DATA to another folder.`,
      { cause: error },
    )
  }
}

function makeFolders(dataFolder: string): Folders {
  const user = findUnprivilegedUserIfRoot()
  const home = homeOf(dataFolder, user)
  const run = socketFolder(home)
  for (const folder of [home, run]) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    refuseIfForeign(folder, user)
    if (user) chownSync(folder, user.uid, user.gid)
    chmodSync(folder, 0o700)
  }
  const data = join(home, 'data')
  return {
    home,
    data,
    pidFile: join(data, 'postmaster.pid'),
    run,
    socketLock: join(run, '.s.PGSQL.5432.lock'),
    log: join(home, 'postgres.log'),
    lock: join(home, 'lock'),
    user,
  }
}

/** The process id that PostgreSQL noted in a file when it started; null when it was stopped in order. */
export function readPidIfAny(file: string): number | null {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10)
  } catch {
    return null
  }
}

/** A folder in the shared temporary folder may have been put there by anybody, as a link to anywhere. */
function refuseIfForeign(folder: string, user: SystemUser | null): void {
  const facts = lstatSync(folder)
  const mine = [process.getuid?.(), user?.uid]
  if (facts.isDirectory() && mine.includes(facts.uid)) return
  throw new Refusal(
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
