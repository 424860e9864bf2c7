import type { CourtOrder, Origin } from '../../people/index.ts'
import type { Flag } from '../records.ts'
import type { ImportSettings, RaisedIssue, Verdict } from './decision.ts'
import { fullName, issuesOf, ownedBecause } from './issues-of-pupil.ts'
import { isDecidedOther, isWrittenOver, type Pair, pairContacts } from './pair-contacts.ts'
import { isSamePersonForPupil } from './same-person.ts'
import { type ComesIn, comesIn } from './who-comes-in.ts'

/** A contact of one pupil as the file has it; `adultId` where the MIS's person id is known to be that adult. */
export type FileContact = {
  contactKey: string
  adultId: string | null
  title: string | null
  forename: string
  surname: string
  relationship: string | null
  priority: number | null
  parentalResponsibility: Flag
  courtOrder: Flag
  livesWith: Flag
  /** By the flag on the person here, or by a flag in the source. */
  optedOut: boolean
  /** The name of the adult with this id who registered or whom the school typed, so that nobody else may step into their place (IMP-22). */
  idBelongsTo?: { forename: string; surname: string } | null
}

/** A link of the pupil as it stands, ended ones too. */
export type StandingLink = {
  id: string
  adultId: string
  title: string | null
  forename: string
  surname: string
  origin: Origin
  prime: boolean
  relationship: string | null
  priority: number | null
  parentalResponsibility: Flag
  livesWith: Flag
  endedOn: string | null
  courtOrder: CourtOrder
  /** The adult may not reach this pupil (VIS-3); true of an ended link too. */
  restricted: boolean
  /** The adult has opted out of everything. */
  optedOut: boolean
  /** The MIS has said which of its records this adult is. */
  knownToMis: boolean
  /** Adults of whom somebody decided that they are not this one (IMP-22). */
  notSame?: string[]
}

export type LinkFacts = {
  relationship: string | null
  priority: number | null
  parentalResponsibility: Flag
  livesWith: Flag
  prime: boolean
}

export type LinkDecision = Verdict & { contact: FileContact | null; link: StandingLink | null } & (
    | { act: 'add'; after: LinkFacts }
    | { act: 'update'; after: LinkFacts }
    | { act: 'end' }
    /** A link that the person or the school owns becomes prime (IMP-8); nothing else of it changes. */
    | { act: 'make prime' }
    | { act: 'keep' }
    | { act: 'leave out' }
  )

export type PupilDecision = { links: LinkDecision[]; issues: Omit<RaisedIssue, 'pupilId'>[] }

/**
 * What an import does to the links of one pupil on roll: the behaviour table IMP-8, with IMP-2, IMP-3, IMP-5, IMP-14 and IMP-24.
 * Pure; `contacts` are all contacts that the file has for the pupil, `links` all links that stand or stood.
 */
export function decidePupil(facts: {
  contacts: FileContact[]
  links: StandingLink[]
  settings: ImportSettings
  /** No row about this pupil was rejected, and the file holds more than what changed: a contact who is not in it is gone (IMP-16). */
  complete: boolean
  /** Columns that no file of the run has: what they would say stays as it was (IMP-13). */
  unsaid?: { priority: boolean; relationship: boolean }
}): PupilDecision {
  const current = facts.links.filter((link) => link.endedOn === null)
  const closedBy = current.filter((link) => link.prime && link.origin !== 'mis' && !link.restricted)
  const pairs = pairContacts(facts.contacts, facts.links).map(({ contact, link }) =>
    link ? { contact: withWhatIsUnsaid(contact, link, facts.unsaid), link } : { contact, link },
  )
  const contacts = pairs.map(({ contact }) => contact)
  const links = [
    ...pairs.map(({ contact, link }) => {
      // An opt-out keeps details away and newcomers out; a link that stands goes on following the MIS (OPT-2).
      const verdict = comesIn(link ? { ...contact, optedOut: false } : contact, facts.settings)
      if (link) return decideStandingLink({ contact, link, verdict, closed: closedBy.length > 0 })
      return decideNewcomer({
        contact,
        verdict,
        closedBy,
        ended: endedLinkOf(contact, facts.links),
        restricted: facts.links.some((one) => one.restricted && isTheAdultOf(contact, one)),
        settings: facts.settings,
      })
    }),
    ...current
      .filter((link) => !pairs.some((pair) => pair.link === link))
      .map((link) => decideMissingFromFile(link, facts.complete)),
  ]
  return {
    links,
    issues: issuesOf({ links, current, standing: facts.links, contacts, closedBy, settings: facts.settings }),
  }
}

/** IMP-13: a flag or column that the source does not carry does not take back what came before. */
function withWhatIsUnsaid(
  contact: FileContact,
  link: StandingLink,
  unsaid: { priority: boolean; relationship: boolean } | undefined,
): FileContact {
  return {
    ...contact,
    optedOut: contact.optedOut || link.optedOut,
    priority: unsaid?.priority ? link.priority : contact.priority,
    relationship: unsaid?.relationship ? link.relationship : contact.relationship,
    parentalResponsibility:
      contact.parentalResponsibility === 'unknown' ? link.parentalResponsibility : contact.parentalResponsibility,
    livesWith: contact.livesWith === 'unknown' ? link.livesWith : contact.livesWith,
  }
}

function decideStandingLink(facts: Pair & { link: StandingLink; verdict: ComesIn; closed: boolean }): LinkDecision {
  const { contact, link, verdict, closed } = facts
  const pair = { contact, link }
  if (link.restricted) return { ...pair, act: 'keep', ...leftAlone }
  if (link.origin !== 'mis') {
    const becomesPrime = contact.priority === 1 && !link.prime && !closed && verdict.in && link.origin === 'web'
    if (becomesPrime)
      return {
        ...pair,
        act: 'make prime',
        rule: 'IMP-8',
        reason: 'Priority 1 in the MIS and no prime adult yet; the details stay as they are',
      }
    return { ...pair, act: 'keep', rule: 'IMP-5', reason: keptBecause[link.origin] }
  }
  if (!verdict.in)
    return {
      ...pair,
      act: 'end',
      rule: verdict.because === 'not family' ? verdict.rule : 'IMP-8',
      reason: verdict.reason,
    }
  // A closed pupil gets no new prime from the MIS; one that is prime already stays so while the MIS says priority 1.
  const prime = contact.priority === 1 && (!closed || link.prime)
  const after = factsOf(contact, prime)
  if (sameFacts(after, link)) return { ...pair, act: 'keep', rule: 'IMP-6', reason: 'The MIS says the same as before' }
  return { ...pair, act: 'update', after, rule: 'IMP-8', reason: whatChanged(link, after) }
}

const keptBecause: Record<Exclude<Origin, 'mis'>, string> = {
  web: 'Registered by the person, so only they change it',
  manual: 'Linked by hand, so the MIS does not change it',
  picked: 'Picked by the school, so the MIS does not change the link',
}

const leftAlone: Verdict = { rule: 'VIS-3', reason: 'Restricted for this child, so an import leaves the link as it is' }

/** VIS-3: by another number of the MIS nobody comes past a restriction. */
export const isTheAdultOf = (contact: FileContact, link: StandingLink): boolean =>
  contact.adultId === link.adultId || (isSamePersonForPupil(contact, link) && !isDecidedOther(contact, link))

function decideNewcomer(facts: {
  contact: FileContact
  verdict: ComesIn
  closedBy: StandingLink[]
  ended: StandingLink | null
  restricted: boolean
  settings: ImportSettings
}): LinkDecision {
  const { contact, verdict, closedBy, ended, settings } = facts
  const pair = { contact, link: null }
  if (facts.restricted)
    return {
      ...pair,
      act: 'leave out',
      rule: 'VIS-3',
      reason: 'Restricted for this child, so an import brings no link',
    }
  if (!verdict.in) return { ...pair, act: 'leave out', rule: verdict.rule, reason: verdict.reason }
  if (isWrittenOver(contact)) {
    const reason = `This record of the MIS is ${fullName(contact.idBelongsTo)} here, who would be linked instead of ${fullName(contact)}`
    return { ...pair, act: 'leave out', rule: 'IMP-22', reason }
  }
  if (ended && ended.origin !== 'mis') {
    return {
      ...pair,
      act: 'leave out',
      rule: 'IMP-24',
      reason: 'This link was ended by hand, so an import does not bring it back',
    }
  }
  if (contact.priority !== 1)
    return { ...pair, act: 'add', after: factsOf(contact, false), rule: verdict.rule, reason: verdict.reason }
  const owner = closedBy[0]
  if (!owner)
    return {
      ...pair,
      act: 'add',
      after: factsOf(contact, true),
      rule: 'IMP-2',
      reason: 'Priority 1 and no prime adult yet',
    }
  const reason = `${owner.forename} ${owner.surname} is prime and ${ownedBecause[owner.origin]}`
  if (settings.lowerPriorities)
    return {
      ...pair,
      act: 'add',
      after: factsOf(contact, false),
      rule: 'IMP-8',
      reason: `${reason}; comes in as non-prime`,
    }
  return { ...pair, act: 'leave out', rule: 'IMP-8', reason }
}

function decideMissingFromFile(link: StandingLink, complete: boolean): LinkDecision {
  const pair = { contact: null, link }
  if (link.restricted) return { ...pair, act: 'keep', ...leftAlone }
  if (link.origin !== 'mis') return { ...pair, act: 'keep', rule: 'IMP-5', reason: keptBecause[link.origin] }
  if (!complete)
    return {
      ...pair,
      act: 'keep',
      rule: 'IMP-16',
      reason: 'The files do not say everything of this pupil, so nobody is taken for gone',
    }
  return { ...pair, act: 'end', rule: 'IMP-8', reason: 'No longer a contact of this pupil in the MIS' }
}

function endedLinkOf(contact: FileContact, links: StandingLink[]): StandingLink | null {
  // The last end counts, and on one day the school's: an end by an import years ago takes nothing from it (IMP-24).
  const ended = links
    .filter((link) => link.endedOn !== null)
    .sort(
      (a, b) =>
        (b.endedOn ?? '').localeCompare(a.endedOn ?? '') || Number(a.origin === 'mis') - Number(b.origin === 'mis'),
    )
  // By name only what the school or the person ended; be it of another record than the one that the MIS names.
  return (
    ended.find((link) => link.adultId === contact.adultId || (link.origin !== 'mis' && isTheAdultOf(contact, link))) ??
    null
  )
}

const factsOf = (contact: FileContact, prime: boolean): LinkFacts => ({
  relationship: contact.relationship,
  priority: contact.priority,
  parentalResponsibility: contact.parentalResponsibility,
  livesWith: contact.livesWith,
  prime,
})

const sameFacts = (after: LinkFacts, link: StandingLink): boolean =>
  after.relationship === link.relationship &&
  after.priority === link.priority &&
  after.parentalResponsibility === link.parentalResponsibility &&
  after.livesWith === link.livesWith &&
  after.prime === link.prime

function whatChanged(before: StandingLink, after: LinkFacts): string {
  const changes = [
    before.priority === after.priority
      ? ''
      : `priority ${before.priority ?? 'none'} is now ${after.priority ?? 'none'}`,
    before.prime === after.prime ? '' : after.prime ? 'becomes prime' : 'no longer prime',
    before.relationship === after.relationship
      ? ''
      : `${before.relationship ?? 'no relationship'} is now ${after.relationship ?? 'none'}`,
    before.parentalResponsibility === after.parentalResponsibility
      ? ''
      : `parental responsibility is now ${after.parentalResponsibility}`,
    before.livesWith === after.livesWith ? '' : `lives with the pupil is now ${after.livesWith}`,
  ].filter((change) => change !== '')
  return `Maintained by the MIS: ${changes.join(', ')}`
}
