import { readText, type SourceFile } from '../reading/detect-encoding.ts'
import { refuse } from '../reading/refusals.ts'
import type { Format, Layout, LayoutInput, ReadContext, Source, SourceRow } from './format.ts'
import { cellsOfEmployee, employeeCaptions, keptOfEmployee, noteEmployeeCaptions } from './wonde-employee.ts'
import type { Json } from './wonde-json.ts'
import { captionsOf, notePaths, rowsOfStudent } from './wonde-student.ts'

/**
 * Pupils, or staff, as Wonde's API gives them, fetched by the schedule of the school: a line of JSON for each, between a first and
 * a last line of ours. The last line is only written when every page came, so a download that broke off is never taken for the school.
 */
export const wonde: Format = {
  name: 'wonde',
  words: 'Wonde',
  recognise: () => null,
  contents: { listsPupils: true },
  dayFirstByDefault: true,
}

export const wondeJson: Source = { findLayout, readRows, readTexts }

/** What Wonde lists: `/schools/{id}/students`, `/schools/{id}/employees`. */
export type WondeList = 'students' | 'employees'

export const wondeFirstLine = (list: WondeList): string => `{"gatehouse":"wonde ${list}"}\n`
export const wondeLastLine = (list: WondeList, count: number): string => `{"end":true,"${list}":${count}}\n`

/** The line of somebody; null for whoever is not to be written down. */
export function wondeLine(list: WondeList, person: object): string | null {
  const kept = list === 'students' ? person : keptOfEmployee(person as Json)
  return kept === null ? null : `${JSON.stringify(kept)}\n`
}

export const isWonde = (head: string): boolean => listIn(head) !== null

const listIn = (head: string): WondeList | null =>
  (['students', 'employees'] as const).find((list) => head.startsWith(wondeFirstLine(list).trim())) ?? null

const LONGEST_LINE = 1 << 22

async function findLayout({ file, encoding, head }: LayoutInput): Promise<Layout> {
  const layout = { source: 'wonde', delimiter: null, headerLine: 0, recordElement: null } as const
  if (listIn(head) === 'employees') {
    const said = new Set<string>()
    for await (const { person } of peopleOf(file, encoding, 'employees')) noteEmployeeCaptions(person, said)
    return { ...layout, captions: employeeCaptions(said), part: 'staff' }
  }
  const paths = new Set<string>()
  for await (const { person } of peopleOf(file, encoding, 'students')) notePaths(person, paths)
  // A token that may not see contacts gives pupils without a word of them: nobody's contacts are ended because of that.
  if (!paths.has('student contacts')) throw refuse.withoutContacts(file.name)
  return { ...layout, captions: captionsOf(paths) }
}

async function* readRows({ file, encoding, layout }: ReadContext): AsyncGenerator<SourceRow[]> {
  const list = layout.part === 'staff' ? 'employees' : 'students'
  for await (const { person, number } of peopleOf(file, encoding, list)) {
    const rows =
      list === 'employees' ? [cellsOfEmployee(person, layout.captions)] : rowsOfStudent(person, layout.captions)
    yield rows.map((cells) => ({ line: number, text: cells.join('\u001f'), cells }))
  }
}

async function* readTexts(context: ReadContext): AsyncGenerator<string[]> {
  for await (const rows of readRows(context)) yield rows.map((row) => row.text)
}

async function* peopleOf(
  file: SourceFile,
  encoding: ReadContext['encoding'],
  list: WondeList,
): AsyncGenerator<{ person: Json; number: number }> {
  let rest = ''
  let number = 0
  let ended: Json | null = null
  for await (const chunk of readText(file, encoding)) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > LONGEST_LINE) throw refuse.brokenDownload(file.name)
    for (const line of lines) {
      const value = parsed(line, file)
      if (isMark(value, 'gatehouse')) continue
      if (isMark(value, 'end')) {
        ended = value
        continue
      }
      number += 1
      yield { person: value, number }
    }
  }
  const count = ended !== null && typeof ended === 'object' && !Array.isArray(ended) ? ended[list] : null
  if (rest.trim() !== '' || count !== number) throw refuse.brokenDownload(file.name)
}

function parsed(line: string, file: SourceFile): Json {
  try {
    return JSON.parse(line) as Json
  } catch {
    throw refuse.brokenDownload(file.name)
  }
}

const isMark = (value: Json, key: string): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, key)
