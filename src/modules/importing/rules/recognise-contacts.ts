import type { FileContact, StandingLink } from './decide-pupil.ts'
import { pairContacts } from './pair-contacts.ts'

/** Who a contact was found to be, and whether that adult opted out of everything. */
export type Recognised = { adultId: string; optedOut: boolean }

/**
 * Contacts whom the MIS never spoke of before and who are somebody here all the same, by their name at one of their children. They
 * are found before any child is decided, so that they are that adult for every child, and an opt-out holds for all of them
 * (OPT-2, IMP-22). Contact key → adult; whoever is found at two children as two adults is the first,
 * and one who is linked rather than one who was. Pure.
 */
export function recogniseContacts(
  pupils: readonly { contacts: FileContact[]; links: StandingLink[] }[],
): Map<string, Recognised> {
  const recognised = new Map<string, Recognised>()
  // Who is linked now goes before who once was.
  for (const byLinks of ['that stand', 'that ever stood'] as const) {
    // Who is recognised at one child may leave a single one whom another can be: again until nobody is new.
    for (let before = -1; before < recognised.size; ) {
      before = recognised.size
      for (const pupil of pupils) recogniseAt(pupil, recognised, byLinks)
    }
  }
  return recognised
}

function recogniseAt(
  { contacts, links }: { contacts: FileContact[]; links: StandingLink[] },
  recognised: Map<string, Recognised>,
  byLinks: 'that stand' | 'that ever stood',
): void {
  if (links.length === 0) return
  const said = asRecognised(contacts, recognised)
  const unknown = new Set(said.flatMap(({ adultId, contactKey }) => (adultId === null ? [contactKey] : [])))
  if (unknown.size === 0) return
  for (const { contact, link } of pairContacts(said, links)) {
    const adultId = link?.adultId ?? contact.adultId
    if (adultId === null || !unknown.has(contact.contactKey) || (byLinks === 'that stand' && !link)) continue
    recognised.set(contact.contactKey, { adultId, optedOut: link?.optedOut ?? contact.optedOut })
  }
}

/** The contacts with the adults that they were found to be. */
export const asRecognised = (contacts: FileContact[], recognised: ReadonlyMap<string, Recognised>): FileContact[] =>
  contacts.map((contact) => {
    const found = contact.adultId === null ? recognised.get(contact.contactKey) : undefined
    return found ? { ...contact, adultId: found.adultId, optedOut: contact.optedOut || found.optedOut } : contact
  })
