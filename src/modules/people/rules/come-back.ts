import type { OptOutChannel } from './opted-out.ts'

/** OPT-4: what stays opted out when somebody comes back to one channel: the other, where it was refused too. */
export function optOutsAfterComingBack(optOuts: OptOutChannel[], channel: 'email' | 'sms'): OptOutChannel[] {
  const other = channel === 'email' ? 'sms' : 'email'
  return optOuts.includes('all') || optOuts.includes(other) ? [other] : []
}
