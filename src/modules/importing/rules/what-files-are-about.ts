import type { FileContents } from '../records.ts'

/** The kinds of records that a run's files are about; of the others they say nothing. */
export function kindsOf(contents: FileContents): string[] {
  return [
    ...(contents.listsPupils && contents.partial !== 'all' ? ['pupil'] : []),
    ...(contents.listsContacts ? ['contact', 'link'] : []),
    ...(contents.listsStaff ? ['staff'] : []),
    ...(contents.listsGroups ? ['group'] : []),
    'point',
  ]
}

/** Whose contact points they are about. */
export function ownersOf(contents: FileContents): string[] {
  return [
    ...(contents.listsPupils ? ['pupil'] : []),
    ...(contents.listsContacts ? ['contact'] : []),
    ...(contents.listsStaff ? ['staff'] : []),
  ]
}
