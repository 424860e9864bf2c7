import { type CourtOrder, type Origin, stateOfLink } from '../../people/index.ts'
import type { FileContact, LinkDecision, StandingLink } from './decide-pupil.ts'
import type { ImportSettings, RaisedIssue } from './decision.ts'
import { isDecidedOther } from './pair-contacts.ts'
import { comesIn } from './who-comes-in.ts'

/** What of a pupil's links asks for a person's eye (IMP-8, IMP-14, IMP-22). */
export function issuesOf(facts: {
  links: LinkDecision[]
  current: StandingLink[]
  /** Ended ones too. */
  standing: StandingLink[]
  contacts: FileContact[]
  closedBy: StandingLink[]
  settings: ImportSettings
}): Omit<RaisedIssue, 'pupilId'>[] {
  return [
    ...primeIssue(facts),
    ...twoFirstPriorities(facts),
    ...otherFirstPriority(facts),
    ...courtOrders(facts),
    ...twoRecords(facts),
  ]
}

/** Nobody is prime afterwards, or whoever is has opted out of everything. One who is restricted is nobody's prime adult (VIS-3). */
function primeIssue({
  links,
  contacts,
}: {
  links: LinkDecision[]
  contacts: FileContact[]
}): Omit<RaisedIssue, 'pupilId'>[] {
  const primes = links.filter((decision) => isPrimeAfter(decision) && !decision.link?.restricted)
  const reachable = primes.filter(({ contact, link }) => !(contact?.optedOut ?? link?.optedOut ?? false))
  if (reachable.length > 0) return []
  const first = contacts.filter((contact) => contact.priority === 1)
  if (primes.length > 0 || first.some((contact) => contact.optedOut)) {
    const names = first.filter((contact) => contact.optedOut).map(fullName)
    const detail = `${names.join(' and ') || 'The prime adult'} opted out, and nobody is put in that place without the school.`
    return [{ kind: 'no prime adult (opted out)', key: 'no prime adult (opted out)', adultId: null, detail }]
  }
  return [{ kind: 'no prime adult', key: 'no prime adult', adultId: null, detail: whyNoPrime(contacts, first, links) }]
}

function isPrimeAfter(decision: LinkDecision): boolean {
  switch (decision.act) {
    case 'add':
    case 'update':
      return decision.after.prime
    case 'make prime':
      return true
    case 'keep':
      return decision.link?.prime ?? false
    default:
      return false
  }
}

function whyNoPrime(contacts: FileContact[], first: FileContact[], links: LinkDecision[]): string {
  if (contacts.length === 0) return 'The MIS holds no contact for this child.'
  if (first.length === 0) return 'The MIS holds contacts for this child, but none with priority 1.'
  const decision = links.find(({ contact }) => contact === first[0])
  return `${fullName(first[0])} has priority 1, but: ${decision?.reason ?? 'does not come in'}.`
}

function twoFirstPriorities({ links }: { links: LinkDecision[] }): Omit<RaisedIssue, 'pupilId'>[] {
  const first = links.filter(({ contact, act }) => contact?.priority === 1 && act !== 'leave out' && act !== 'end')
  if (first.length < 2) return []
  const names = first.map(({ contact }) => fullName(contact)).sort()
  return [
    {
      kind: 'two priority-1 contacts',
      key: `two priority-1 contacts|${names.join('|')}`,
      adultId: null,
      detail: `${names.join(' and ')} both have priority 1 in the MIS.`,
    },
  ]
}

/** IMP-7: the MIS would have made somebody else prime. */
function otherFirstPriority({
  links,
  closedBy,
  settings,
}: {
  links: LinkDecision[]
  closedBy: StandingLink[]
  settings: ImportSettings
}): Omit<RaisedIssue, 'pupilId'>[] {
  // Who becomes prime by this very import is whom the next one finds.
  const owner = closedBy[0] ?? links.find(({ act }) => act === 'make prime')?.link ?? undefined
  return links.flatMap((decision) => {
    const { contact, rule } = decision
    if (contact?.priority !== 1 || contact.optedOut) return []
    const wouldBePrime = owner !== undefined && comesIn(contact, settings).in && !isPrimeAfter(decision)
    const notAsSaid = rule === 'IMP-24' || rule === 'IMP-22' || wouldBePrime
    if (!notAsSaid) return []
    const detail =
      rule === 'IMP-22'
        ? `${decision.reason}. Look who it is: in the MIS, give a new person a record of their own.`
        : rule === 'IMP-24'
          ? `The MIS gives ${fullName(contact)} priority 1, but the school ended this link.`
          : `The MIS gives ${fullName(contact)} priority 1; here ${fullName(owner)} is prime and ${ownedBecause[owner?.origin ?? 'manual']}.`
    return [
      {
        kind: 'differs from MIS',
        key: `differs from MIS|prime|${contact.contactKey}`,
        adultId: decision.link?.adultId ?? contact.adultId,
        detail,
      },
    ]
  })
}

/** IMP-22: likeness only suggests. */
function twoRecords({ links }: { links: LinkDecision[] }): Omit<RaisedIssue, 'pupilId'>[] {
  return links.flatMap(({ contact, link }) => {
    if (!contact?.adultId || !link || link.adultId === contact.adultId || isDecidedOther(contact, link)) return []
    const detail = `${fullName(contact)} stands here twice: linked to this child, and as a contact of another child in the MIS. Look whether they are one person.`
    return [
      { kind: 'possible duplicate', key: `possible duplicate|${contact.contactKey}`, adultId: link.adultId, detail },
    ]
  })
}

/** IMP-14: every link that is held once the run is done, also of somebody of whom the files say nothing. */
function courtOrders({
  links,
  standing,
}: {
  links: LinkDecision[]
  standing: StandingLink[]
}): Omit<RaisedIssue, 'pupilId'>[] {
  return links.flatMap(({ contact, link, act }) => {
    const courtOrder = courtOrderAfter(contact, link, standing)
    const who = contact ?? link
    if (!who || courtOrder?.flag !== 'yes' || act === 'leave out' || act === 'end') return []
    if (stateOfLink({ endedOn: null, courtOrder, restricted: false }) === 'current') return []
    const detail = `The MIS ${contact?.courtOrder === 'yes' ? 'flags' : 'flagged'} a court order for ${fullName(who)}. No message and no access until a person decides.`
    return [
      {
        kind: 'held: court order flagged',
        key: `held|${contact?.contactKey ?? link?.adultId}`,
        adultId: link?.adultId ?? contact?.adultId ?? null,
        detail,
      },
    ]
  })
}

/** A flag that the source does not carry says nothing about one that it once carried (IMP-13). */
function courtOrderAfter(
  contact: FileContact | null,
  link: StandingLink | null,
  standing: StandingLink[],
): CourtOrder | null {
  const once = standing.find((one) => one.adultId === contact?.adultId && one.courtOrder.flag !== 'unknown')
  const before = (link ?? once)?.courtOrder ?? null
  if (!contact || contact.courtOrder === 'unknown' || (link && contact.courtOrder === before?.flag)) return before
  return { flag: contact.courtOrder, flaggedAt: null, decision: null, decidedAt: null }
}

export const fullName = (person: { forename: string; surname: string } | undefined | null): string =>
  person ? `${person.forename} ${person.surname}` : 'nobody'

export const ownedBecause: Record<Origin, string> = {
  web: 'registered',
  manual: 'was linked by hand',
  picked: 'was picked by the school',
  mis: 'came from the MIS',
}
