import { readDate } from './read-date.ts'

export type When = 'today' | 'over' | 'to come'

/**
 * When a dated role or membership holds (IMP-20): its first and its last day are days of it, and one without dates holds always.
 * Where a date in digits can be read in both orders, it is over or to come only if both say so.
 */
export function whenItHolds({ from, until }: { from: string; until: string }, today: string): When {
  if (isEach(until, (day) => day < today)) return 'over'
  return isEach(from, (day) => day > today) ? 'to come' : 'today'
}

/** When a class of these terms is taught (IMP-20): always, where none is told, and in the holidays between two of them. */
export function whenTermsHold(terms: When[]): When {
  const [first = 'today', ...others] = terms
  return others.every((when) => when === first) ? first : 'today'
}

function isEach(text: string, test: (day: string) => boolean): boolean {
  const days = [readDate(text, 'day first'), readDate(text, 'month first')].filter((day) => day !== null)
  return days.length > 0 && days.every(test)
}
