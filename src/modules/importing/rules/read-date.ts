export type DateOrder = 'day first' | 'month first'
/** What a column's values say about their order: counts of those that fit one order only, and of those that fit both. */
export type DateEvidence = { dayFirst: number; monthFirst: number; either: number }

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const NUMERIC = /^(\d{1,2})[/.\-\s](\d{1,2})[/.\-\s](\d{4}|\d{2})(?:[T ,].*)?$/
const NAMED = /^(?:[a-z]{3,9},?\s+)?(\d{1,2})(?:st|nd|rd|th)?[\s/\-.]*([a-z]{3,9})[\s/\-.,]*(\d{4}|\d{2})$/i
const NAMED_FIRST = /^([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$/i
/** The year first leaves no doubt, with or without signs between. */
const YEAR_FIRST = /^(\d{4})([-/.]?)(\d{2}|(?<=\D)\d)\2(\d{2}|(?<=\D)\d)(?:[T ].*)?$/
const EXCEL_SERIAL = /^\d{5}(?:\.0+)?$/
const DAY = 86_400_000

/** Reads one date as `YYYY-MM-DD`; null when it is none. `order` matters only for dates written in digits like 03/04/2011. */
export function readDate(text: string, order: DateOrder): string | null {
  const value = text.trim()
  const yearFirst = YEAR_FIRST.exec(value)
  if (yearFirst) return dateOf(Number(yearFirst[1]), Number(yearFirst[3]), Number(yearFirst[4]))
  const numeric = NUMERIC.exec(value)
  if (numeric) {
    const [first, second] = [Number(numeric[1]), Number(numeric[2])]
    const [day, month] = order === 'day first' ? [first, second] : [second, first]
    return dateOf(fullYear(numeric[3] ?? ''), month, day)
  }
  const named = NAMED.exec(value)
  if (named) return dateOf(fullYear(named[3] ?? ''), monthNamed(named[2]), Number(named[1]))
  const namedFirst = NAMED_FIRST.exec(value)
  if (namedFirst) return dateOf(Number(namedFirst[3]), monthNamed(namedFirst[1]), Number(namedFirst[2]))
  if (EXCEL_SERIAL.test(value)) return fromExcel(Number(value))
  return null
}

/** Which orders one value fits; null where it says nothing about the order of its column. */
export function weighDate(text: string): keyof DateEvidence | null {
  const numeric = NUMERIC.exec(text.trim())
  if (!numeric) return null
  const [first, second] = [Number(numeric[1]), Number(numeric[2])]
  if (first === second) return null
  const dayFirst = second <= 12 && first <= 31
  const monthFirst = first <= 12 && second <= 31
  if (dayFirst && monthFirst) return 'either'
  if (dayFirst) return 'dayFirst'
  return monthFirst ? 'monthFirst' : null
}

/**
 * The order of a whole column, from the values that fit one order only; a few slips against many are slips (their rows are
 * rejected). `undecided` when nothing tells or both orders are really there; null when the question does not arise.
 */
export function decideOrder(evidence: DateEvidence): DateOrder | 'undecided' | null {
  const { dayFirst, monthFirst, either } = evidence
  if (dayFirst === 0 && monthFirst === 0) return either === 0 ? null : 'undecided'
  if (dayFirst >= monthFirst * 10) return 'day first'
  if (monthFirst >= dayFirst * 10) return 'month first'
  return 'undecided'
}

/** From 1; 0 where it is no month. */
const monthNamed = (name = ''): number => MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1

function fromExcel(serial: number): string | null {
  if (serial < 20_000 || serial > 60_000) return null
  return new Date(Date.UTC(1899, 11, 30) + Math.round(serial) * DAY).toISOString().slice(0, 10)
}

function fullYear(text: string): number {
  const year = Number(text)
  if (text.length === 4) return year
  return year < 50 ? 2000 + year : 1900 + year
}

function dateOf(year: number, month: number, day: number): string | null {
  if (year < 1900 || year > 2100 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}
