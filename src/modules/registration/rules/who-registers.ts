import type { Origin } from '../../people/index.ts'

/** Whoever registers, after both channels were proved. Names are folded for comparing. */
export type RegistrantFacts = { nameKey: string; email: string; mobile: string }

type AdultFacts = { adultId: string; nameKey: string; values: (string | null)[] }
export type LinkFacts = AdultFacts & {
  linkId: string
  origin: Origin
  state: 'current' | 'held' | 'ended'
}
/** An adult of the school who has one of the proved channels, linked to other pupils only. */
export type ElsewhereFacts = AdultFacts & { held: boolean }

/** Why a person decides and nobody else. */
export type ClaimWhy = 'held' | 'ended by the school'

export type RegistrantVerdict = (
  | { act: 'claim'; linkId: string; adultId: string }
  | { act: 'join'; adultId: string }
  | { act: 'again'; linkId: string; adultId: string }
  | { act: 'new' }
  /** A person decides; whoever registers is told the same whatever the reason (VIS-4). */
  | { act: 'ask office'; adultId: string; why: ClaimWhy }
) & {
  /** Linked adults who share a name or a channel and are not taken for the same person (LET-13, IMP-22). */
  alike: string[]
}

/**
 * LET-9, LET-13: whether somebody who registers is an adult who is linked already. The same person has the same name *and* one
 * of the proved channels; a name alone, or a channel alone (couples share both), merges nobody and is shown to the office.
 */
export function whoRegisters(facts: {
  registrant: RegistrantFacts
  links: LinkFacts[]
  elsewhere: ElsewhereFacts[]
  /** LET-12: the adult of whoever is signed in. Then nobody is taken for them by likeness. */
  known?: string | null
}): RegistrantVerdict {
  const { registrant, links, known: knownId = null } = facts
  const isThis = (adult: AdultFacts) => (knownId === null ? isSame(registrant, adult) : adult.adultId === knownId)
  const alike = links.filter((link) => link.state !== 'ended' && (isThis(link) || isAlike(registrant, link)))
  const others = (taken: string | null) => alike.map(({ adultId }) => adultId).filter((adultId) => adultId !== taken)
  const held = alike.find(({ state }) => state === 'held')
  if (held) return { act: 'ask office', adultId: held.adultId, why: 'held', alike: others(held.adultId) }
  const same = links.find((link) => link.state === 'current' && isThis(link))
  if (same) {
    const { linkId, adultId, origin } = same
    return { act: origin === 'web' ? 'again' : 'claim', linkId, adultId, alike: others(adultId) }
  }
  const ended = links.find(
    (link) => link.state === 'ended' && link.origin !== 'mis' && (isThis(link) || link.nameKey === registrant.nameKey),
  )
  if (ended)
    return { act: 'ask office', adultId: ended.adultId, why: 'ended by the school', alike: others(ended.adultId) }
  const known = facts.elsewhere.filter(isThis)
  const shut = known.find((adult) => adult.held)
  if (shut) return { act: 'ask office', adultId: shut.adultId, why: 'held', alike: others(null) }
  const [one] = known
  if (one && known.length === 1) return { act: 'join', adultId: one.adultId, alike: others(null) }
  return { act: 'new', alike: others(null) }
}

function isSame(registrant: RegistrantFacts, adult: AdultFacts): boolean {
  return adult.nameKey === registrant.nameKey && sharesChannel(registrant, adult)
}

function isAlike(registrant: RegistrantFacts, adult: AdultFacts): boolean {
  return adult.nameKey === registrant.nameKey || sharesChannel(registrant, adult)
}

function sharesChannel({ email, mobile }: RegistrantFacts, { values }: AdultFacts): boolean {
  return values.includes(email) || values.includes(mobile)
}

/** LET-10: the first who registers for a pupil without a prime adult is prime; others when they say they are a main contact. */
export function becomesPrime(facts: { hasPrime: boolean; saysMainContact: boolean }): boolean {
  return !facts.hasPrime || facts.saysMainContact
}
