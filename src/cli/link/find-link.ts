import { type Family, findFamily, findPupilsOf, foldName, type Link } from '../../modules/people/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { dryRunOption, schoolOption } from '../options.ts'

export const linkOptions = {
  school: schoolOption,
  pupil: { type: 'string', value: 'PUPIL', required: true, words: 'the pupil’s admission number or id' },
  adult: { type: 'string', value: 'ADULT', required: true, words: 'the adult’s id, MIS id or full name' },
  'dry-run': dryRunOption,
} as const

/** The pupil of an admission number or id, with all links. */
export async function findFamilyOf(trx: Trx, schoolId: string, pupil: string): Promise<Family> {
  const [pupilId, second] = await findPupilsOf(trx, { schoolId, selectors: [`pupil:${pupil}`] })
  if (!pupilId || second) throw new Refusal('no-such-pupil', `“${pupil}” is not one pupil of this school.`)
  return findFamily(trx, schoolId, pupilId)
}

type Wanted = { schoolId: string; pupil: string; adult: string }
type FoundLink = { family: Family; link: Link; adultName: string }

/** The current link of a pupil to an adult given by id, MIS id or full name. Refuses what fits nobody or more than one. */
export async function findLinkOf(trx: Trx, wanted: Wanted): Promise<FoundLink> {
  const family = await findFamilyOf(trx, wanted.schoolId, wanted.pupil)
  const current = family.links.filter((link) => link.endedOn === null)
  return theOneMeant(current, { family, adult: wanted.adult })
}

/** The same, also where the link has ended; of an adult with several, one that has not. */
export async function findLinkEverOf(trx: Trx, wanted: Wanted): Promise<FoundLink> {
  const family = await findFamilyOf(trx, wanted.schoolId, wanted.pupil)
  // Links that have ended come last.
  const firsts = family.links.filter(
    (link) => family.links.find(({ adultId }) => adultId === link.adultId)?.id === link.id,
  )
  return theOneMeant(firsts, { family, adult: wanted.adult })
}

function theOneMeant(links: Family['links'], { family, adult: wanted }: { family: Family; adult: string }): FoundLink {
  const found = links.filter(
    ({ adult }) =>
      adult.id === wanted ||
      adult.misIds.includes(wanted) ||
      foldName(adult.forename, adult.surname) === foldName(wanted),
  )
  const [link, second] = found
  if (link && !second) return { family, link, adultName: `${link.adult.forename} ${link.adult.surname}` }
  const names = links.map(({ adult }) => `${adult.forename} ${adult.surname} (${adult.id})`).join(', ') || 'nobody'
  throw new Refusal(
    'no-such-link',
    `“${wanted}” is not one linked adult of ${family.pupil.forename} ${family.pupil.surname}. Linked are: ${names}.`,
  )
}
