import type { Person } from '../../people/index.ts'
import { areDetailsProtected } from './decide-details.ts'

/** A record of the MIS that this run takes for an adult. */
export type RecordTaken = {
  /** The adult was known to be this record before, and every link of it is theirs. */
  isTheirs: boolean
  /** It says what it said at the last run, which used all that was said of it. */
  isAsBefore: boolean
  /** The last run named them by it at a child on roll, and a link from the MIS stands open there: it let them in or kept them. */
  wasLetIn: boolean
}

/**
 * IMP-6: whether the details of an adult were decided by the last run, from the very same that this one says of them. Nobody has
 * changed anything since, or no record would count as said before. Whoever owns their details, is several records, or had no link
 * from the MIS then, is decided again. Pure.
 */
export function areDetailsDecided(facts: {
  adult: Pick<Person, 'origin' | 'registeredAt' | 'misIds'> | undefined
  taken: RecordTaken[]
}): boolean {
  const { adult, taken } = facts
  if (!adult || !taken.some(({ wasLetIn }) => wasLetIn) || areDetailsProtected(adult) || adult.misIds.length !== 1)
    return false
  return taken.length > 0 && taken.every(({ isTheirs, isAsBefore }) => isTheirs && isAsBefore)
}
