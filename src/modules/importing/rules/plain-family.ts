import type { Person } from '../../people/index.ts'
import type { ContactRecord } from '../records.ts'
import { areDetailsProtected } from './decide-details.ts'
import type { LinkDecision } from './decide-pupil.ts'

/** One contact at one child, as it was decided. */
export type DecidedLink = {
  contactKey: string
  decision: LinkDecision
  /** Which adult the contact was known to be before, by this very record. */
  knownAs: string | null
  /** Whose link it is, and who the contact is from now on. */
  adultId: string
  isAdult: string
  /** That adult as on record; null of a newcomer whom this contact brings. Undefined where it is not known who that is. */
  adult: Person | null | undefined
}

/**
 * IMP-6: whether nobody but the MIS knows anything of the contacts of a family, once these decisions are written: each is left out at every child,
 * and nobody here, or comes or stays at every child, linked by the MIS, with no court order flagged and no restriction, as an adult of this one
 * record, who does not own their details and opted out of nothing. Where its contact points alone change then, there is
 * nothing else to ask for. `childrenNaming` says how many children name each contact. Pure.
 */
export function isPlainFamily(links: DecidedLink[], childrenNaming: ReadonlyMap<string, number>): boolean {
  const decided = Map.groupBy(links, ({ contactKey }) => contactKey)
  const adults = new Set<string>()
  for (const [contactKey, children] of childrenNaming) {
    const all = decided.get(contactKey) ?? []
    if (all.length !== children) return false
    if (all.every(isNobody)) continue
    if (!all.every(isOfMisAlone)) return false
    const ids = new Set(all.map(({ adultId }) => adultId))
    const [id = ''] = ids
    // Of two records that are one adult, a number of one may stay for the other.
    if (ids.size > 1 || adults.has(id)) return false
    adults.add(id)
  }
  return decided.size === childrenNaming.size
}

const isNobody = ({ decision, knownAs }: DecidedLink): boolean =>
  decision.act === 'leave out' && knownAs === null && decision.contact !== null && decision.contact.adultId === null

function isOfMisAlone({ decision, knownAs, adultId, isAdult, adult }: DecidedLink): boolean {
  const { act, contact, link } = decision
  if (adultId !== isAdult) return false
  if (act !== 'add' && act !== 'update' && act !== 'keep') return false
  if (!contact || contact.courtOrder === 'yes' || contact.optedOut) return false
  if (link && (link.origin !== 'mis' || link.courtOrder.flag === 'yes' || link.restricted || link.optedOut))
    return false
  // Of somebody who was here before, a flag of an ended link may return with this one.
  if (act === 'add') return adult === null && knownAs === null
  return adult !== null && adult !== undefined && knownAs === adult.id && isOneRecord(adult)
}

const isOneRecord = (adult: Person): boolean =>
  !areDetailsProtected(adult) && adult.optOuts.length === 0 && adult.misIds.length === 1

/** Such an adult, of whom the MIS says what it said then. */
export function asLeftPlain(id: string, contact: ContactRecord): Person {
  const { title, forename, surname, address, postcode } = contact
  return {
    ...{ id, title, forename, surname, address, postcode },
    origin: 'mis',
    householdKey: null,
    registeredAt: null,
    misIds: [contact.misId ?? contact.key],
    optOuts: [],
  }
}
