/** What a field for date and time sends (`2026-11-23T15:00`, the school's own time) as an instant; null when it is none. */
export function instantAt(local: string, timeZone: string): Date | null {
  const asUtc = new Date(`${local}Z`)
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(local) || Number.isNaN(asUtc.getTime())) return null
  // Twice, because the first guess may lie on the other side of a change of the clocks.
  const once = new Date(asUtc.getTime() - offsetAt(asUtc, timeZone))
  return new Date(asUtc.getTime() - offsetAt(once, timeZone))
}

/** The other way round, for showing the field again. */
export function localTimeOf(instant: Date, timeZone: string): string {
  return new Date(instant.getTime() + offsetAt(instant, timeZone)).toISOString().slice(0, 16)
}

/** Milliseconds that the clocks of the zone are ahead of UTC. */
function offsetAt(instant: Date, timeZone: string): number {
  const shown = instant.toLocaleString('sv-SE', { timeZone })
  return Date.parse(`${shown.replace(' ', 'T')}Z`) - Math.trunc(instant.getTime() / 1000) * 1000
}
