import { dayIn } from './day.ts'

export { dayAfter, dayIn, startOfDay } from './day.ts'

/** Where the time comes from. Passed in everywhere, so that a test can stand on any day. */
export type Clock = {
  now(): Date
  /** Today as `YYYY-MM-DD` in the time zone of the school; Europe/London when none is given. */
  today(timeZone?: string): string
}

export const systemClock: Clock = clockFrom(() => new Date())

/** A clock that stands still at an ISO instant such as `2026-11-21T09:00:00Z`. */
export function fixedClock(iso: string): Clock {
  const at = new Date(iso)
  if (Number.isNaN(at.getTime())) throw new Error(`"${iso}" is not an instant`)
  return clockFrom(() => new Date(at))
}

function clockFrom(now: () => Date): Clock {
  return { now, today: (timeZone = 'Europe/London') => dayIn(timeZone, now()) }
}
