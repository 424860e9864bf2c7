import { readText, type SourceFile } from '../reading/detect-encoding.ts'
import { refuse } from '../reading/refusals.ts'
import type { Format, Layout, LayoutInput, ReadContext, Source, SourceRow } from './format.ts'
import { captionsOf, type Json, notePaths, rowsOfStudent } from './wonde-student.ts'

/**
 * Pupils as Wonde's API gives them, fetched by the schedule of the school: a line of JSON for each, between a first and a last
 * line of ours. The last line is only written when every page came, so a download that broke off is never taken for the school.
 */
export const wonde: Format = {
  name: 'wonde',
  words: 'Wonde',
  recognise: () => null,
  contents: { listsPupils: true },
  dayFirstByDefault: true,
}

export const wondeJson: Source = { findLayout, readRows, readTexts }

export const wondeFirstLine = '{"gatehouse":"wonde students"}\n'
export const wondeLastLine = (students: number): string => `{"end":true,"students":${students}}\n`

export const isWonde = (head: string): boolean => head.startsWith(wondeFirstLine.trim())

const LONGEST_LINE = 1 << 22

async function findLayout({ file, encoding }: LayoutInput): Promise<Layout> {
  const paths = new Set<string>()
  for await (const { pupil } of pupilsOf(file, encoding)) notePaths(pupil, paths)
  // A token that may not see contacts gives pupils without a word of them: nobody's contacts are ended because of that.
  if (!paths.has('student contacts')) throw refuse.withoutContacts(file.name)
  return { source: 'wonde', captions: captionsOf(paths), delimiter: null, headerLine: 0, recordElement: null }
}

async function* readRows({ file, encoding, layout }: ReadContext): AsyncGenerator<SourceRow[]> {
  for await (const { pupil, number } of pupilsOf(file, encoding)) {
    const rows = rowsOfStudent(pupil, layout.captions)
    yield rows.map((cells) => ({ line: number, text: cells.join('\u001f'), cells }))
  }
}

async function* readTexts(context: ReadContext): AsyncGenerator<string[]> {
  for await (const rows of readRows(context)) yield rows.map((row) => row.text)
}

async function* pupilsOf(
  file: SourceFile,
  encoding: ReadContext['encoding'],
): AsyncGenerator<{ pupil: Json; number: number }> {
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
      yield { pupil: value, number }
    }
  }
  const count = ended !== null && typeof ended === 'object' && !Array.isArray(ended) ? ended.students : null
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
