type Told = { channel: 'email' | 'sms'; address: string; which: 'new' | 'old' }

/**
 * VIS-6: who is told that a detail changed: the new channel, and the old one too, so that somebody whose details were changed by another
 * learns of it. Never a channel that another person of the school has as well.
 */
export function whoIsTold(change: {
  channel: 'email' | 'sms'
  value: string
  before: readonly { value: string | null; usable: boolean }[]
  shared: ReadonlySet<string>
}): Told[] {
  const { channel, value, before, shared } = change
  const old = before.flatMap((point) => (point.value !== null && point.usable ? [point.value] : []))
  const told: Told[] = [
    { channel, address: value, which: 'new' },
    ...[...new Set(old)].map((address) => ({ channel, address, which: 'old' as const })),
  ]
  return told.filter(({ address }) => !shared.has(address))
}
