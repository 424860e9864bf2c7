import type { Family } from '../people.types.ts'
import { isWorkingChannel } from './channel-of-point.ts'
import { isPrimeNow } from './link-state.ts'

export type StandingIssue = 'no prime adult' | 'no working channel'

/**
 * What is wrong with a pupil's links as they stand (LNK-7): nobody is prime, or nobody who may receive has a working channel. Whoever
 * is restricted is nobody's prime adult (VIS-3). Only for pupils on roll: leavers get no ordinary messages (IMP-19).
 */
export function standingIssues(family: Family): StandingIssue[] {
  if (family.pupil.status !== 'on roll') return []
  const current = family.links.filter((link) => link.state === 'current')
  const issues: StandingIssue[] = []
  if (!family.links.some(isPrimeNow)) issues.push('no prime adult')
  const reachable = current.some(({ adult }) =>
    adult.contactPoints.some((point) => isWorkingChannel(point, adult.optOuts)),
  )
  if (!reachable) issues.push('no working channel')
  return issues
}
