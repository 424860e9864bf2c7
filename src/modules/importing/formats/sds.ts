import { entryNamed, type ZipEntry } from '../reading/open-zip.ts'
import type { Format } from './format.ts'
import type { RosterFiles } from './join-roster.ts'

/** Microsoft School Data Sync v2.1 as CSV in a zip: users, their roles, and who belongs to whom. Dates are as Windows writes them. */
export const sds: Format = { name: 'sds', words: 'School Data Sync', recognise: () => null, dayFirstByDefault: false }

export function sdsFiles(entries: ZipEntry[]): RosterFiles | null {
  const users = entryNamed(entries, 'users.csv')
  const roles = entryNamed(entries, 'roles.csv')
  if (users === null || roles === null) return null
  return {
    version: '2.1',
    delta: false,
    users,
    roles,
    relationships: entryNamed(entries, 'relationships.csv'),
    demographics: entryNamed(entries, 'demographics.csv'),
    classes: entryNamed(entries, 'classes.csv'),
    enrollments: entryNamed(entries, 'enrollments.csv'),
    sessions: entryNamed(entries, 'academicsessions.csv'),
  }
}
