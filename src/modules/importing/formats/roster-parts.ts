import type { SourceFile } from '../reading/detect-encoding.ts'
import { listZip, type ZipEntry } from '../reading/open-zip.ts'
import type { FileContents } from '../records.ts'
import type { FormatName, Layout, ReadContext, Source, SourceRow } from './format.ts'
import type { RosterFiles } from './join-roster.ts'
import { oneRosterFiles } from './oneroster.ts'
import { PUPILS_ONLY, ROSTER_CAPTIONS, type RosterPart, readRosterRows, rosterHolds } from './roster.ts'
import { sdsFiles } from './sds.ts'

export type FoundRoster = {
  format: FormatName
  why: string
  parts: { layout: Layout; contents: Partial<FileContents> }[]
}

/** The tables of a roster, where this archive is one. A delta has no classes and no staff: it could not say who is missing. */
export async function findRoster(file: SourceFile, entries: ZipEntry[]): Promise<FoundRoster | null> {
  const one = await oneRosterFiles(file, entries)
  const files = one ?? sdsFiles(entries)
  if (files === null) return null
  const partial: Pick<FileContents, 'partial'> = files.delta ? { partial: 'all' } : {}
  const holds = await rosterHolds(file, files)
  const wanted: RosterPart[] = ['people']
  if (files.delta && holds.contacts) wanted.push('named')
  if (!files.delta && hasClasses(files)) wanted.push('classes')
  if (!files.delta && holds.staff) wanted.push('staff')
  const captionsOf = (part: RosterPart) =>
    (part === 'people' && !holds.contacts ? PUPILS_ONLY : ROSTER_CAPTIONS[part]).filter(holds.says)
  const why = one
    ? `A zip whose manifest.csv says OneRoster ${files.version}, ${files.delta ? 'delta: only what changed' : 'bulk: everything'}.`
    : 'A zip with users.csv and roles.csv and no manifest, as School Data Sync v2.1 has it.'
  return {
    format: one ? 'oneroster' : 'sds',
    why,
    parts: wanted.map((part) => ({
      layout: {
        source: 'roster',
        part,
        captions: captionsOf(part),
        delimiter: null,
        headerLine: 1,
        recordElement: null,
      },
      contents: partial,
    })),
  }
}

const hasClasses = (files: RosterFiles) => files.classes !== null && files.enrollments !== null

export const roster: Source = {
  findLayout: () => Promise.reject(new Error('The tables of a roster are found by findRoster.')),
  readRows,
  async *readTexts(context) {
    for await (const rows of readRows(context)) yield rows.map((row) => row.text)
  },
}

async function* readRows({ file, layout }: ReadContext): AsyncGenerator<SourceRow[]> {
  const entries = await listZip(file)
  const files = (await oneRosterFiles(file, entries)) ?? sdsFiles(entries)
  if (!files) return
  const part = layout.part ?? 'people'
  const columns = layout.captions.map((caption) => ROSTER_CAPTIONS[part].indexOf(caption))
  for await (const rows of readRosterRows({ file, files, today: layout.today }, part))
    yield rows.map((row) =>
      'cells' in row ? { ...row, cells: columns.map((column) => row.cells[column] ?? '') } : row,
    )
}
