/** A file of an export as cells, so that columns and rows can be moved about. */
export type Sheet = { name: string; captions: string[]; rows: string[][] }

/** Reads a CSV that the demo wrote: commas, double quotes, lines of one table from its captions on. */
export function sheetOf(name: string, text: string): Sheet {
  const [captions = [], ...rows] = cellsOf(text.replace(/^\uFEFF/, ''))
  return { name, captions, rows }
}

function cellsOf(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  for (const match of text.matchAll(/("(?:[^"]|"")*"|[^",\r\n]*)(,|\r?\n|$)/g)) {
    const [, cell = '', end = ''] = match
    row.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell)
    if (end === ',') continue
    if (row.length > 1 || row[0] !== '') rows.push(row)
    row = []
    if (end === '') break
  }
  return rows
}

export function textOf({ captions, rows }: Sheet): string {
  const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
  return [captions, ...rows].map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('')
}

/** The sheet with one column computed anew. */
export function withColumn(sheet: Sheet, caption: string, compute: (value: string, row: number) => string): Sheet {
  const at = sheet.captions.indexOf(caption)
  if (at === -1) return sheet
  return {
    ...sheet,
    rows: sheet.rows.map((row, index) => (at < row.length ? row.with(at, compute(row[at] ?? '', index)) : row)),
  }
}

export function columnOf(sheet: Sheet, caption: string): string[] {
  const at = sheet.captions.indexOf(caption)
  return sheet.rows.map((row) => row[at] ?? '')
}
