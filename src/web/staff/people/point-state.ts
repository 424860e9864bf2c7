import { type ContactPoint, channelOfPoint, hasOptedOut, type OptOutChannel } from '../../../modules/people/index.ts'
import { sayPhone } from '../../components/say-phone.ts'

export type PointState = {
  kind: 'ok' | 'bad' | 'plain'
  words: string
  /** Said after the words, in plain language. */
  why: string | null
  /** When it became so. */
  since: Date | null
}

/** The state of a contact point in words (DLV-5); a choice of the person comes before any failure (OPT-5). */
export function stateOfPoint(point: ContactPoint, optOuts: OptOutChannel[]): PointState {
  const channel = channelOfPoint(point)
  const thing = point.kind === 'email' ? 'Email' : 'Text'
  if (!point.usable) return { kind: 'bad', words: 'Cannot be used', why: point.reason, since: null }
  if (channel === null) return { kind: 'plain', words: 'No texts', why: point.reason, since: null }
  if (hasOptedOut(optOuts, channel)) return { kind: 'plain', words: 'Opted out', why: null, since: null }
  if (point.blockedAt) return { kind: 'bad', words: `${thing} blocked`, why: point.blockReason, since: point.blockedAt }
  if (point.provedAt) return { kind: 'ok', words: `${thing} works`, why: 'proved', since: point.provedAt }
  return { kind: 'ok', words: channel === 'email' ? 'Can be emailed' : 'Can be texted', why: null, since: null }
}

/** The detail as it is used; where it cannot be, as it came. */
export function sayPoint(point: Pick<ContactPoint, 'kind' | 'value' | 'raw'>): string {
  if (point.value === null) return point.raw
  return point.kind === 'email' ? point.value : sayPhone(point.value)
}
