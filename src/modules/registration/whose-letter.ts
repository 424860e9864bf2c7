import type { Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { type Family, loadFamilies, type Member } from '../people/index.ts'

/** Whose letter it is: a pupil with all links, or an adult member, who has none. */
export async function findWhoseLetter(trx: Trx, schoolId: string, memberId: string): Promise<Family> {
  const [family] = await loadFamilies(trx, { schoolId, pupilIds: [memberId] })
  if (!family) throw new Refusal('no-such-member', 'There is nobody of this letter at the school any more.')
  return family
}

/** LET-1: staff and governors register for themselves. */
export function registersForOneself({ role }: Member): boolean {
  return role !== 'pupil'
}
