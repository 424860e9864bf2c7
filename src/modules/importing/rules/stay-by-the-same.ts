import type { Origin, Person } from '../../people/index.ts'
import type { ContactRecord } from '../records.ts'
import { areDetailsProtected } from './decide-details.ts'

/** A link that stands open; `isClosed`: a court order is flagged of it, or it is restricted. */
export type OpenLink = { adultId: string; pupilId: string; origin: Origin; isClosed: boolean }

/** An adult known to be a contact of whom other contact points are said, with the links that stand open. */
export type Staying = {
  adult: Person
  links: OpenLink[]
  contact: ContactRecord | undefined
}

/**
 * IMP-6: whether an adult whose family says the same of everything but contact points surely stays as the last run left them: one record
 * of the MIS, who does not own their details and opted out of nothing; linked by the MIS alone, to all children who name them
 * (`at`) and no others; no court order flagged and no restriction. Of everybody else there is more to decide. Pure.
 */
export function stayByTheSame({ adult, links, contact }: Staying, at: ReadonlySet<string>): boolean {
  if (!contact || contact.optedOut === 'yes' || adult.optOuts.length > 0) return false
  if (areDetailsProtected(adult) || adult.misIds.length !== 1) return false
  const linked = new Set(links.map(({ pupilId }) => pupilId))
  return (
    linked.size === at.size &&
    links.every(({ pupilId, origin, isClosed }) => origin === 'mis' && !isClosed && at.has(pupilId))
  )
}
