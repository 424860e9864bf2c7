import type { FileContact } from './decide-pupil.ts'

/**
 * IMP-22: two records of the MIS that are one adult here are one contact of the pupil: the one rung first, held and opted out where
 * either is. Else they would take turns from import to import.
 */
export function oneContactPerAdult(contacts: readonly FileContact[]): FileContact[] {
  const seen = new Map<string, FileContact[]>()
  for (const contact of contacts) {
    const name = contact.adultId ?? contact.contactKey
    seen.set(name, [...(seen.get(name) ?? []), contact])
  }
  return [...seen.values()].flatMap((same) => {
    const [first, ...others] = same.toSorted(byPriority)
    return first ? [others.reduce(joined, first)] : []
  })
}

const byPriority = (a: FileContact, b: FileContact) => (a.priority ?? 1000) - (b.priority ?? 1000)

function joined(first: FileContact, other: FileContact): FileContact {
  const known = (a: FileContact['livesWith'], b: FileContact['livesWith']) => (a === 'unknown' ? b : a)
  return {
    ...first,
    relationship: first.relationship ?? other.relationship,
    parentalResponsibility: known(first.parentalResponsibility, other.parentalResponsibility),
    livesWith: known(first.livesWith, other.livesWith),
    courtOrder: [first.courtOrder, other.courtOrder].includes('yes')
      ? 'yes'
      : known(first.courtOrder, other.courtOrder),
    optedOut: first.optedOut || other.optedOut,
  }
}
