import { isPrimeNow } from '../../people/index.ts'
import type { LinkDecision, PupilDecision, StandingLink } from './decide-pupil.ts'

/** How a pupil's links stand today, as the left side of the behaviour table (IMP-8). */
export type Today = 'no link' | 'mis' | 'picked' | 'manual' | 'web' | 'non-prime web' | 'non-prime'

/** What the MIS holds for the pupil, beside whom is prime here: the middle of the table. */
export type InMis = 'the same' | 'another' | 'two' | 'opted out' | 'lower only' | 'nobody'

export type Branch = { today: Today; inMis: InMis }

const closing = ['web', 'manual', 'picked', 'mis'] as const

/**
 * LNK-4: which row of the behaviour table a pupil's links are in today. Whoever closes the pupil to the MIS counts first; who is
 * restricted closes it to nobody (VIS-3).
 */
export function todayOf(links: readonly Pick<StandingLink, 'prime' | 'origin' | 'endedOn' | 'restricted'>[]): Today {
  const current = links.filter(({ endedOn }) => endedOn === null)
  const primes = current.filter(isPrimeNow).map(({ origin }) => origin)
  const owner = closing.find((origin) => primes.includes(origin))
  if (owner) return owner
  if (current.some(({ origin }) => origin === 'web')) return 'non-prime web'
  return current.length === 0 ? 'no link' : 'non-prime'
}

/** LNK-4: the whole branch of a pupil, once it is decided what the next import does. */
export function branchOfPupil(links: readonly StandingLink[], decision: PupilDecision): Branch {
  return { today: todayOf(links), inMis: inMisOf(decision) }
}

function inMisOf({ links }: PupilDecision): InMis {
  const contacts = links.filter(({ contact }) => contact !== null)
  const first = contacts.filter(({ contact }) => contact?.priority === 1)
  if (contacts.length === 0) return 'nobody'
  if (first.length === 0) return 'lower only'
  const able = first.filter(({ contact, link }) => link !== null || !contact?.optedOut)
  if (able.length === 0) return 'opted out'
  if (able.length > 1) return 'two'
  return able.some(({ link }) => link !== null) ? 'the same' : 'another'
}

/** What the next import does to one link or contact, as a sentence; null for contacts whom it passes by as ever. */
export function sayDecision(decision: LinkDecision): string | null {
  const { contact, link, act } = decision
  const who = contact ?? link
  if (!who) return null
  const name = `${who.forename} ${who.surname}`.trim()
  if (act === 'add') return `${name} comes in${decision.after.prime ? ' as prime' : ', not prime'}`
  if (act === 'end') return `The link to ${name} ends`
  if (act === 'make prime') return `${name} becomes prime`
  if (act === 'update' && link && link.prime !== decision.after.prime)
    return `${name} ${decision.after.prime ? 'becomes prime' : 'is prime no longer'}`
  if (act === 'update') return `The link to ${name} follows the MIS`
  if (act === 'keep') return `${name} stays as it is`
  return contact?.priority === 1 ? `${name} does not come in` : null
}
