import { hasOptedOut, type OptOutChannel } from './opted-out.ts'

type Point = { kind: string; smsCapable: boolean; usable: boolean; blockedAt: Date | null; provedAt: Date | null }

/** The channel by which a contact point can be reached, or null for a landline and the like. */
export function channelOfPoint(point: Pick<Point, 'kind' | 'smsCapable'>): 'sms' | 'email' | null {
  if (point.kind === 'email') return 'email'
  return point.smsCapable ? 'sms' : null
}

/** Whether something can be sent there now: usable, of a channel, not blocked after failures (DLV-5), not opted out (OPT-2). */
export function isWorkingChannel(point: Point, optOuts: OptOutChannel[]): boolean {
  const channel = channelOfPoint(point)
  return channel !== null && point.usable && point.blockedAt === null && !hasOptedOut(optOuts, channel)
}
