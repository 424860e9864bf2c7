/** What staleness is judged by. A sync counts as set up from `since` on: before it has ever succeeded, that is what is waited from. */
export type SyncAge = {
  /** A credential was used, a folder is watched or a schedule stands. */
  since: Date | null
  lastSuccess: Date | null
  /** An import that a person did freshens the data as well. */
  lastApplied: Date | null
}

const hour = 3_600_000

/** IMP-23: when the alert is due; null where nothing syncs by itself. */
export function staleFrom(age: SyncAge, settings: { syncStaleHours: number }): Date | null {
  if (age.since === null) return null
  const heard = [age.since, age.lastSuccess, age.lastApplied].flatMap((at) => (at ? [at.getTime()] : []))
  return new Date(Math.max(...heard) + settings.syncStaleHours * hour)
}
