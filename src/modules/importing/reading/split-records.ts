/**
 * One line of a table, still in one piece: its text without the line end, the physical line it begins on (from 1), and how many
 * characters stand before it in all that was pushed.
 */
export type RawRecord = {
  text: string
  line: number
  at: number
  quoted: boolean
  /** A quotation mark stands where none may: the row is rejected, never guessed. */
  broken: boolean
}

export type Splitter = { push: (chunk: string) => RawRecord[]; end: () => RawRecord[] }

/** A cell longer than this was opened by a stray quotation mark. */
const LONGEST_RECORD = 1 << 20
/** A line longer than this is no row of any report; looking for its end again and again would take minutes. */
const LONGEST_LINE = 1 << 23

/** What a table is refused for, with the line; each must throw. */
export type SplitRefusals = {
  /** Opened there and never closed. */
  openQuote: (line: number) => never
  endlessLine: (line: number) => never
}

/**
 * Cuts text into records, by RFC 4180: line ends inside quoted cells belong to the cell. A quotation mark inside an unquoted
 * cell is plain text.
 *
 * Kept to positions of `"` and line ends, so that most lines are found by two searches (0.1 s for 100,000 rows).
 */
export function splitRecords(delimiter: string, refuseAt: SplitRefusals): Splitter {
  let rest = ''
  let line = 1
  /** How many characters stand before the rest. */
  let before = 0
  /** Where the cell last looked at was opened. */
  let openAt = 0

  function take(text: string, final: boolean): RawRecord[] {
    const records: RawRecord[] = []
    let position = 0
    let quote = -2
    while (position < text.length) {
      const newline = text.indexOf('\n', position)
      if (newline < 0) {
        if (text.length - position > LONGEST_LINE) refuseAt.endlessLine(line)
        break
      }
      if (quote !== -1 && quote < position) quote = text.indexOf('"', position)
      const quoted = quote !== -1 && quote < newline
      const found = quoted ? endOfQuoted(text, position) : { end: newline, broken: false }
      if (found === null) {
        if (final || text.length - position > LONGEST_RECORD)
          refuseAt.openQuote(line + countNewlines(text.slice(position, openAt)))
        break
      }
      const raw = text.slice(position, text.charCodeAt(found.end - 1) === 13 ? found.end - 1 : found.end)
      records.push({ text: raw, line, at: before + position, quoted, broken: found.broken })
      line += quoted ? countNewlines(raw) + 1 : 1
      position = found.end + 1
    }
    rest = text.slice(position)
    before += position
    return records
  }

  /** The end of a record with quotation marks in it; null when the text ends before it does. */
  function endOfQuoted(text: string, start: number): { end: number; broken: boolean } | null {
    let at = start
    for (;;) {
      const first = skipSpaces(text, at)
      if (text[first] !== '"') {
        const newline = text.indexOf('\n', at)
        const next = text.indexOf(delimiter, at)
        if (newline < 0) return null
        if (next < 0 || next > newline) return { end: newline, broken: false }
        at = next + 1
        continue
      }
      openAt = first
      const close = closingQuote(text, first + 1)
      if (close < 0) return null
      let after = skipSpaces(text, close + 1)
      if (text[after] === '\r' && text[after + 1] === '\n') after++
      if (text[after] === '\n') return { end: after, broken: false }
      if (text[after] === undefined || (text[after] === '\r' && text[after + 1] === undefined)) return null
      if (text[after] !== delimiter) {
        if (text.slice(at, close).includes('\n')) refuseAt.openQuote(line + countNewlines(text.slice(start, at)))
        const newline = text.indexOf('\n', close)
        return newline < 0 ? null : { end: newline, broken: true }
      }
      at = after + 1
    }
  }

  return {
    push: (chunk) => take(rest + chunk, false),
    end: () => (rest === '' ? [] : take(`${rest}\n`, true)),
  }
}

function skipSpaces(text: string, from: number): number {
  let at = from
  while (text[at] === ' ') at++
  return at
}

function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from)
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2)
  return at
}

function countNewlines(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++
  return count
}

/** The cells of one record. */
export function splitCells(record: RawRecord, delimiter: string): string[] {
  const { text } = record
  if (!record.quoted) return text.split(delimiter)
  const cells: string[] = []
  let at = 0
  for (;;) {
    const first = skipSpaces(text, at)
    if (text[first] === '"') {
      const close = closingQuote(text, first + 1)
      const end = close < 0 ? text.length : close
      cells.push(text.slice(first + 1, end).replaceAll('""', '"'))
      at = text.indexOf(delimiter, end)
    } else {
      const next = text.indexOf(delimiter, at)
      cells.push(text.slice(at, next < 0 ? text.length : next))
      at = next
    }
    if (at < 0) return cells
    at++
  }
}

/** True for an empty line and for one of nothing but delimiters, as Excel leaves them below a table. */
export function isBlank(text: string, delimiter: string): boolean {
  const separator = delimiter.charCodeAt(0)
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code !== separator && code !== 32 && code !== 34 && code !== 9 && code !== 13 && code !== 0xa0) return false
  }
  return true
}
