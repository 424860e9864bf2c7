import type { Permission } from '../../../../modules/accounts/index.ts'
import { restrictionsOf } from '../../../../modules/people/index.ts'
import type { Trx } from '../../../../platform/db/index.ts'

/** What it takes to say that these adults are two, or are not one any more. */
export type PermissionToPart = (adultIds: string[]) => Permission

/**
 * VIS-3: whoever is parted from somebody restricted is not restricted: an import may link them to the child, and a merge that is taken
 * back opens their link at once. That is for those who restrict (VIS-2).
 */
export async function loadPermissionToPart(trx: Trx, schoolId: string): Promise<PermissionToPart> {
  const restricted = new Set((await restrictionsOf(trx, schoolId, null)).map(({ adultId }) => adultId))
  return (adultIds) => (adultIds.some((id) => restricted.has(id)) ? 'restriction.decide' : 'people.change')
}
