import type { Family } from '../people.types.ts'
import { channelOfPoint, isWorkingChannel } from './channel-of-point.ts'
import { isPrimeNow } from './link-state.ts'

export type Covered = { prime: boolean; mobile: boolean; email: boolean }

/**
 * LNK-7: how a child can be reached: whether somebody is prime, and whether an adult who may receive has a mobile, or an email,
 * that works now.
 */
export function coverageOf({ links }: Family): Covered {
  const points = links
    .filter(({ state }) => state === 'current')
    .flatMap(({ adult }) => adult.contactPoints.filter((point) => isWorkingChannel(point, adult.optOuts)))
  return {
    prime: links.some(isPrimeNow),
    mobile: points.some((point) => channelOfPoint(point) === 'sms'),
    email: points.some((point) => channelOfPoint(point) === 'email'),
  }
}
