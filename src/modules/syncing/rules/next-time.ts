import { Cron } from 'croner'
import { Refusal } from '../../../platform/errors/index.ts'

/**
 * When a schedule comes next, in the school's time zone: a time that does not exist on the day the clocks go forward comes at
 * the first moment after, and one that exists twice comes once. Throws a Refusal for a pattern that is none or never comes.
 */
export function nextTime(pattern: string, { after, timeZone }: { after: Date; timeZone: string }): Date {
  const next = cronOf(pattern, timeZone)?.nextRun(after)
  if (!next)
    throw new Refusal(
      'schedule.pattern',
      `“${pattern}” is no time that comes again. Write minute, hour, day, month and weekday, such as “15 2 * * 1-5” for 02:15 from Monday to Friday.`,
    )
  return next
}

function cronOf(pattern: string, timeZone: string): Cron | null {
  // Five parts: seconds would ask the other side more often than anybody means.
  if (pattern.trim().split(/\s+/).length !== 5) return null
  try {
    return new Cron(pattern, { timezone: timeZone, paused: true })
  } catch {
    return null
  }
}

/** `02:15` and the days it is for, as a pattern. */
export function patternOfTime(time: string, days: 'every day' | 'school days'): string {
  const found = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(time.trim())
  if (!found) throw new Refusal('schedule.time', `“${time}” is no time of day. Write it as 02:15.`)
  return `${Number(found[2])} ${Number(found[1])} * * ${days === 'school days' ? '1-5' : '*'}`
}

/** What `patternOfTime` made, back in words for the form; null for a pattern of another shape. */
export function timeOfPattern(pattern: string): { time: string; days: 'every day' | 'school days' } | null {
  const found = /^(\d{1,2}) (\d{1,2}) \* \* (\*|1-5)$/.exec(pattern)
  if (!found) return null
  const [, minute = '', hour = '', weekdays] = found
  const time = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`
  return { time, days: weekdays === '*' ? 'every day' : 'school days' }
}
