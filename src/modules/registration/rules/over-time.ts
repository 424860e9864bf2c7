/** How many children had an adult who registered by the end of a day. `day` is `YYYY-MM-DD`. */
export type TakeUpPoint = { day: string; registered: number }

const longestByDay = 31
const dayMilliseconds = 86_400_000

/**
 * LET-14: take-up since the first letters were printed, day by day for a month and week by week after that. The last point is
 * always today. `firsts` are the days on which the first adult of each child registered.
 */
export function takeUpOverTime(facts: { from: string; today: string; firsts: string[] }): TakeUpPoint[] {
  const { from, today } = facts
  const sorted = facts.firsts.toSorted()
  const span = Math.max(0, Math.round((at(today) - at(from)) / dayMilliseconds))
  const step = span <= longestByDay ? 1 : 7
  const days: string[] = []
  for (let back = 0; back <= span; back += step) days.unshift(dayOf(at(today) - back * dayMilliseconds))
  return days.map((day) => ({ day, registered: sorted.filter((first) => first <= day).length }))
}

const at = (day: string) => Date.parse(`${day}T00:00:00Z`)
const dayOf = (milliseconds: number) => new Date(milliseconds).toISOString().slice(0, 10)
