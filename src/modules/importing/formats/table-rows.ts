import type { SourceRow } from './format.ts'

const TOTAL = /^\s*(grand\s+)?(total|sum|count|number of|records?\b|rows?\b|end of report|printed|page \d)/i

/** A row of a table below its captions, or why it is none: totals, captions once more, cells that fit no caption. */
export function rowOfCells(row: { line: number; text: string; cells: string[] }, captions: string[]): SourceRow {
  const { line, text, cells } = row
  if (isTotal(cells)) return { line, text, problem: 'This looks like a total below the table, not a person.' }
  const width = captions.length
  if (cells.length === width) {
    if (cells[0] !== captions[0] || cells.some((cell, index) => cell.trim() !== captions[index])) return row
    return { line, text, problem: 'The captions stand here once more.' }
  }
  // Excel leaves empty cells behind the last column: nothing shifts.
  if (cells.length > width && cells.slice(width).every((cell) => cell.trim() === ''))
    return { line, text, cells: cells.slice(0, width) }
  return {
    line,
    text,
    problem: `The row has ${cells.length} cells where the captions have ${width}, so they cannot be matched.`,
  }
}

function isTotal(cells: string[]): boolean {
  if (!TOTAL.test(cells[0] ?? '')) return false
  return cells.filter((cell) => cell.trim() !== '').length <= 2
}
