import { loadPersons, type Person } from '../people/index.ts'
import { aboutPupil, type Decided, type Deciding } from './deciding.ts'
import { openLinksOf } from './facts.store.ts'
import type { Chunk } from './families/chunk.ts'
import { type Staying, stayByTheSame } from './rules/stay-by-the-same.ts'
import { adultsKnownAs } from './said-links.store.ts'
import { isSpared } from './sparing.ts'
import type { Kept } from './whose-details.ts'

type WhoStays = {
  /** Contacts of whom other contact points are said, of children whose links stay as they are. */
  kept: Kept[]
  adults: Map<string, Person>
  wholePupils: Set<string>
  /** Children whose links are in question. */
  others: Decided[]
}

/**
 * IMP-6: of families of which a run says nothing otherwise but contact points, the last one decided about the links by the very same.
 * Only whose contact points changed is asked for; wherever there is more to know of one of them, the family is decided whole.
 */
export async function whoStays(deciding: Deciding, chunk: Chunk, pupils: Decided[]): Promise<WhoStays> {
  const { trx, plan, beside } = deciding
  const mayStay = ({ family, facts }: Decided) => beside.butForPoints.has(family) && facts === null
  const inQuestion = new Set(
    pupils.flatMap((pupil) => (mayStay(pupil) && !isSpared(deciding, pupil) ? [] : pupil.family)),
  )
  const changed = pupils.flatMap((pupil) =>
    inQuestion.has(pupil.family)
      ? []
      : contactsChanged(deciding, chunk, pupil).map((contactKey) => ({ pupil, contactKey })),
  )
  const known = await adultsKnownAs(trx, plan.schoolId, [...new Set(changed.map(({ contactKey }) => contactKey))])
  const adultIds = [...new Set([...known.values()].map(({ adult_id }) => adult_id))]
  const adults = await loadPersons(trx, { schoolId: plan.schoolId, adultIds })
  const links = Map.groupBy(await openLinksOf(trx, plan.schoolId, adultIds), ({ adultId }) => adultId)
  const staying = (contactKey: string): Staying | null => {
    const adult = adults.get(known.get(contactKey)?.adult_id ?? '')
    return adult ? { adult, links: links.get(adult.id) ?? [], contact: chunk.contacts.get(contactKey) } : null
  }
  const pupilsNaming = Map.groupBy(changed, ({ contactKey }) => contactKey)
  for (const [contactKey, naming] of pupilsNaming) {
    const one = staying(contactKey)
    const at = new Set(naming.map(({ pupil }) => pupil.pupilId))
    if (!one || !stayByTheSame(one, at)) for (const { pupil } of naming) inQuestion.add(pupil.family)
  }
  const others = pupils.filter(({ family }) => inQuestion.has(family))
  if (others.length < pupils.length) deciding.isOnRecordCounted = false
  const kept = changed.flatMap(({ pupil, contactKey }) => {
    const one = inQuestion.has(pupil.family) ? null : staying(contactKey)
    return one?.contact ? [keptAt(pupil, { ...one, contact: one.contact })] : []
  })
  const wholePupils = new Set(pupils.flatMap(({ family, pupilId }) => (inQuestion.has(family) ? [] : pupilId)))
  return { kept, adults, wholePupils, others }
}

const contactsChanged = ({ beside }: Deciding, chunk: Chunk, { record }: Decided): string[] =>
  (chunk.links.get(record.key) ?? []).flatMap(({ contactKey }) => (beside.asBefore.has(contactKey) ? [] : contactKey))

function keptAt(pupil: Decided, { adult, contact }: Staying & { contact: Kept['contact'] }): Kept {
  const about = aboutPupil(pupil.pupilId, pupil.facts ?? pupil.standing)
  return { contactKey: contact.key, contact, knownAs: adult.id, adultId: adult.id, isAdult: adult.id, pupil, about }
}
