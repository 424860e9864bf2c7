import type { Link, Origin } from '../people.types.ts'

type Facts = Pick<Link, 'origin' | 'relationship' | 'priority' | 'parentalResponsibility' | 'livesWith' | 'prime'>

const strength: Record<Origin, number> = { web: 3, manual: 2, picked: 1, mis: 0 }

/** The stronger of two owners: the person, then what the school typed, then what it picked, then the MIS. */
export function strongerOrigin(one: Origin, other: Origin): Origin {
  return strength[one] >= strength[other] ? one : other
}

/** Two links of one person to one child become one: the stronger owner's facts, filled up from the other; prime where either was. */
export function mergedLink(one: Facts, other: Facts): Facts {
  const [first, second] = strength[one.origin] >= strength[other.origin] ? [one, other] : [other, one]
  const known = (a: Facts['livesWith'], b: Facts['livesWith']) => (a === 'unknown' ? b : a)
  return {
    origin: first.origin,
    relationship: first.relationship ?? second.relationship,
    priority: first.priority ?? second.priority,
    parentalResponsibility: known(first.parentalResponsibility, second.parentalResponsibility),
    livesWith: known(first.livesWith, second.livesWith),
    prime: one.prime || other.prime,
  }
}
