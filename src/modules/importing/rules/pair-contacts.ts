import type { FileContact, StandingLink } from './decide-pupil.ts'
import { oneContactPerAdult } from './one-contact-per-adult.ts'
import { isOnePerson } from './one-id-one-person.ts'
import { isSamePersonForPupil } from './same-person.ts'

/** A contact of the file, and the link that it is, if there is one. */
export type Pair = { contact: FileContact; link: StandingLink | null }

/** Each contact of a pupil with the adult and the link of the pupil that it is; two records that are one adult here are one contact. Pure. */
export function pairContacts(contacts: FileContact[], links: StandingLink[]): Pair[] {
  const said = oneContactPerAdult(contacts)
  const current = links.filter((link) => link.endedOn === null)
  return pairContactsWithLinks(said, current).map(({ contact, link }) =>
    link ? { contact, link } : { contact: asTheAdultWhoWasLinked(contact, links, said), link },
  )
}

/**
 * Somebody unknown to the MIS's ids who was linked to this pupil once is the same person still, opt-out and all (OPT-2); unless another
 * contact of the pupil is that adult, or might be as well (IMP-22).
 */
function asTheAdultWhoWasLinked(contact: FileContact, links: StandingLink[], said: FileContact[]): FileContact {
  if (contact.adultId !== null) return contact
  const alike = links.filter((link) => link.endedOn !== null && isSamePersonForPupil(contact, link))
  const [adult, second] = new Map(alike.map((link) => [link.adultId, link])).values()
  if (!adult || second) return contact
  const isLinkedNow = links.some((link) => link.endedOn === null && link.adultId === adult.adultId)
  const isAnother = said.some(
    (other) =>
      other !== contact &&
      (other.adultId === null ? isSamePersonForPupil(other, adult) : other.adultId === adult.adultId),
  )
  if (isLinkedNow || isAnother) return contact
  return { ...contact, adultId: adult.adultId, optedOut: contact.optedOut || adult.optedOut }
}

/** Somebody decided that the two are not one person (IMP-22). */
export const isDecidedOther = ({ adultId }: FileContact, { notSame }: StandingLink) =>
  adultId !== null && (notSame ?? []).includes(adultId)

/**
 * First by the MIS's person id, then by name within this pupil, each link to one contact at most. A contact who is known as
 * another adult is taken for somebody of that name only where the MIS never said who that is.
 */
function pairContactsWithLinks(contacts: FileContact[], current: StandingLink[]): Pair[] {
  const byId = contacts.map((contact) => ({
    contact,
    link: isWrittenOver(contact)
      ? null
      : (current.find((link) => contact.adultId !== null && link.adultId === contact.adultId) ?? null),
  }))
  const free = current.filter((link) => !byId.some((pair) => pair.link === link))
  const mayBe = (contact: FileContact, link: StandingLink) =>
    isSamePersonForPupil(contact, link) &&
    (contact.adultId === null || !link.knownToMis) &&
    !isDecidedOther(contact, link)
  return byId.map((pair) => {
    if (pair.link) return pair
    const alike = free.filter((link) => mayBe(pair.contact, link))
    const rivals = byId.filter((other) => !other.link && alike.some((link) => mayBe(other.contact, link)))
    return alike.length === 1 && rivals.length === 1 ? { contact: pair.contact, link: alike[0] ?? null } : pair
  })
}

/** The MIS's record once was somebody who owns their details here, and now names somebody else altogether. */
export function isWrittenOver(contact: FileContact): boolean {
  return contact.idBelongsTo != null && !isOnePerson(contact, contact.idBelongsTo)
}
