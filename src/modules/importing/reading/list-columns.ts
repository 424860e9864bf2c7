import { Refusal } from '../../../platform/errors/refusal.ts'
import { FIELDS } from '../formats/fields.ts'
import type { Layout, LayoutInput, Source } from '../formats/format.ts'
import { recogniseTable } from '../formats/formats.ts'
import { resolveColumns } from '../formats/resolve-columns.ts'
import { xlsx } from '../formats/xlsx.ts'
import { detectEncoding, type SourceFile } from './detect-encoding.ts'
import { unpivotOf } from './inspect-file.ts'
import type { Mapping } from './inspect-files.ts'
import { isZip, listZip } from './open-zip.ts'
import { openFirstSheet, readSheet } from './read-workbook.ts'
import { refuseTable } from './refusals.ts'
import { sourceNamed, sourceOfText } from './rows-of-file.ts'
import { isBlank, splitCells, splitRecords } from './split-records.ts'

/** The columns of a file for somebody who is to say what they are. */
export type ListedColumns = {
  name: string
  columns: { caption: string; field: string | null; samples: string[] }[]
}

/** The names of all fields that a mapping may give a column to. */
export const mappingFields: readonly string[] = [...FIELDS.keys()]

const samplesShown = 3
const linesSearched = 20
const delimiters = [',', ';', '\t', '|']

/**
 * Lists a file's columns with a few values of each and the field it would feed, also where `inspectFiles` refuses it for
 * its columns. Refuses only what cannot be read at all.
 */
export async function listColumns(file: SourceFile, mapping: Mapping): Promise<ListedColumns> {
  const { reader, input } = await openAny(file, mapping)
  const layout = await layoutAtAnyRate(reader, input)
  const { encoding } = input
  const { format } = recogniseTable(layout.captions, 'auto')
  const known = { synonyms: format.synonyms, ofRow: unpivotOf(format, layout.captions, mapping)?.ofRow }
  const fields = new Map(resolveColumns(layout.captions, mapping, known).list.map(({ index, field }) => [index, field]))
  const samples = layout.captions.map((): string[] => [])
  for await (const batch of reader.readRows({ file, encoding, layout })) {
    for (const row of batch) if ('cells' in row) addSamples(samples, row.cells)
    if (batch.length > 0) break
  }
  const columns = layout.captions.map((caption, index) => ({
    caption,
    field: fields.get(index) ?? null,
    samples: samples[index] ?? [],
  }))
  return { name: file.name, columns: columns.filter(({ caption }) => caption !== '') }
}

/** A text or a workbook; the tables of a roster have names of their own, and nothing of them is to be mapped. */
async function openAny(file: SourceFile, mapping: Mapping): Promise<{ reader: Source; input: LayoutInput }> {
  if (await isZip(file))
    return { reader: xlsx, input: { file, encoding: 'utf-8', head: '', headIsAll: false, mapping } }
  const { encoding, head, headIsAll } = await detectEncoding(file)
  return { reader: sourceNamed(sourceOfText(head)), input: { file, encoding, head, headIsAll, mapping } }
}

function addSamples(samples: string[][], cells: string[]): void {
  for (const [index, of] of samples.entries()) {
    const value = cells[index]?.trim() ?? ''
    if (value !== '' && of.length < samplesShown && !of.includes(value)) of.push(value)
  }
}

async function layoutAtAnyRate(reader: Source, input: LayoutInput): Promise<Layout> {
  try {
    return await reader.findLayout(input)
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'import-file-columns') throw error
    return reader === xlsx ? fullestRow(input.file) : firstLineOf(input)
  }
}

/** No caption is known: the line with the most cells is taken for the captions. */
function firstLineOf(input: LayoutInput): Layout {
  const nothing: Layout = { source: 'csv', captions: [], delimiter: ',', headerLine: 1, recordElement: null }
  const filled = ({ captions }: Layout) => captions.filter((caption) => caption !== '').length
  const candidates = delimiters.flatMap((delimiter) => linesBy(delimiter, input))
  return candidates.reduce((best, one) => (filled(one) > filled(best) ? one : best), nothing)
}

async function fullestRow(file: SourceFile): Promise<Layout> {
  let best: Layout = { source: 'xlsx', captions: [], delimiter: null, headerLine: 1, recordElement: null }
  for await (const rows of readSheet(file, await openFirstSheet(file, await listZip(file)))) {
    for (const { line, cells } of rows.slice(0, linesSearched))
      if (cells.length > best.captions.length)
        best = { ...best, captions: cells.map((cell) => cell.trim()), headerLine: line }
    break
  }
  return best
}

/** The first lines cut by a delimiter; none where its quotation marks do not fit. */
function linesBy(delimiter: string, { file, head }: LayoutInput): Layout[] {
  try {
    const splitter = splitRecords(delimiter, refuseTable(file.name))
    const records = splitter.push(head.replace(/^\ufeff/, '')).filter(({ text }) => !isBlank(text, delimiter))
    return records.slice(0, linesSearched).map((record) => ({
      source: 'csv' as const,
      captions: splitCells(record, delimiter).map((caption) => caption.trim()),
      delimiter,
      headerLine: record.line,
      recordElement: null,
    }))
  } catch (error) {
    if (error instanceof Refusal) return []
    throw error
  }
}
