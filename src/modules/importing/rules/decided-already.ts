import type { Person } from '../../people/index.ts'
import { areDetailsProtected } from './decide-details.ts'

/** A record of the MIS that this run takes for an adult. */
export type RecordTaken = {
  /** The adult was known to be this record before, and every link of it is theirs. */
  isTheirs: boolean
  /** It says what it said at the last run, which used all that was said of it. */
  isAsBefore: boolean
}

/**
 * IMP-6: whether the details of an adult were decided by the last run, from the very same that this one says of them. Nobody has
 * changed anything since, or no record would count as said before. Whoever owns their details, is several records, or had no link
 * from the MIS then, is decided again. Pure.
 */
export function areDetailsDecided(facts: {
  adult: Pick<Person, 'origin' | 'registeredAt' | 'misIds'> | undefined
  /** A link of theirs that imports brought stands open from before the run: the last one let them in or kept them. */
  isLinkedByMis: boolean
  taken: RecordTaken[]
}): boolean {
  const { adult, isLinkedByMis, taken } = facts
  if (!adult || !isLinkedByMis || areDetailsProtected(adult) || adult.misIds.length !== 1) return false
  return taken.length > 0 && taken.every(({ isTheirs, isAsBefore }) => isTheirs && isAsBefore)
}
