import { readFileSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { Refusal } from '../errors/index.ts'

/** The user that PostgreSQL runs as when this process is root, which PostgreSQL refuses to run as. */
export type SystemUser = { name: string; uid: number; gid: number }

/** Null when this process is not root: then PostgreSQL runs as the same user. */
export function findUnprivilegedUserIfRoot(): SystemUser | null {
  if (process.getuid?.() !== 0) return null
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
  const user = users.find(({ name }) => name === 'postgres') ?? users.find(({ name }) => name === 'nobody')
  if (user) return user
  throw new Refusal(
    'database.no-user',
    'PostgreSQL does not run as root, and this machine has neither a user "postgres" nor "nobody". ' +
      'Start Gatehouse as an ordinary user, or set DATABASE_URL to a PostgreSQL server.',
  )
}

/** Whether the user may pass through every folder above the path. */
export function canReach(user: SystemUser, path: string): boolean {
  const parent = dirname(resolve(path))
  return parent === path || (mayPass(user, parent) && canReach(user, parent))
}

function mayPass(user: SystemUser, folder: string): boolean {
  const facts = statSync(folder, { throwIfNoEntry: false })
  if (!facts) return true
  if (facts.uid === user.uid) return (facts.mode & 0o100) !== 0
  if (facts.gid === user.gid) return (facts.mode & 0o010) !== 0
  return (facts.mode & 0o001) !== 0
}
