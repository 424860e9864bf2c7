/** An opt-out is for everything or for one channel (OPT-2). */
export type OptOutChannel = 'all' | 'sms' | 'email'

/** Whether a person who made these choices may be written to by this channel (OPT-2). A choice, not a failure (OPT-5). */
export function hasOptedOut(optOuts: OptOutChannel[], channel: 'sms' | 'email'): boolean {
  return optOuts.includes('all') || optOuts.includes(channel)
}

/** Which contact points an opt-out erases (OPT-2): all, the emails, or the numbers that take texts. */
export function isErasedByOptOut(optOuts: OptOutChannel[], point: { kind: string; smsCapable: boolean }): boolean {
  if (optOuts.includes('all')) return true
  if (point.kind === 'email') return optOuts.includes('email')
  return optOuts.includes('sms') && point.smsCapable
}
