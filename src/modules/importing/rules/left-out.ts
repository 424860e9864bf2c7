import type { Entity, Entry } from '../entries.ts'

/** What decides whether an entry can stand without another. */
export type LeavableEntry = {
  seq: number
  entity: Entity
  act: Entry['act']
  entityId: string | null
  rule: string
  pupilId: string | null
  adultId: string | null
  /** The link becomes prime by this entry, or ceases to be. */
  prime: 'becomes' | 'ceases' | null
  /** The numbers by which the list knew a pupil and knows them now, where the entry changes that. */
  keyBefore: string | null
  keyAfter: string | null
}

/**
 * What else must be left out of a plan when these entries are (IMP-9): what hangs on a newcomer who stays out, what the plan
 * would note of a link that stays as it is, the end of the old prime where the new one stays out, so that taking a part
 * of a plan never leaves a child with less than taking none of it, and who takes over a number that another pupil then keeps (IMP-25).
 * `entries` are all of the pupils and adults concerned.
 */
export function leftOutWith(entries: readonly LeavableEntry[], chosen: ReadonlySet<number>): Set<number> {
  const out = new Set(chosen)
  for (let before = -1; before !== out.size; ) {
    before = out.size
    const facts = factsOf(entries, out)
    for (const entry of entries) if (!out.has(entry.seq) && cannotStand(entry, facts)) out.add(entry.seq)
  }
  for (const seq of chosen) out.delete(seq)
  return out
}

type Facts = {
  pupilsOut: Set<string>
  adultsOut: Set<string>
  /** Pairs whose link would have come and stays out. */
  pairsOut: Set<string>
  /** Pupils of whom something about their links stays as it is. */
  linksTouched: Set<string>
  primesOut: Set<string>
  /** Numbers that stay with the pupils who bear them. */
  keysKept: Set<string>
}

function factsOf(entries: readonly LeavableEntry[], out: ReadonlySet<number>): Facts {
  const left = entries.filter(({ seq }) => out.has(seq))
  const links = left.filter(isOfLink)
  const newcomers = entries.filter(({ entity, act }) => entity === 'adult' && act === 'add')
  const idsOf = (entity: Entity) =>
    new Set(left.flatMap((entry) => (entry.entity === entity && entry.act === 'add' && entry.entityId) || []))
  const adultsOut = idsOf('adult')
  for (const { adultId } of newcomers) if (adultId && hasNoLinkLeft(entries, out, adultId)) adultsOut.add(adultId)
  return {
    pupilsOut: idsOf('pupil'),
    adultsOut,
    pairsOut: new Set(links.filter(({ act, entity }) => entity === 'link' && act === 'add').map(pairOf)),
    linksTouched: new Set(links.flatMap(({ pupilId }) => pupilId ?? [])),
    primesOut: new Set(left.flatMap(({ prime, pupilId }) => (prime === 'becomes' && pupilId) || [])),
    keysKept: new Set(left.flatMap(({ keyBefore }) => keyBefore ?? [])),
  }
}

/** A newcomer all of whose new links stay out would stand alone. One who has links on record is no newcomer. */
function hasNoLinkLeft(entries: readonly LeavableEntry[], out: ReadonlySet<number>, adultId: string): boolean {
  const links = entries.filter((entry) => entry.entity === 'link' && entry.act === 'add' && entry.adultId === adultId)
  return links.length > 0 && links.every(({ seq }) => out.has(seq))
}

function cannotStand(entry: LeavableEntry, facts: Facts): boolean {
  const { entity, pupilId, adultId } = entry
  if (entry.keyAfter !== null && facts.keysKept.has(entry.keyAfter)) return true
  if (pupilId && facts.pupilsOut.has(pupilId) && hangsOnPupil(entry)) return true
  if (adultId && facts.adultsOut.has(adultId) && entity !== 'issue') return true
  if (entity === 'court order' && facts.pairsOut.has(pairOf(entry))) return true
  if (entity === 'issue' && pupilId && facts.linksTouched.has(pupilId)) return true
  return entry.prime === 'ceases' && pupilId !== null && facts.primesOut.has(pupilId)
}

const isOfLink = ({ entity }: LeavableEntry) => entity === 'link' || entity === 'prime'

/** Phones and emails of an adult stand under a child of theirs and hang on the adult alone. */
function hangsOnPupil({ entity, adultId }: LeavableEntry): boolean {
  if (entity === 'contact point') return adultId === null
  return entity !== 'adult' && entity !== 'mis id' && entity !== 'group'
}

const pairOf = ({ pupilId, adultId }: LeavableEntry) => `${pupilId}|${adultId}`

/** OPT-2: what somebody opted out of is erased whatever is left out. */
export const isErasure = ({ entity, rule }: Pick<LeavableEntry, 'entity' | 'rule'>): boolean =>
  entity === 'contact point' && rule === 'OPT-2'

/** IMP-14: a flag of a court order is never left out by itself: a link that comes in comes in held. */
export function mayBeChosen(entry: Pick<LeavableEntry, 'entity' | 'rule'>): boolean {
  const { entity } = entry
  if (isErasure(entry)) return false
  return entity !== 'court order' && entity !== 'issue' && entity !== 'mis id' && entity !== 'group'
}
