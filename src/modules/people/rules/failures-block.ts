/**
 * Failures in a row block a contact point, one spam report does so at once (DLV-5); a delivery clears the count.
 * `null` means that nothing changes.
 */
export function healthAfter(
  before: { failures: number; blocked: boolean },
  outcome: 'delivered' | 'failed' | 'spam report',
  failuresToBlock: number,
): { failures: number; blockReason: string | null } | null {
  if (outcome === 'delivered')
    return before.failures === 0 && !before.blocked ? null : { failures: 0, blockReason: null }
  if (before.blocked) return null
  if (outcome === 'spam report') return { failures: before.failures, blockReason: 'reported as spam' }
  const failures = before.failures + 1
  return { failures, blockReason: failures >= failuresToBlock ? `${failures} failures in a row` : null }
}
