import type { SourceFile } from '../reading/detect-encoding.ts'
import { entryNamed, type ZipEntry } from '../reading/open-zip.ts'
import { entryRows } from '../reading/read-entry-table.ts'
import type { Format } from './format.ts'
import type { RosterFiles } from './join-roster.ts'

/** OneRoster 1.1 and 1.2 as CSV in a zip: bulk (everything) or delta (what changed). */
export const oneroster: Format = {
  name: 'oneroster',
  words: 'OneRoster',
  recognise: () => null,
  dayFirstByDefault: false,
}

/** What the manifest says; null where this is no such roster. */
export async function oneRosterFiles(file: SourceFile, entries: ZipEntry[]): Promise<RosterFiles | null> {
  const manifest = entryNamed(entries, 'manifest.csv')
  const users = entryNamed(entries, 'users.csv')
  if (manifest === null || users === null) return null
  const said = new Map<string, string>()
  for await (const row of entryRows(file, manifest)) said.set(row.get('propertyName').toLowerCase(), row.get('value'))
  const version = said.get('oneroster.version')
  if (version === undefined) return null
  const present = (table: string) =>
    said.get(`file.${table}`)?.toLowerCase() === 'absent' ? null : entryNamed(entries, `${table}.csv`)
  return {
    version,
    delta: [...said].some(([name, value]) => name.startsWith('file.') && value.toLowerCase() === 'delta'),
    users,
    roles: present('roles'),
    relationships: null,
    demographics: present('demographics'),
    classes: present('classes'),
    enrollments: present('enrollments'),
    sessions: present('academicsessions'),
  }
}
