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

const formats = new Map<string, Intl.DateTimeFormat>()

function dayIn(timeZone: string, instant: Date): string {
  // en-CA writes a date as YYYY-MM-DD; making a format is slow, so each zone's is kept.
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' })
  formats.set(timeZone, format)
  return format.format(instant)
}
