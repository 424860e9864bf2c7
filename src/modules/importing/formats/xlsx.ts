import type { SourceFile } from '../reading/detect-encoding.ts'
import { listZip } from '../reading/open-zip.ts'
import { openFirstSheet, readSheet } from '../reading/read-workbook.ts'
import { refuse } from '../reading/refusals.ts'
import { foldCaption } from '../rules/fold-name.ts'
import type { Layout, LayoutInput, ReadContext, Source, SourceRow } from './format.ts'
import { isKnownSomewhere } from './formats.ts'
import { countKnown, type Mapping, saysWho } from './resolve-columns.ts'
import { rowOfCells } from './table-rows.ts'

/** The first sheet of an Excel workbook. Whose table it is, its captions tell, as in any other. */
export const xlsx: Source = { findLayout, readRows, readTexts }

/** As in a text: title rows stand above the captions. */
const ROWS_SEARCHED = 50
const FEWEST_KNOWN = 3

async function findLayout({ file, mapping }: LayoutInput): Promise<Layout> {
  const best = await findHeader(file, mapping)
  const needed = new Set(best.captions.map(foldCaption)).size < FEWEST_KNOWN ? 2 : FEWEST_KNOWN
  if (best.known < needed) throw refuse.noKnownColumns(file.name, best.captions)
  return { source: 'xlsx', captions: best.captions, delimiter: null, headerLine: best.line, recordElement: null }
}

async function findHeader(
  file: SourceFile,
  mapping: Mapping,
): Promise<{ captions: string[]; line: number; known: number }> {
  let best = { captions: [] as string[], line: 0, known: 0 }
  let searched = 0
  for await (const rows of readSheet(file, await openFirstSheet(file, await listZip(file)))) {
    for (const { cells, line } of rows) {
      const captions = trimEnd(cells.map((cell) => cell.trim()))
      const known = countKnown(captions, mapping, isKnownSomewhere)
      if (known >= FEWEST_KNOWN && saysWho(captions, mapping)) return { captions, line, known }
      if (best.captions.length === 0 || known > best.known) best = { captions, line, known }
      searched++
      if (searched >= ROWS_SEARCHED) return best
    }
  }
  return best
}

async function* readRows({ file, layout }: ReadContext): AsyncGenerator<SourceRow[]> {
  const { captions, headerLine } = layout
  for await (const rows of readSheet(file, await openFirstSheet(file, await listZip(file)))) {
    yield rows
      .filter(({ line }) => line > headerLine)
      .map(({ line, cells }) => {
        const padded = [...cells, ...new Array<string>(Math.max(0, captions.length - cells.length)).fill('')]
        return rowOfCells({ line, text: padded.join('\u001f'), cells: padded }, captions)
      })
  }
}

async function* readTexts(context: ReadContext): AsyncGenerator<string[]> {
  for await (const rows of readRows(context)) yield rows.map((row) => row.text)
}

function trimEnd(cells: string[]): string[] {
  const last = cells.findLastIndex((cell) => cell !== '')
  return cells.slice(0, last + 1)
}
