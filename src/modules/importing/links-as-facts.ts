import type { Link, Person } from '../people/index.ts'
import type { FileContact, StandingLink } from './rules/decide-pupil.ts'
import type { SaidLink } from './said-links.store.ts'

/** A link on record, with who the adult is. */
export type LinkHere = Link & { adult: Person }

export const isOpenLinkOfMis = ({ origin, endedOn }: LinkHere): boolean => origin === 'mis' && endedOn === null

export const contactOf = ({ link, contact, adultId, optedOut, idBelongsTo }: SaidLink): FileContact => ({
  contactKey: contact.key,
  adultId,
  title: contact.title,
  forename: contact.forename,
  surname: contact.surname,
  relationship: link.relationship,
  priority: link.priority,
  parentalResponsibility: link.parentalResponsibility,
  courtOrder: link.courtOrder,
  livesWith: link.livesWith,
  optedOut: optedOut || contact.optedOut === 'yes',
  idBelongsTo,
})

export const standingLinksOf = (links: LinkHere[], others?: Map<string, string[]>): StandingLink[] =>
  links.map((link) => ({
    id: link.id,
    adultId: link.adultId,
    title: link.adult.title,
    forename: link.adult.forename,
    surname: link.adult.surname,
    origin: link.origin,
    prime: link.prime,
    relationship: link.relationship,
    priority: link.priority,
    parentalResponsibility: link.parentalResponsibility,
    livesWith: link.livesWith,
    endedOn: link.endedOn,
    courtOrder: link.courtOrder,
    restricted: link.restricted,
    optedOut: link.adult.optOuts.includes('all'),
    knownToMis: link.adult.misIds.length > 0,
    notSame: others?.get(link.adultId) ?? [],
  }))
