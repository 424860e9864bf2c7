/** A Markdown table. */
export function inTable(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`
  return [line(head), `|${head.map(() => '---|').join('')}`, ...rows.map(line)].join('\n')
}

/** Median and worst, in words for a table. */
export function inNumbers(numbers: number[], worst: 'most' | 'least' = 'most'): [string, string] {
  const sorted = numbers.toSorted((a, b) => a - b)
  const at = (place: number) => sorted[Math.floor(place)] ?? Number.NaN
  const median = (at((sorted.length - 1) / 2) + at(sorted.length / 2)) / 2
  const last = sorted.at(worst === 'most' ? -1 : 0) ?? Number.NaN
  return [rounded(median), rounded(last)]
}

/** Three figures that count. */
export function rounded(number: number): string {
  if (!Number.isFinite(number)) return '–'
  if (Math.abs(number) >= 100) return number.toFixed(0)
  return Math.abs(number) >= 10 ? number.toFixed(1) : number.toFixed(2)
}
