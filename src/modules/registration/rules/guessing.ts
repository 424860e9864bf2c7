/** Wrong tries are counted over an hour (LET-5). */
export const guessWindowSeconds = 3600

/** Wrong tries within the window above which somebody is guessing and the office is told: of one school, of the instance. */
export const alertAbove = { school: 20, instance: 200 }

const longestWait = 4000

/**
 * LET-5: milliseconds to wait before answering, right or wrong alike. Nothing while the budgets last, then growing to four
 * seconds: strangers who guess gain nothing, and a family gets in all the same.
 */
export function waitBeforeAnswer(wrong: { school: number; instance: number }): number {
  const over = Math.max(wrong.school - alertAbove.school, (wrong.instance - alertAbove.instance) / 10, 0)
  return Math.min(Math.round(over * 100), longestWait)
}
