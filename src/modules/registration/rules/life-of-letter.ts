import { dayAfter, startOfDay } from '../../../platform/clock/index.ts'

/** LET-6: the last day on which a letter works, as it is printed, and the instant at which that day ends at the school. */
export function lifeOfLetter(facts: { today: string; days: number; timeZone: string }): {
  expiresOn: string
  expiresAt: Date
} {
  const { today, days, timeZone } = facts
  const expiresOn = dayAfter(today, days)
  const dayIsOver = startOfDay(dayAfter(expiresOn, 1), timeZone)
  return { expiresOn, expiresAt: new Date(dayIsOver.getTime() - 1) }
}
