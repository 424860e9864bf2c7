import { type Family, findFamily, isPrimeNow, type Link, type Member } from '../../../modules/people/index.ts'
import type { Trx } from '../../../platform/db/index.ts'
import { Refusal } from '../../../platform/errors/index.ts'
import { readId } from '../../frame/parse.ts'

export type LinkOfPupil = { pupil: Member; family: Family; link: Family['links'][number] }

type At = { schoolId: string; params: { id: string; link: string } }

/** The current link an address names, with its pupil. Refuses one that has ended or is not this pupil's. */
export async function findLinkOfPupil(trx: Trx, at: At): Promise<LinkOfPupil> {
  const of = await findLinkEverOfPupil(trx, at)
  if (of.link.endedOn !== null) throw new Refusal('link-ended', 'This link has ended. Link the adult again instead.')
  return of
}

/** The same, also of a link that has ended. */
export async function findLinkEverOfPupil(trx: Trx, at: At): Promise<LinkOfPupil> {
  const linkId = readId(at.params.link)
  const family = await findFamily(trx, at.schoolId, readId(at.params.id))
  const link = family.links.find(({ id }) => id === linkId)
  if (!link) throw new Refusal('no-such-link', 'There is no such link at this school.')
  return { pupil: family.pupil, family, link }
}

/** Other adults to whom ordinary messages about this pupil go: to a restricted one nothing goes (VIS-3). */
export function otherPrimes({ family, link }: LinkOfPupil): Link[] {
  return family.links.filter((other) => other.id !== link.id && isPrimeNow(other))
}
