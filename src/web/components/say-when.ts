/** `just now`, `12 minutes ago`, `today 08:31`, `yesterday 15:10`, `Friday 15:10`, `3 Sept 09:00`, `3 Sept 2025`. */
export function sayWhen(at: Date, { now, timeZone }: { now: Date; timeZone: string }): string {
  const seconds = (now.getTime() - at.getTime()) / 1000
  if (seconds >= 0 && seconds < 60) return 'just now'
  if (seconds >= 60 && seconds < 60 * 30) return minutesAgo(Math.floor(seconds / 60))
  const time = format(at, timeZone, { hour: '2-digit', minute: '2-digit' })
  const days = dayNumber(now, timeZone) - dayNumber(at, timeZone)
  if (days === 0) return `today ${time}`
  if (days === 1) return `yesterday ${time}`
  if (days === -1) return `tomorrow ${time}`
  if (days > 1 && days < 7) return `${format(at, timeZone, { weekday: 'long' })} ${time}`
  if (Math.abs(days) < 180) return `${format(at, timeZone, { day: 'numeric', month: 'short' })} ${time}`
  return format(at, timeZone, { day: 'numeric', month: 'short', year: 'numeric' })
}

/** `Monday 16 November 2026, 08:31`. */
export function sayExactly(at: Date, timeZone: string): string {
  return `${sayDay(at, timeZone)}, ${format(at, timeZone, { hour: '2-digit', minute: '2-digit' })}`
}

/** `Monday 16 November 2026`. */
export function sayDay(at: Date, timeZone: string): string {
  const weekday = format(at, timeZone, { weekday: 'long' })
  return `${weekday} ${format(at, timeZone, { day: 'numeric', month: 'long', year: 'numeric' })}`
}

/** `Good morning` until noon, `Good afternoon` until six, then `Good evening`. */
export function greetingAt(now: Date, timeZone: string): string {
  const hour = Number(format(now, timeZone, { hour: '2-digit' }))
  if (hour < 12) return 'Good morning'
  return hour < 18 ? 'Good afternoon' : 'Good evening'
}

function minutesAgo(minutes: number): string {
  return minutes === 1 ? '1 minute ago' : `${minutes} minutes ago`
}

function dayNumber(at: Date, timeZone: string): number {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(at)
  return Math.round(Date.parse(`${day}T00:00:00Z`) / 86_400_000)
}

function format(at: Date, timeZone: string, options: Intl.DateTimeFormatOptions): string {
  return at.toLocaleString('en-GB', { timeZone, hour12: false, ...options })
}
