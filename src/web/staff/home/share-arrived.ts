/**
 * The share of copies that arrived, as `96.4%`; null when there are none whose end is known. Copies still on their way
 * count neither for nor against.
 */
export function shareArrived(messages: readonly { copies: { reached: number; failed: number } }[]): string | null {
  const reached = messages.reduce((sum, { copies }) => sum + copies.reached, 0)
  const settled = messages.reduce((sum, { copies }) => sum + copies.reached + copies.failed, 0)
  if (settled === 0) return null
  // Rounded down, so that 100% is said only when every one of them arrived.
  return `${Math.floor((reached / settled) * 1000) / 10}%`
}
