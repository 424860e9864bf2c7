import type { Permission } from '../../../modules/accounts/index.ts'
import type { Claim } from '../../../modules/registration/index.ts'

/**
 * What it takes to add who registered beside the adult on record: somebody restricted (VIS-3), or held by a court order (IMP-14), might come
 * back under a record of their own. Null where whoever decides about claims may.
 */
export function permissionToAddBeside({ typed, link, restrictedElsewhere }: Claim): Permission | null {
  if (link?.restricted || restrictedElsewhere) return 'restriction.decide'
  return typed.claimWhy === 'held' ? 'court-order.decide' : null
}
