import { ctfVersion } from '../formats/ctf.ts'
import { FIELDS } from '../formats/fields.ts'
import type { Format, FormatName, Layout, SourceName } from '../formats/format.ts'
import { formatNamed, type Recognised, recogniseTable } from '../formats/formats.ts'
import { type Column, contentsOf, type Mapping, resolveColumns } from '../formats/resolve-columns.ts'
import { settleBareId } from '../formats/settle-bare-id.ts'
import type { CellFrom, Unpivot } from '../formats/unpivot.ts'
import type { FileContents } from '../records.ts'
import { isRightUpn } from '../rules/check-upn.ts'
import { foldCaption, unescapeCaption } from '../rules/fold-name.ts'
import { type DateOrder, decideOrder, weighDate } from '../rules/read-date.ts'
import { detectEncoding, type Encoding, type SourceFile } from './detect-encoding.ts'
import { refuse } from './refusals.ts'
import { rowsOf, sourceNamed, sourceOfText } from './rows-of-file.ts'

export type { Mapping } from '../formats/resolve-columns.ts'
export type { SourceFile } from './detect-encoding.ts'

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
export type Inspection = { files: InspectedFile[] }
export type InspectOptions = { format?: 'auto' | FormatName; mapping?: Mapping }

const SAMPLES = 5
const DATES_WEIGHED = 2000
const ROWS_SAMPLED = 1000

/**
 * Finds out how the files of a run are written and what their columns mean, without reading them through.
 * Throws a Refusal for what is no table, has no known columns, or has dates that cannot be decided.
 */
export async function inspectFiles(files: SourceFile[], options: InspectOptions = {}): Promise<Inspection> {
  const { mapping, dateOrder } = splitMapping(options.mapping ?? {})
  const inspected: InspectedFile[] = []
  for (const file of files) inspected.push(await inspectFile(file, options.format ?? 'auto', mapping))
  refuseUnusedMapping(mapping, inspected)
  const orders = new Set<DateOrder>()
  const undecided: { file: InspectedFile; column: Column; example: string }[] = []
  for (const file of inspected) {
    const rows = await sampleRows(file)
    settleIds(file, rows)
    warnOfUpns(file, rows)
    for (const found of await weighDates(file)) {
      const order = dateOrder ?? (found.order === 'undecided' ? null : found.order)
      if (order) orders.add(order)
      if (order) file.dateOrders.set(found.column.index, order)
      else undecided.push({ file, column: found.column, example: found.example })
    }
  }
  // A column that does not tell follows the others of the same run, if they agree.
  const [agreed] = orders.size === 1 ? orders : []
  for (const { file, column, example } of undecided) {
    const order = agreed ?? (formatNamed(file.format).dayFirstByDefault ? 'day first' : null)
    if (!order) throw refuse.undecidedDates(file.name, column.caption, example)
    if (!agreed)
      file.warnings.push(
        `Dates in “${column.caption}” are read day first, as ${formatNamed(file.format).words} writes them: the dates themselves do not settle it.`,
      )
    file.dateOrders.set(column.index, order)
  }
  return { files: inspected }
}

function splitMapping(given: Mapping): { mapping: Mapping; dateOrder: DateOrder | null } {
  const { dateOrder, ...mapping } = given
  for (const field of Object.keys(mapping))
    if (!FIELDS.has(field)) throw refuse.unknownMapping(field, [...FIELDS.keys(), 'dateOrder'])
  if (dateOrder === undefined) return { mapping, dateOrder: null }
  if (dateOrder !== 'day first' && dateOrder !== 'month first')
    throw refuse.unknownMapping(`dateOrder: ${dateOrder}`, ['day first', 'month first'])
  return { mapping, dateOrder }
}

function refuseUnusedMapping(mapping: Mapping, files: InspectedFile[]): void {
  const found = new Set(files.flatMap((file) => file.captions.map(foldCaption)))
  for (const [field, caption] of Object.entries(mapping)) {
    if (!found.has(foldCaption(caption)))
      throw refuse.unknownMappingColumn(
        field,
        caption,
        files.flatMap((file) => file.captions),
      )
  }
}

async function inspectFile(file: SourceFile, wanted: 'auto' | FormatName, mapping: Mapping): Promise<InspectedFile> {
  const { encoding, head, headIsAll, warnings } = await detectEncoding(file)
  refuseSimsErrors(file.name, head)
  const source = sourceOfText(head)
  refuseOtherKind(file.name, source, wanted)
  const layout = await sourceNamed(source).findLayout({ file, encoding, head, headIsAll, mapping })
  const { format, why } = recognise(layout, head, wanted)
  const unpivot = unpivotOf(format, layout.captions, mapping)
  const captions = unpivot?.captions ?? layout.captions
  const columns = resolveColumns(captions, mapping, format.synonyms)
  refuseWithoutKeys(file.name, columns.list, captions)
  return {
    ...file,
    format: format.name,
    why,
    encoding,
    delimiter: layout.delimiter,
    headerLine: layout.headerLine,
    captions: captions.map(unescapeCaption),
    columns: byField(columns.list),
    unknownCaptions: columns.unknown,
    samples: [],
    contents: { ...columns.contents, ...format.contents },
    warnings,
    layout,
    unpivot,
    resolved: columns.list,
    dateOrders: new Map(),
  }
}

function refuseOtherKind(name: string, found: SourceName, wanted: 'auto' | FormatName): void {
  if (wanted === 'auto') return
  const kinds: Partial<Record<string, string>> = { 'sims-xml': 'a SIMS report in XML', ctf: 'a Common Transfer File' }
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
  return simsXmlReport(layout)
}

function simsXmlReport({ recordElement }: Layout): Recognised {
  return {
    format: formatNamed('sims-xml'),
    why: `XML with an element “${recordElement}” for each row, as SIMS writes its reports.`,
  }
}

/** What the mapping names keeps its own column. */
function unpivotOf(format: Format, captions: string[], mapping: Mapping): Unpivot | null {
  const mapped = new Set(Object.values(mapping).map(foldCaption))
  const unpivot = format.unpivot?.(captions.map((caption) => (mapped.has(foldCaption(caption)) ? '' : caption)))
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

function refuseWithoutKeys(name: string, columns: Column[], captions: string[]): void {
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

function byField(columns: Column[]): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const { field, caption } of columns) {
    let name = field
    for (let count = 2; name in fields; count++) name = `${field} ${count}`
    fields[name] = caption
  }
  return fields
}

/** The first rows of a file. */
async function sampleRows(file: InspectedFile): Promise<string[][]> {
  const rows: string[][] = []
  for await (const batch of rowsOf(file)) {
    for (const row of batch) if ('cells' in row) rows.push(row.cells)
    if (rows.length >= ROWS_SAMPLED) break
  }
  file.samples = rows.slice(0, SAMPLES)
  return rows
}

/** Whose a bare id is, shows in the rows: one id beside two names is not theirs. */
function settleIds(file: InspectedFile, rows: string[][]): void {
  const settled = settleBareId(file.resolved, rows)
  if (!settled) return
  file.resolved = settled
  file.columns = byField(settled)
  file.contents = { ...contentsOf(settled), ...formatNamed(file.format).contents }
  refuseWithoutKeys(file.name, settled, file.captions)
}

/** A wrong check letter is a slip of the pen that the MIS should mend; the pupil comes in all the same. */
function warnOfUpns(file: InspectedFile, rows: string[][]): void {
  const column = file.resolved.find(({ meaning }) => meaning === 'upn')
  if (!column) return
  const upns = new Set(rows.map((row) => (row[column.index] ?? '').trim()).filter((upn) => upn !== ''))
  const wrong = [...upns].filter((upn) => !isRightUpn(upn))
  if (wrong.length === 0) return
  const among = rows.length >= ROWS_SAMPLED ? ` Only the first ${rows.length} rows were looked at.` : ''
  file.warnings.push(
    wrong.length === 1
      ? `The UPN ${wrong[0]} is not right: its check letter or shape does not fit.${among}`
      : `${wrong.length} UPNs are not right, such as ${wrong[0]}: their check letter or shape does not fit.${among}`,
  )
}

type FoundOrder = { column: Column; order: DateOrder | 'undecided'; example: string }

/** Reads rows until every date column has told its order. */
async function weighDates(file: InspectedFile): Promise<FoundOrder[]> {
  const columns = file.resolved.filter((column) => column.meaning === 'birthDate' || column.meaning === 'leavingDate')
  const weights = columns.map((column) => ({
    column,
    evidence: { dayFirst: 0, monthFirst: 0, either: 0 },
    example: '',
  }))
  let rows = 0
  for await (const batch of rowsOf(file)) {
    for (const row of batch) {
      if ('problem' in row) continue
      rows++
      for (const weight of weights) {
        const value = row.cells[weight.column.index] ?? ''
        const before = weight.evidence.either
        weighDate(value, weight.evidence)
        if (weight.evidence.either > before && weight.example === '') weight.example = value.trim()
      }
    }
    if (rows >= DATES_WEIGHED && weights.every(({ evidence }) => decideOrder(evidence) !== 'undecided')) break
  }
  return weights.flatMap(({ column, evidence, example }) => {
    const order = decideOrder(evidence)
    return order === null ? [] : [{ column, order, example }]
  })
}
