import { csv } from '../formats/csv.ts'
import { ctfXml } from '../formats/ctf.ts'
import type { Layout, ReadContext, RowFound, Source, SourceName, SourceRow } from '../formats/format.ts'
import { roster } from '../formats/roster-parts.ts'
import { simsXml } from '../formats/sims-xml.ts'
import { type Unpivot, unpivotRow } from '../formats/unpivot.ts'
import { isWonde, wondeJson } from '../formats/wonde.ts'
import { xlsx } from '../formats/xlsx.ts'
import type { Encoding } from './detect-encoding.ts'
import type { RowPlaces } from './row-places.ts'

const SOURCES: Record<SourceName, Source> = { csv, 'sims-xml': simsXml, ctf: ctfXml, xlsx, roster, wonde: wondeJson }

/** What the beginning of a text says about how it is written. */
export function sourceOfText(head: string): SourceName {
  if (isWonde(head)) return 'wonde'
  if (!/^\ufeff?\s*<[?!a-z]/i.test(head)) return 'csv'
  const root = /<([a-z_][\w.:-]*)/i.exec(head.replace(/<!--[\s\S]*?-->/g, ''))?.[1] ?? ''
  return /^(?:\w+:)?ctf(ile)?$/i.test(root) ? 'ctf' : 'sims-xml'
}

export function sourceNamed(name: SourceName): Source {
  return SOURCES[name]
}

type Written = { name: string; path: string; encoding: Encoding; layout: Layout; unpivot: Unpivot | null }

/** The rows of an inspected file as its columns say: a row with several people on it is as many rows here. */
export async function* rowsOf(file: Written, isWanted?: (nth: number) => boolean): AsyncGenerator<SourceRow[]> {
  const { unpivot } = file
  const context = { ...contextOf(file), ...(isWanted && !unpivot ? { isWanted } : {}) }
  for await (const rows of SOURCES[file.layout.source].readRows(context)) {
    yield unpivot ? rows.flatMap((row) => spread(row, unpivot)) : rows
  }
}

/** Only rows that are wanted, by the places that `textsOf` noted; null where they cannot be found so. */
export function rowsAt(
  file: Written,
  places: RowPlaces,
  isWanted: (nth: number) => boolean,
): AsyncGenerator<RowFound[]> | null {
  const { readRowsAt } = SOURCES[file.layout.source]
  return readRowsAt && !file.unpivot ? readRowsAt({ ...contextOf(file), isWanted }, places) : null
}

/**
 * The same rows in one piece each, for telling whether a file has changed: as many as `rowsOf` gives. Notes where each stands, where
 * that can be told.
 */
export async function* textsOf(file: Written, places: RowPlaces): AsyncGenerator<string[]> {
  if (!file.unpivot) return yield* SOURCES[file.layout.source].readTexts(contextOf(file), places)
  for await (const rows of rowsOf(file)) yield rows.map((row) => row.text)
}

function spread(row: SourceRow, unpivot: Unpivot): SourceRow[] {
  if ('problem' in row) return [row]
  return unpivotRow(row.cells, unpivot).map((cells) => ({ line: row.line, text: cells.join('\u001f'), cells }))
}

function contextOf(file: Written): ReadContext {
  return { file, encoding: file.encoding, layout: file.layout }
}
