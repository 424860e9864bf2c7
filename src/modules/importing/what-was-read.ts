import type { PlannedFile } from './plans.store.ts'
import type { Inspection } from './reading/inspect-files.ts'
import type { FileContents } from './records.ts'

/** What is kept of a file: how it was understood, none of its rows. */
export const plannedFile = (file: Inspection['files'][number]): PlannedFile => ({
  name: file.name,
  path: file.path,
  format: file.format,
  why: file.why,
  encoding: file.encoding,
  delimiter: file.delimiter,
  columns: file.columns,
  unknownCaptions: file.unknownCaptions,
  warnings: file.warnings,
  contents: file.contents,
})

/** What the run as a whole is about: what any of its files is about. */
export function contentsOfRun(files: { contents: FileContents }[]): FileContents {
  const any = (of: (contents: FileContents) => boolean) => files.some((file) => of(file.contents))
  return {
    listsPupils: any((contents) => contents.listsPupils),
    listsContacts: any((contents) => contents.listsContacts),
    listsStaff: any((contents) => contents.listsStaff),
    listsGroups: any((contents) => contents.listsGroups),
    hasContactIds: any((contents) => contents.hasContactIds),
    ...partialOf(files),
  }
}

/** One file whose silence says nothing makes the silence of the run say nothing. */
function partialOf(files: { contents: FileContents }[]): Pick<FileContents, 'partial'> {
  const partial = files.flatMap(({ contents }) => contents.partial ?? [])
  return partial.length === 0 ? {} : { partial: partial.includes('all') ? 'all' : 'pupils' }
}
