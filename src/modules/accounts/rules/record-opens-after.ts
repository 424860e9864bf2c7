const pauseHours = 24
/** Somebody who sets up a sign-in adds to it in the same sitting. */
const newForMinutes = 60

/** S-17: when the record tier opens again after a change of how somebody signs in; null for an account made within the hour. */
export function recordOpensAfter({ madeAt, now }: { madeAt: Date | null; now: Date }): Date | null {
  if (madeAt && now.getTime() - madeAt.getTime() < newForMinutes * 60_000) return null
  return new Date(now.getTime() + pauseHours * 3_600_000)
}
