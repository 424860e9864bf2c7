/** Six in the evening of the school, when nothing else was chosen. */
export const usualDigestHour = 18

/** The next time it is this hour at the school, later than `after`. Where the clocks skip it, an hour later. */
export function nextDigest(after: Date, hour: number, timeZone: string): Date {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' })
  const [year = 0, month = 1, day = 1] = format.format(after).split('-').map(Number)
  for (let ahead = 0; ahead < 3; ahead += 1) {
    const at = instantOf(Date.UTC(year, month - 1, day + ahead, hour), timeZone)
    if (at > after) return at
  }
  throw new Error(`no ${hour} o’clock comes after ${after.toISOString()}`)
}

/** The instant at which the clocks of a time zone show this wall time, written as if it were UTC. */
function instantOf(wall: number, timeZone: string): Date {
  const guess = wall - offsetAt(wall, timeZone)
  return new Date(wall - offsetAt(guess, timeZone))
}

function offsetAt(instant: number, timeZone: string): number {
  const shown = new Date(instant).toLocaleString('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  })
  const [day = 1, month = 1, year = 0, hour = 0, minute = 0] = shown.split(/\D+/).map(Number)
  return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(instant / 60_000) * 60_000
}
