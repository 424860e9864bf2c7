import { FIELDS } from '../formats/fields.ts'
import type { FormatName } from '../formats/format.ts'
import { formatNamed } from '../formats/formats.ts'
import { type Column, contentsOf, type Mapping } from '../formats/resolve-columns.ts'
import { settleBareId } from '../formats/settle-bare-id.ts'
import { isRightUpn } from '../rules/check-upn.ts'
import { foldCaption } from '../rules/fold-name.ts'
import { type DateEvidence, type DateOrder, decideOrder, readDate, weighDate } from '../rules/read-date.ts'
import { isPupilStatus } from '../rules/read-school-words.ts'
import type { SourceFile } from './detect-encoding.ts'
import { byField, type InspectedFile, inspectFile, refuseWithoutKeys } from './inspect-file.ts'
import { type DateExamples, refuse } from './refusals.ts'
import { rowsOf } from './rows-of-file.ts'

export type { Mapping } from '../formats/resolve-columns.ts'
export type { SourceFile } from './detect-encoding.ts'
export type { InspectedFile } from './inspect-file.ts'

/** `placeholders`: the words by which this school says that there is no number or address, beside those that everybody uses. */
export type Inspection = { files: InspectedFile[]; placeholders: readonly string[] }
export type InspectOptions = {
  format?: 'auto' | FormatName
  mapping?: Mapping
  /** `YYYY-MM-DD`: where it is given, birth dates that fit no child are told, and dated memberships count on their days only. */
  today?: string
  placeholders?: readonly string[]
}

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
  const how = { wanted: options.format ?? 'auto', mapping, today: options.today }
  for (const file of files) inspected.push(...(await inspectFile(file, how)))
  refuseUnusedMapping(mapping, inspected)
  const orders = new Set<DateOrder>()
  const samples = new Map<InspectedFile, string[][]>()
  const undecided: { file: InspectedFile; column: Column; examples: DateExamples }[] = []
  for (const file of inspected) {
    const { rows, dates } = await lookAtRows(file)
    file.samples = rows.slice(0, SAMPLES)
    samples.set(file, rows)
    settleIds(file, rows)
    warnOfUpns(file, rows)
    for (const found of dates) {
      const order = dateOrder ?? (found.order === 'undecided' ? null : found.order)
      if (order) orders.add(order)
      if (order) file.dateOrders.set(found.column.index, order)
      else undecided.push({ file, column: found.column, examples: found.examples })
    }
  }
  // A column that does not tell follows the others of the same run, if they agree.
  const [agreed] = orders.size === 1 ? orders : []
  for (const { file, column, examples } of undecided) {
    const order = agreed ?? (formatNamed(file.format).dayFirstByDefault ? 'day first' : null)
    if (!order) throw refuse.undecidedDates({ file: file.name, column: column.caption, examples })
    if (!agreed)
      file.warnings.push(
        `Dates in “${column.caption}” are read day first, as ${formatNamed(file.format).words} writes them: the dates themselves do not settle it.`,
      )
    file.dateOrders.set(column.index, order)
  }
  for (const [file, rows] of samples) warnOfStatuses(file, rows)
  if (options.today) for (const [file, rows] of samples) warnOfAges(file, rows, options.today)
  return { files: inspected, placeholders: options.placeholders ?? [] }
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

/** Whose a bare id is, shows in the rows: one id beside two names is not theirs. */
function settleIds(file: InspectedFile, rows: string[][]): void {
  const settled = settleBareId(file.resolved, rows)
  if (!settled) return
  file.resolved = settled
  file.columns = byField(settled)
  file.contents = { ...contentsOf(settled), ...formatNamed(file.format).contents }
  refuseWithoutKeys(file.name, settled, file.captions)
}

/** Ages between which somebody may be a pupil: a nursery's youngest and a sixth form's oldest, with room. */
const AGES = { from: 2, to: 21 }

/** Dates in the wrong order or of the wrong column make children of ninety. */
function warnOfAges(file: InspectedFile, rows: string[][], today: string): void {
  const column = file.resolved.find(({ meaning }) => meaning === 'birthDate')
  if (!column) return
  const order = file.dateOrders.get(column.index) ?? 'day first'
  const texts = rows.map((row) => (row[column.index] ?? '').trim())
  // A child stands in several rows: each date is read once.
  const strangeTexts = new Set([...new Set(texts)].filter((text) => isStrangeBirth(readDate(text, order), today)))
  const strange = texts.filter((text) => strangeTexts.has(text))
  if (strange.length === 0) return
  file.warnings.push(
    `“${column.caption}” has ${strange.length === 1 ? 'a date' : `${strange.length} dates`} that no pupil is likely to be born on, such as ${strange[0]}: check that the column is the right one.`,
  )
}

function isStrangeBirth(date: string | null, today: string): boolean {
  if (date === null) return false
  const age = Number(today.slice(0, 4)) - Number(date.slice(0, 4))
  return age < AGES.from || age > AGES.to
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

/** A word that no MIS is known to use may say that the child has left. */
function warnOfStatuses(file: InspectedFile, rows: string[][]): void {
  const column = file.resolved.find(({ meaning }) => meaning === 'enrolmentStatus')
  if (!column) return
  const words = rows.map((row) => (row[column.index] ?? '').trim()).filter((word) => !isPupilStatus(word))
  if (words.length === 0) return
  const names = [...new Set(words)].slice(0, 3).map((word) => `“${word}”`)
  file.warnings.push(
    `“${column.caption}” says ${names.join(', ')} in ${words.length === 1 ? 'a row' : `${words.length} rows`}, which is not known here and was read as on roll: check that these pupils are.`,
  )
}

type FoundOrder = { column: Column; order: DateOrder | 'undecided'; examples: DateExamples }

/** The first rows of a file, and the orders of its date columns: it is read until each of them has told. */
async function lookAtRows(file: InspectedFile): Promise<{ rows: string[][]; dates: FoundOrder[] }> {
  const rows: string[][] = []
  const weights: Weight[] = file.resolved
    .filter(({ meaning }) => meaning === 'birthDate' || meaning === 'leavingDate')
    .map((column) => ({ column, evidence: { dayFirst: 0, monthFirst: 0, either: 0 }, examples: {} }))
  let seen = 0
  for await (const batch of rowsOf(file)) {
    const cells = batch.flatMap((row) => ('cells' in row ? [row.cells] : []))
    seen += cells.length
    if (rows.length < ROWS_SAMPLED) for (const row of cells) rows.push(row)
    for (const weight of weights) weigh(weight, cells)
    if (seen >= DATES_WEIGHED && weights.every(({ evidence }) => decideOrder(evidence) !== 'undecided')) break
  }
  const dates = weights.flatMap(({ column, evidence, examples }) => {
    const order = decideOrder(evidence)
    return order === null ? [] : [{ column, order, examples }]
  })
  return { rows, dates }
}

type Weight = { column: Column; evidence: DateEvidence; examples: DateExamples }

function weigh(weight: Weight, rows: string[][]): void {
  for (const cells of rows) {
    const value = cells[weight.column.index] ?? ''
    const fits = weighDate(value)
    if (fits === null) continue
    weight.evidence[fits]++
    weight.examples[fits] ??= value.trim()
  }
}
