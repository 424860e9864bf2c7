import { adultsDecidedOthers, compareAdults } from '../../../modules/people/index.ts'
import type { Trx } from '../../../platform/db/index.ts'
import type { LinkOfPupil } from './find-link.ts'
import { nameOf } from './say-people.ts'

/** Another record that is linked to the child and open, and may be the same person. */
export type AlikeBeside = { adultId: string; name: string }

/** VIS-3, IMP-22: a restriction is about one record. Whoever may be that person under another is for somebody to look at. */
export async function findAlikeBeside(
  trx: Trx,
  { schoolId, of: { family, link } }: { schoolId: string; of: LinkOfPupil },
): Promise<AlikeBeside[]> {
  const { adultId: restricted } = link
  const decided = (await adultsDecidedOthers(trx, { schoolId, adultIds: [restricted] })).get(restricted) ?? []
  const others = family.links.filter(
    (other) =>
      other.endedOn === null && !other.restricted && other.adultId !== restricted && !decided.includes(other.adultId),
  )
  const alike: AlikeBeside[] = []
  for (const { adultId, adult } of others)
    if ((await compareAdults(trx, schoolId, [restricted, adultId])).why.length > 0)
      alike.push({ adultId, name: nameOf(adult) })
  return alike
}
