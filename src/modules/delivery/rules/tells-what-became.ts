import type { ProviderRecord } from '../providers/provider.ts'

/**
 * DLV-1: whether a provider says later what became of what it took. A mail server answers once, and bounces are not read
 * yet; a text gateway tells when its receipts were set up. From one that tells nothing no news is to be waited for.
 */
export function tellsWhatBecame({ kind, settings }: Pick<ProviderRecord, 'kind' | 'settings'>): boolean {
  if (kind === 'smtp') return false
  return kind === 'simulated' || Boolean((settings as { receipts?: unknown } | null)?.receipts)
}
