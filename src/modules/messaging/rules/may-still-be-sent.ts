import type { KindChoice, Purpose } from '../../preferences/index.ts'
import type { AudienceAdult, AudienceFamily } from './audience.ts'
import { reachablePoint } from './reachable-point.ts'

/** A copy about to be handed over, and the pairs it was made for, as they stand now. */
export type CopyToCheck = {
  channel: 'sms' | 'email'
  address: string
  /** The words name the children, so none of them may have dropped out since. */
  namesChildren: boolean
  /** Why the school may write (OPT-6). */
  purpose: Purpose
  /** The adult is null where the link is gone altogether. */
  pairs: {
    pupilStatus: AudienceFamily['pupil']['status']
    linkState: AudienceFamily['links'][number]['state'] | null
    adult: AudienceAdult | null
    /** How the adult takes this kind of message now (OPT-7). */
    choice: KindChoice
  }[]
}

/**
 * DLV-2: null when the copy may go, else why not. One pair that still stands is enough for a general message; one that
 * names the children needs them all.
 */
export function whyNotAnyMore({ namesChildren, pairs, ...copy }: CopyToCheck): string | null {
  const reasons = pairs.map((pair) => whyPairFell(pair, copy))
  const fallen = reasons.filter((reason) => reason !== null)
  if (fallen.length === 0 && pairs.length > 0) return null
  if (fallen.length < pairs.length && !namesChildren) return null
  return fallen[0] ?? 'nobody is left whom it was for'
}

function whyPairFell(
  pair: CopyToCheck['pairs'][number],
  { channel, address, purpose }: Pick<CopyToCheck, 'channel' | 'address' | 'purpose'>,
): string | null {
  const { pupilStatus, linkState, adult, choice } = pair
  if (pupilStatus !== 'on roll') return 'the child is no longer on roll'
  if (adult === null || linkState === null || linkState === 'ended') return 'the link has ended since'
  if (linkState === 'restricted') return 'restricted since'
  if (linkState !== 'current') return 'held since: court order flagged'
  if (choice === 'none' && purpose === 'marketing') return 'consent to marketing was taken back since'
  if (choice === 'none' && purpose !== 'statutory') return 'chose since not to get this kind of message'
  const same = adult.contactPoints.filter(({ value }) => value?.toLowerCase() === address.toLowerCase())
  const found = reachablePoint({ optOuts: adult.optOuts, contactPoints: same }, channel)
  if ('point' in found) return null
  if (same.length === 0 && found.rule !== 'OPT-2') return 'the detail has changed since'
  return `${found.reason} since`
}
