const firstDelay = 15_000
const longestDelay = 30 * 60_000

/**
 * DLV-4: when to try again after the given number of failed attempts: 15 s, then twice as long each time up to 30 minutes,
 * each shortened by up to a quarter so that a thousand rows that failed together do not come back together.
 * `random` gives a number from 0 to 1. Null when that would be after the deadline: then it is given up.
 */
export function retryWhen(facts: {
  attempts: number
  now: Date
  deadline: Date
  random: () => number
  /** What the provider asked for, in seconds; never less than that. */
  askedSeconds?: number
}): Date | null {
  const delay = Math.min(firstDelay * 2 ** Math.max(0, facts.attempts - 1), longestDelay)
  const jittered = delay * (1 - facts.random() / 4)
  const at = new Date(facts.now.getTime() + Math.round(Math.max(jittered, (facts.askedSeconds ?? 0) * 1000)))
  return at < facts.deadline ? at : null
}
