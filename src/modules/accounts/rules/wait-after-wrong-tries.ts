/** Seconds to wait after so many wrong tries in a row (SEC-3): none at first, then growing, never more than a minute. */
export function waitAfterWrongTries(wrong: number): number {
  if (wrong < freeTries) return 0
  return waits[wrong - freeTries] ?? longestWait
}

/** After this long without a try the count starts again from nothing, so nobody can lock somebody else out for longer. */
export const forgetAfterSeconds = 15 * 60

const freeTries = 4
const waits = [15, 30]
const longestWait = 60
