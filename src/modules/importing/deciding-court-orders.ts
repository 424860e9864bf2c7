import type { CourtOrder } from '../people/index.ts'
import type { Entry } from './entries.ts'
import type { Flag } from './records.ts'
import type { FileContact, StandingLink } from './rules/decide-pupil.ts'
import type { KnownRecord } from './rules/records-of-adult.ts'

/** What of child and adult is on record, whether they are linked still or were once. */
export const courtOrderOf = (links: StandingLink[], adultId: string): CourtOrder | null =>
  links.find((link) => link.adultId === adultId && link.courtOrder.flag !== 'unknown')?.courtOrder ?? null

/**
 * IMP-14, IMP-22: whoever is several records is held where one of them is flagged. Where a run that does not say everything of the
 * child lacks one of them, none of the others takes the flag back. Pure.
 */
export function withoutFlagsTakenBackByHalf(
  contacts: FileContact[],
  { links, records }: { links: StandingLink[]; records: ReadonlyMap<string, KnownRecord[]> },
): FileContact[] {
  const said = new Set(contacts.map(({ contactKey }) => contactKey))
  const isHalf = (adultId: string) =>
    courtOrderOf(links, adultId)?.flag === 'yes' &&
    (records.get(adultId) ?? []).some(({ contactKey }) => !said.has(contactKey))
  return contacts.map((contact) =>
    contact.courtOrder === 'no' && contact.adultId !== null && isHalf(contact.adultId)
      ? { ...contact, courtOrder: 'unknown' }
      : contact,
  )
}

/** The adults of these links of whom a court order is flagged. */
export const adultsFlagged = (links: readonly { adultId: string; courtOrder: CourtOrder }[]): string[] => [
  ...new Set(links.flatMap(({ adultId, courtOrder }) => (courtOrder.flag === 'yes' ? adultId : []))),
]

/**
 * IMP-14: a flag that the source does not carry says nothing about one that it once carried (IMP-13). Of somebody who comes back
 * it is flagged anew, so that a person decides again; when it was flagged before comes back with an undo.
 */
export function entryOfCourtOrder(facts: {
  pupilId: string
  adultId: string
  said: Flag
  before: CourtOrder | null
  returns: boolean
}): Pick<Entry, 'entity' | 'act' | 'entityId' | 'before' | 'after' | 'rule' | 'reason'> | null {
  const { said, before, returns } = facts
  if (said === 'unknown' || (said === before?.flag && !(returns && said === 'yes'))) return null
  const pair = { pupil_id: facts.pupilId, adult_id: facts.adultId }
  return {
    entity: 'court order',
    act: before ? 'update' : 'add',
    entityId: null,
    rule: 'IMP-14',
    reason:
      said === 'yes' ? 'The MIS flags a court order: held until a person decides' : 'The MIS flags no court order',
    before: before && { ...pair, flag: before.flag, flagged_at: before.flaggedAt?.toISOString() ?? null },
    after: { ...pair, flag: said },
  }
}
