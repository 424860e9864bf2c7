/** How long a staff session lives, in minutes: since the last page, and in all whatever happens (decision 0012). */
const idleMinutes = 60
export const absoluteMinutes = 12 * 60
/** After the password, the second factor must come within this time. */
const secondFactorMinutes = 10

export type SessionTimes = { stage: SessionStage; createdAt: Date; lastSeenAt: Date }
export type SessionStage = 'signed in' | 'second factor due'

export function isSessionAlive({ stage, createdAt, lastSeenAt }: SessionTimes, now: Date): boolean {
  const age = minutesBetween(createdAt, now)
  if (stage === 'second factor due') return age < secondFactorMinutes
  return age < absoluteMinutes && minutesBetween(lastSeenAt, now) < idleMinutes
}

function minutesBetween(from: Date, to: Date): number {
  return (to.getTime() - from.getTime()) / 60_000
}
