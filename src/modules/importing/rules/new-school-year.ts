/** What a plan does with year groups. `years` as `readYear` gives them: N1, N2, R, 1 … 13. */
export type YearsMoved = {
  /** Pupils who stay on roll. */
  staying: number
  moves: { from: string | null; to: string | null; pupils: number }[]
  /** Pupils who would become leavers, and all pupils on roll until now, by their year. */
  leavers: { year: string | null; pupils: number }[]
  onRoll: { year: string | null; pupils: number }[]
}

/** The file moves the school into its next year: so many move up, and so many leave with the years that end. */
export type NewYear = { movingUp: number; leaving: number; years: string[] }

const shareThatMovesUp = 0.7

/**
 * IMP-10: whether a plan is the roll-over into a new school year: nearly everybody who stays moves up by one year, and the top
 * year leaves. Then mass leaving is what every school does each summer, and no brake is to hold it.
 */
export function newSchoolYear({ staying, moves, leavers, onRoll }: YearsMoved): NewYear | null {
  const up = moves.filter(({ from, to }) => isOneUp(from, to)).reduce((sum, { pupils }) => sum + pupils, 0)
  if (staying < 10 || up < staying * shareThatMovesUp) return null
  const ranks = onRoll.flatMap(({ year }) => rankOf(year) ?? [])
  const top = Math.max(...ranks)
  // Year 11 ends too where a sixth form follows it: many go elsewhere.
  const ending = leavers.filter(({ year }) => rankOf(year) === top || (year === '11' && top >= 12))
  const leaving = ending.reduce((sum, { pupils }) => sum + pupils, 0)
  return { movingUp: up, leaving, years: ending.flatMap(({ year }) => year ?? []) }
}

export function expectedLeavers(newYear: NewYear | null): number {
  return newYear?.leaving ?? 0
}

function isOneUp(from: string | null, to: string | null): boolean {
  const [was, becomes] = [rankOf(from), rankOf(to)]
  return was !== null && becomes !== null && becomes === was + 1
}

function rankOf(year: string | null): number | null {
  if (year === null) return null
  const early = ['N1', 'N2', 'R'].indexOf(year)
  if (early >= 0) return early - 2
  return /^\d+$/.test(year) ? Number(year) : null
}
