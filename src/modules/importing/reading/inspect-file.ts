import { ctfVersion } from '../formats/ctf.ts'
import type { Format, FormatName, Layout, SourceName } from '../formats/format.ts'
import { formatNamed, type Recognised, recogniseTable } from '../formats/formats.ts'
import { type Column, type Mapping, resolveColumns } from '../formats/resolve-columns.ts'
import { findRoster } from '../formats/roster-parts.ts'
import type { CellFrom, Unpivot } from '../formats/unpivot.ts'
import { namedContactsBeside } from '../formats/wide.ts'
import { xlsx } from '../formats/xlsx.ts'
import type { FileContents } from '../records.ts'
import { foldCaption, unescapeCaption } from '../rules/fold-name.ts'
import type { DateOrder } from '../rules/read-date.ts'
import { detectEncoding, type Encoding, type SourceFile } from './detect-encoding.ts'
import { isZip, listZip } from './open-zip.ts'
import { refuse } from './refusals.ts'
import { sourceNamed, sourceOfText } from './rows-of-file.ts'

/** One file as it was understood: shown to the person, and needed to read it. */
export type InspectedFile = {
  name: string
  path: string
  format: FormatName
  /** How the format was told, as a sentence. */
  why: string
  encoding: Encoding
  delimiter: string | null
  headerLine: number
  captions: string[]
  /** Which column feeds which field, by caption. */
  columns: Record<string /* field */, string /* caption */>
  unknownCaptions: string[]
  /** The first rows, as cells in the order of the captions. */
  samples: string[][]
  contents: FileContents
  warnings: string[]
  layout: Layout
  /** How a row with several people on it becomes one for each; the captions above are those after that. */
  unpivot: Unpivot | null
  resolved: Column[]
  dateOrders: Map<number /* column */, DateOrder>
}
type HowToRead = { wanted: 'auto' | FormatName; mapping: Mapping; today: string | undefined }

/** How a file is written, whose it is and what its columns mean: one table, or the several of a roster. */
export async function inspectFile(file: SourceFile, how: HowToRead): Promise<InspectedFile[]> {
  if (await isZip(file)) return inspectArchive(file, how)
  const { wanted, mapping } = how
  const { encoding, head, headIsAll, warnings } = await detectEncoding(file)
  refuseSimsErrors(file.name, head)
  const source = sourceOfText(head)
  refuseOtherKind(file.name, source, wanted)
  const layout = await sourceNamed(source).findLayout({ file, encoding, head, headIsAll, mapping })
  const recognised = recognise(layout, head, wanted)
  return [understood({ file, encoding, layout, recognised, mapping, warnings })]
}

/** A workbook or a roster; anything else in an archive is refused, and said what it is. */
async function inspectArchive(file: SourceFile, { wanted, mapping, today }: HowToRead): Promise<InspectedFile[]> {
  const entries = await listZip(file)
  const found = { file, encoding: 'utf-8' as const, mapping, warnings: [] }
  if (entries.some(({ name }) => name === 'xl/workbook.xml')) {
    refuseOtherKind(file.name, 'xlsx', wanted)
    const layout = await xlsx.findLayout({ ...found, head: '', headIsAll: false })
    return [understood({ ...found, layout, recognised: recogniseTable(layout.captions, wanted) })]
  }
  const roster = await findRoster(file, entries)
  if (!roster)
    throw refuse.strangeZip(
      file.name,
      entries.map(({ name }) => name),
    )
  if (wanted !== 'auto' && wanted !== roster.format)
    throw refuse.otherFormat(file.name, formatNamed(wanted).words, formatNamed(roster.format).words)
  return roster.parts.map(({ layout: undated, contents }) => {
    const layout = today === undefined ? undated : { ...undated, today }
    const recognised = { format: formatNamed(roster.format), why: roster.why }
    const part = understood({ ...found, file: { ...file, name: `${file.name} › ${layout.part}` }, layout, recognised })
    return { ...part, contents: { ...part.contents, ...contents } }
  })
}

function understood(found: {
  file: SourceFile
  encoding: Encoding
  layout: Layout
  recognised: Recognised
  mapping: Mapping
  warnings: string[]
}): InspectedFile {
  const { file, layout, mapping } = found
  const { format, why } = found.recognised
  const unpivot = unpivotOf(format, layout.captions, mapping)
  const captions = unpivot?.captions ?? layout.captions
  const columns = resolveColumns(captions, mapping, { synonyms: format.synonyms, ofRow: unpivot?.ofRow })
  refuseWithoutKeys(file.name, columns.list, captions)
  return {
    ...file,
    format: format.name,
    why,
    encoding: found.encoding,
    delimiter: layout.delimiter,
    headerLine: layout.headerLine,
    captions: captions.map(unescapeCaption),
    columns: byField(columns.list),
    unknownCaptions: columns.unknown,
    samples: [],
    // What a format says of its files is said of those with pupils in them.
    contents: { ...columns.contents, ...(layout.part === 'staff' ? {} : format.contents) },
    warnings: [...found.warnings, ...warningOfNobodys(columns.nobodys)],
    layout,
    unpivot,
    resolved: columns.list,
    dateOrders: new Map(),
  }
}

function warningOfNobodys(captions: string[]): string[] {
  if (captions.length === 0) return []
  const names = captions.map((caption) => `“${caption}”`).join(', ')
  const isOne = captions.length === 1
  return [
    `${names} ${isOne ? 'does' : 'do'} not say which of the contacts on a row ${isOne ? 'it is' : 'they are'} about, and ${isOne ? 'is' : 'are'} not used. Name each column for one contact in the report, or choose whose it is on the page of columns.`,
  ]
}

function refuseOtherKind(name: string, found: SourceName, wanted: 'auto' | FormatName): void {
  if (wanted === 'auto') return
  const kinds: Partial<Record<string, string>> = {
    'sims-xml': 'a SIMS report in XML',
    ctf: 'a Common Transfer File',
    oneroster: 'a OneRoster zip',
    sds: 'a School Data Sync zip',
    wonde: 'a download from Wonde',
  }
  if (wanted === found || (!kinds[wanted] && !kinds[found])) return
  throw refuse.otherFormat(name, kinds[wanted] ?? 'a table', kinds[found] ?? 'a table')
}

function recognise(layout: Layout, head: string, wanted: 'auto' | FormatName): Recognised {
  if (layout.source === 'csv') return recogniseTable(layout.captions, wanted)
  if (layout.source === 'ctf') {
    const version = ctfVersion(head)
    return {
      format: formatNamed('ctf'),
      why: `XML with the root element of a Common Transfer File${version ? `, version ${version}` : ', without a version'}.`,
    }
  }
  if (layout.source === 'wonde')
    return { format: formatNamed('wonde'), why: 'Fetched from Wonde by the schedule of the school.' }
  return simsXmlReport(layout)
}

function simsXmlReport({ recordElement }: Layout): Recognised {
  return {
    format: formatNamed('sims-xml'),
    why: `XML with an element “${recordElement}” for each row, as SIMS writes its reports.`,
  }
}

/** What the mapping names keeps its own column. Contacts may stand beside one another whatever the format. */
export function unpivotOf(format: Format, captions: string[], mapping: Mapping): Unpivot | null {
  const mapped = new Set(Object.values(mapping).map(foldCaption))
  const free = captions.map((caption) => (mapped.has(foldCaption(caption)) ? '' : caption))
  const unpivot = format.unpivot?.(free) ?? namedContactsBeside(free, format.synonyms)
  if (!unpivot) return null
  const first = unpivot.people[0]?.cells ?? []
  const captionAt = (from: CellFrom | undefined) => (typeof from === 'number' ? (captions[from] ?? '') : '')
  return { ...unpivot, captions: unpivot.captions.map((caption, index) => caption || captionAt(first[index])) }
}

function refuseSimsErrors(name: string, head: string): void {
  const error = /<CommandReporterError[^>]*>([\s\S]*?)(?:<\/CommandReporterError|$)/i.exec(head)
  if (!error) return
  const said = (error[1] ?? '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  throw refuse.commandReporter(name, said === '' ? 'no reason given' : said.slice(0, 300))
}

export function refuseWithoutKeys(name: string, columns: Column[], captions: string[]): void {
  const has = (side: string, ...meanings: string[]) =>
    columns.some((column) => column.side === side && meanings.includes(column.meaning))
  if (
    has('staff', 'surname', 'preferredSurname', 'forename', 'preferredForename') &&
    !has('pupil', 'upn', 'id', 'admissionNumber')
  )
    return
  const byNumber = has('pupil', 'id', 'admissionNumber', 'upn')
  const surname = has('pupil', 'surname', 'legalSurname', 'preferredSurname')
  const forename = has('pupil', 'forename', 'legalForename', 'preferredForename')
  if (!byNumber && !(surname && forename && has('pupil', 'birthDate')))
    throw refuse.noPupilKey(name, captions.map(unescapeCaption))
}

export function byField(columns: Column[]): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const { field, caption } of columns) {
    let name = field
    for (let count = 2; name in fields; count++) name = `${field} ${count}`
    fields[name] = caption
  }
  return fields
}
